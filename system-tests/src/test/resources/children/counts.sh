# Writes numbered lines, about a hundred a second, for ever.
i=0
while :; do
    echo "line $i"
    i=$((i + 1))
    sleep 0.01
done
