# One copy at a time: the directory named first is there while one lives. Says in the file named second when there are two.
if ! mkdir "$1" 2>/dev/null; then
    other=$(cat "$1/pid" 2>/dev/null)
    if [ -n "$other" ] && kill -0 "$other" 2>/dev/null && grep -qF "$1" "/proc/$other/cmdline" 2>/dev/null; then
        echo "$$ found $other" >>"$2"
    fi
    rm -rf "$1"
    mkdir "$1"
fi
echo $$ >"$1/pid"
trap 'rm -rf "$1"; exit 0' TERM
sleep $(($$ % 3)).$(($$ % 10))
rm -rf "$1"
