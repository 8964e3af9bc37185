# Waits for a file, then writes a thousand lines and ends.
while [ ! -e "$1" ]; do sleep 0.05; done
line=0
while [ "$line" -lt 1000 ]; do
    echo "line $line"
    line=$((line + 1))
done
