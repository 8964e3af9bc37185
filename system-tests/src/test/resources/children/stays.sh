# Appends its pid to the file named first, says so, and stays until a signal ends it.
echo $$ >>"$1"
echo "started $$"
exec sleep 1000
