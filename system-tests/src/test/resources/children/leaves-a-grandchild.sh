# Ends at once and leaves a grandchild behind that holds standard output open; its pid is in the file named first.
sleep 1000 &
echo $! >"$1"
echo "the grandchild stays"
