# Writes numbered lines as fast as a shell can, for ever; appends its pid to the file named first.
echo $$ >>"$1"
i=0
while :; do
    echo "line $i"
    i=$((i + 1))
done
