# Read by launch.sh, in a checkout or where it is asked to, when there is no start-up archive for these jars and this Java:
# makes one for the daemon and one for the client, by letting them work a little with each other. It halves the time that
# each needs to start.
#
# An archive is code that will be run, so it is only made where nobody else can write. Whatever goes wrong here, the
# programs run without it.

sv_make_archives() {
    sv_is_ours "$sv_app" && mkdir -p "$sv_app/cache" && sv_is_ours "$sv_app/cache" || return 0
    # One at a time; whoever waited finds them made. A subshell, so that a signal ends only this.
    (
        flock 9
        sv_write_build_id
        sv_cache=$sv_app/cache/$sv_build_id-$sv_build_of_java
        sv_archive_is_fresh daemon && sv_archive_is_fresh ctl && exit
        [ -e "$sv_cache/failed" ] && [ ! "$sv_app/daemon/supervisord.jar" -nt "$sv_cache/failed" ] && exit
        sv_train
    ) 9>"$sv_app/cache/lock"
}

# Whether the directory $1 belongs to this user and not everybody can write to it. A package makes cache a link to /var/cache.
sv_is_ours() {
    [ -n "$(find -H "$1" -prune -user "$(id -u)" ! -perm -002 2>/dev/null)" ]
}

# The digest of all jars, in a file that the usual way reads without computing anything.
sv_write_build_id() {
    sv_build_id=$(cd "$sv_app" && sha256sum daemon/*.jar daemon/lib/*.jar ctl/*.jar | sha256sum) || exit
    sv_build_id=$(printf '%.16s' "$sv_build_id")
    printf '%s\n' "$sv_build_id" >"$sv_app/build-id.new"
    mv "$sv_app/build-id.new" "$sv_app/build-id"
}

sv_train() {
    sv_say "preparing the start-up archive, once after each build"
    # Archives of earlier builds for this Java. A process that still uses one keeps it.
    rm -rf "$sv_app/cache/"*-"$sv_build_of_java"
    mkdir -p "$sv_cache"
    # What trainings have left that were killed themselves; none takes longer than a minute and a half.
    find /tmp -maxdepth 1 -name 'supervisord-training.*' -type d -user "$(id -u)" -mmin +10 -exec rm -rf {} + 2>/dev/null
    sv_work=
    sv_daemon_pid=
    trap 'sv_end_training' EXIT
    trap 'exit 1' INT TERM HUP
    sv_work=$(mktemp -d /tmp/supervisord-training.XXXXXX) || exit
    sv_write_training_config
    (sv_become_trainee daemon supervisord -n -c "$sv_work/supervisord.toml") </dev/null >"$sv_work/output" 2>&1 9>&- &
    sv_daemon_pid=$!
    if sv_wait_for_socket; then
        sv_training_commands | (sv_become_trainee ctl supervisorctl -c "$sv_work/supervisord.toml") >"$sv_work/ctl" 2>&1 9>&-
    fi
    kill -TERM "$sv_daemon_pid" 2>/dev/null
    # What was killed on a busy machine has left a part of an archive, and the shell would tell of the kill.
    wait "$sv_daemon_pid" 2>/dev/null || rm -f "$sv_cache"/new-daemon.*
    sv_daemon_pid=
    sv_keep daemon
    sv_keep ctl
}

# Becomes the program $2 of the component $1, which writes its archive when it ends. A class archive is asked for by the environment,
# so that a daemon which has executed itself anew, by the first of the commands below, writes what it then needed.
sv_become_trainee() {
    sv_component=$1
    sv_program=$2
    sv_jar=$sv_app/$1/$2.jar
    sv_archive=
    sv_under='timeout -k 30 60'
    sv_called=$sv_bin/$2
    export SUPERVISORD_NO_ARCHIVE=yes
    sv_archive_kind "$1"
    case $sv_kind in
        jsa) export JDK_JAVA_OPTIONS="${JDK_JAVA_OPTIONS-} \"-XX:ArchiveClassesAtExit=$sv_cache/new-$1.jsa\"" ;;
        *) sv_training=-XX:AOTCacheOutput=$sv_cache/new-$1.aot ;;
    esac
    shift 2
    sv_run "$@"
}

sv_keep() {
    sv_archive_kind "$1"
    if [ -s "$sv_cache/new-$1.$sv_kind" ]; then
        mv "$sv_cache/new-$1.$sv_kind" "$sv_cache/$1.$sv_kind"
    else
        : >"$sv_cache/failed"
    fi
}

# Its timeout passes the signal on, so that it ends with its programs and writes nothing any more, and kills it if it does not.
sv_end_training() {
    if [ -n "$sv_daemon_pid" ]; then
        kill -TERM "$sv_daemon_pid" 2>/dev/null
        wait "$sv_daemon_pid"
    fi
    [ -z "$sv_work" ] || rm -rf "$sv_work"
}

# At most 15 seconds.
sv_wait_for_socket() {
    sv_attempt=0
    while [ "$sv_attempt" -lt 300 ] && kill -0 "$sv_daemon_pid" 2>/dev/null; do
        [ ! -S "$sv_work/socket" ] || return 0
        sleep 0.05
        sv_attempt=$((sv_attempt + 1))
    done
    return 1
}

sv_write_training_config() {
    cat >"$sv_work/supervisord.toml" <<CONFIG
[supervisord]
logfile = "$sv_work/daemon.log"
pidfile = "$sv_work/pid"
childlogdir = "$sv_work"
runtime_dir = "$sv_work/run"

[unix_http_server]
file = "$sv_work/socket"

[supervisorctl]
serverurl = "unix://$sv_work/socket"

[include]
files = ["style.conf"]

[program.talker]
command = ["/bin/sh", "-c", "while [ -d $sv_work ] && echo line; do sleep 1; done"]
numprocs = 2
startsecs = 0

[program.failing]
command = "/bin/false"
startretries = 1
CONFIG
    cat >"$sv_work/style.conf" <<CONFIG
[program:other]
command=/bin/cat
autostart=false
environment=A="%(here)s"
CONFIG
}

# What people and scripts ask for, the wrong things too: only what was used is in the archive.
sv_training_commands() {
    cat <<COMMANDS
upgrade
version
status
status talker:*
status nobody
pid
pid talker:talker_00
stop talker:talker_00
start talker:talker_00
restart talker
signal HUP talker:talker_01
signal NOTHING talker:talker_01
start nobody
start
stop nobody
tail talker:talker_01
tail -100 talker:talker_01 stderr
tail nobody
maintail
avail
reread
update
clear talker:talker_01
help
help status
nonsense
exit
COMMANDS
}
