# Says goodbye on SIGTERM and ends well.
trap 'echo goodbye; exit 0' TERM
echo "here I am"
while :; do sleep 0.05; done
