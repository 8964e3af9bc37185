# Appends a line to the file named first for each SIGUSR1.
trap 'echo usr1 >>"$1"' USR1
while :; do sleep 0.05; done
