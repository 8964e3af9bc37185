#!/bin/sh
# Compares the log pump with `child | cat > file`. See README.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
bytes=${BYTES:-536870912}
dir=$(mktemp -d /dev/shm/logs-bench.XXXXXX)
daemon=
finish() {
    [ -z "$daemon" ] || kill "$daemon" 2>/dev/null || true
    rm -rf "$dir"
}
trap finish EXIT
trap 'exit 1' INT TERM

# Ticks of user and system time of a process.
ticks() {
    awk '{ print $14 + $15 }' "/proc/$1/stat" 2>/dev/null || echo 0
}

report() { # name, start, end in ns, ticks
    awk -v name="$1" -v ns="$(($3 - $2))" -v ticks="$4" -v bytes="$bytes" -v hz="$(getconf CLK_TCK)" 'BEGIN {
        s = ns / 1e9; printf "%-24s %6.2f s %7.0f MB/s %6.2f CPU-s/GiB\n", name, s, bytes / s / 1e6, ticks / hz * 1073741824 / bytes }'
}

writer() { # size of a write
    cat >"$dir/writer.py" <<'PY'
import os, sys, time
total, size, done = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
line = b"x" * 99 + b"\n"
block = (line * (size // 100 + 1))[:size] if size > 100 else line
for _ in range(total // len(block)):
    os.write(1, block)
open(done, "w").close()
time.sleep(3600)
PY
    echo "python3 $dir/writer.py $bytes $1 $dir/done"
}

for size in 4000 100; do
    command=$(writer $size)
    mkfifo "$dir/pipe"
    start=$(date +%s%N)
    cat <"$dir/pipe" >"$dir/cat.log" &
    cat=$!
    $command >"$dir/pipe" &
    child=$!
    while [ ! -e "$dir/done" ]; do sleep 0.05; done
    report "cat $size" "$start" "$(date +%s%N)" "$(ticks $cat)"
    kill $child
    wait $cat || true
    rm -f "$dir/done" "$dir/pipe" "$dir/cat.log"
    for format in raw timestamps json; do
        cat >"$dir/c.toml" <<TOML
[supervisord]
runtime_dir = "$dir/run"
logfile = "$dir/daemon.log"
[program.p]
command = "$command"
autostart = false
startsecs = 0
log_format = "$format"
stdout_logfile = "$dir/p.log"
TOML
        mkdir -p "$dir/run"
        "$here/../bin/supervisord" -n -c "$dir/c.toml" >"$dir/out" 2>&1 &
        daemon=$!
        until "$here/../bin/ctl" -c "$dir/c.toml" status >"$dir/status" 2>&1 || [ $? = 3 ]; do sleep 0.1; done
        before=$(ticks $daemon)
        start=$(date +%s%N)
        "$here/../bin/ctl" -c "$dir/c.toml" start p >"$dir/status" 2>&1
        while [ ! -e "$dir/done" ]; do sleep 0.05; done
        report "$format $size" "$start" "$(date +%s%N)" "$(($(ticks $daemon) - before))"
        kill $daemon
        wait $daemon || true
        daemon=
        rm -rf "$dir/done" "$dir/run" "$dir"/p.log*
    done
done
