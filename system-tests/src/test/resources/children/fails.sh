# Appends a line to the file named first and fails at once.
echo run >>"$1"
exit 1
