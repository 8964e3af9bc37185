# Writes numbered lines, about two thousand a second, for ever.
i=0
while :; do
    burst=$((i + 20))
    while [ $i -lt $burst ]; do
        echo "line $i"
        i=$((i + 1))
    done
    sleep 0.01
done
