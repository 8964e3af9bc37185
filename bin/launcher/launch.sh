# Read by bin/supervisord, bin/supervisorctl and bin/ctl with their own arguments: finds the jars and a Java, and becomes it.
#
# Given: sv_program (supervisord or supervisorctl) and sv_bin, the directory of the script that was called.
# Environment:
#   SUPERVISORD_HOME          the directory with daemon/ and ctl/, where it is not beside the script
#   SUPERVISORD_JAVA_HOME     the Java to use, where it is not to be the newest that is found
#   SUPERVISORD_NO_ARCHIVE    anything: start without the start-up archive
#   SUPERVISORD_MAKE_ARCHIVE  anything: make it, in an installed copy too
#
# Every status of every script goes through here, so the usual way starts no other program: builtins only, until the exec.
# (The daemon in a checkout is the exception: find looks whether the source has changed.)
# All names begin with sv_, because assigning to a name that the caller exported would change what the programs see. What
# is needed once (building, the archive) is in files of its own.

sv_say() {
    printf '%s: %s\n' "$sv_program" "$*" >&2
}

sv_fail() {
    sv_say "$@"
    exit 1
}

# Sets sv_app, the directory with daemon/ and ctl/, and in a checkout also sv_root. Both are absolute: an archive is only
# used with the path of the jar with which it was made. sv_ctl is what a person types to reach the client, sv_called this script
# by the name under which a later version of it will be found.
sv_locate() {
    sv_root=
    case $0 in
        /*) sv_called=$0 ;;
        */*) sv_called=$PWD/$0 ;;
        *) sv_called=$sv_bin/$sv_program ;;
    esac
    sv_ctl=$sv_bin/ctl
    case :$PATH: in *:"$sv_bin":*) sv_ctl=ctl ;; esac
    case $sv_bin in
        /*) ;;
        .) sv_bin=$PWD ;;
        *) sv_bin=$PWD/$sv_bin ;;
    esac
    # Where /bin is /usr/bin, the jars are to be found by one path only.
    case $sv_bin/ in
        /bin/ | */./* | */../* | *//*) sv_bin=$(cd -P -- "$sv_bin" && pwd -P) ;;
    esac
    if [ -n "${SUPERVISORD_HOME-}" ]; then
        sv_app=$SUPERVISORD_HOME
    elif [ -e "${sv_bin%/*}/pom.xml" ]; then
        sv_root=${sv_bin%/*}
        sv_app=$sv_root/target/app
    else
        sv_app=${sv_bin%/*}/lib/supervisord
    fi
}

# In a checkout, builds what is missing, and for the daemon also what is older than its source.
sv_ensure_built() {
    if [ -e "$sv_jar" ]; then
        [ -n "$sv_root" ] && [ "$sv_program" = supervisord ] || return 0
        sv_source_changed || return 0
    elif [ -z "$sv_root" ]; then
        sv_fail "cannot find $sv_jar: set SUPERVISORD_HOME to the directory that holds daemon/ and ctl/"
    fi
    . "$sv_home/launcher/build.sh"
    sv_build
}

# Newer than the jar alone would build for ever: Maven leaves a jar as it is when only another module changed. The stamp
# is the time at which the last build from here began. For some hundred files find is faster than the shell.
sv_source_changed() {
    sv_since=$sv_jar
    [ "$sv_app/build-stamp" -nt "$sv_jar" ] && sv_since=$sv_app/build-stamp
    [ -n "$(find "$sv_root/pom.xml" "$sv_root"/proto/[ps]* "$sv_root"/supervisor*/pom.xml "$sv_root"/supervisor*/src/main \
        -newer "$sv_since" -type f -print -quit)" ]
}

# Sets sv_java (a home), sv_feature (17, 25, ...) and sv_build_of_java.
sv_find_java() {
    sv_java=
    sv_best=0
    if [ -n "${SUPERVISORD_JAVA_HOME-}" ]; then
        sv_consider "$SUPERVISORD_JAVA_HOME"
        [ -n "$sv_java" ] || sv_fail "cannot use SUPERVISORD_JAVA_HOME=$SUPERVISORD_JAVA_HOME: no Java 17 or newer is there"
        return
    fi
    # A package may have brought its own.
    sv_consider "$sv_app/jre"
    [ -z "$sv_java" ] || return 0
    [ -z "${JAVA_HOME-}" ] || sv_consider "$JAVA_HOME"
    sv_find_in_path
    [ -z "$sv_in_path" ] || sv_consider "${sv_in_path%/bin/java}"
    for sv_candidate in /usr/lib/jvm/*; do
        sv_consider "$sv_candidate"
    done
    if [ -z "$sv_java" ] && [ -n "$sv_in_path" ]; then
        sv_in_path=$(readlink -f -- "$sv_in_path")
        sv_consider "${sv_in_path%/bin/java}"
    fi
    [ -n "$sv_java" ] || sv_fail "cannot find Java 17 or newer in JAVA_HOME, PATH or /usr/lib/jvm: install a JDK" \
        "(Debian: apt-get install openjdk-17-jdk-headless)"
}

# Sets sv_in_path to PATH's java, or to nothing. A command substitution would cost a fork.
sv_find_in_path() {
    sv_in_path=
    sv_ifs=$IFS
    IFS=:
    for sv_candidate in $PATH; do
        if [ -x "$sv_candidate/java" ]; then
            sv_in_path=$sv_candidate/java
            break
        fi
    done
    IFS=$sv_ifs
}

# Takes the Java home $1 if it is newer than the best one so far.
sv_consider() {
    [ -x "$1/bin/java" ] && [ -r "$1/release" ] || return 0
    sv_version=
    sv_runtime=
    while IFS== read -r sv_key sv_value; do
        case $sv_key in
            JAVA_VERSION) sv_version=$sv_value ;;
            JAVA_RUNTIME_VERSION) sv_runtime=$sv_value ;;
        esac
        [ -z "$sv_version" ] || [ -z "$sv_runtime" ] || break
    done <"$1/release"
    sv_version=${sv_version#\"}
    sv_version=${sv_version%\"}
    sv_rank "$sv_version"
    [ "$sv_number" -ge 17000000 ] && [ "$sv_number" -gt "$sv_best" ] || return 0
    sv_best=$sv_number
    sv_java=$1
    sv_feature=${sv_version%%[!0-9]*}
    sv_runtime=${sv_runtime#\"}
    sv_build_of_java=${sv_runtime%\"}
}

# Sets sv_number so that newer versions have greater ones: 17.0.15 gives 17000015.
sv_rank() {
    sv_rest=$1.0.0
    sv_major=${sv_rest%%.*}
    sv_rest=${sv_rest#*.}
    sv_minor=${sv_rest%%.*}
    sv_rest=${sv_rest#*.}
    sv_patch=${sv_rest%%.*}
    sv_major=${sv_major%%[!0-9]*}
    sv_minor=${sv_minor%%[!0-9]*}
    sv_patch=${sv_patch%%[!0-9]*}
    sv_number=$((${sv_major:-0} * 1000000 + ${sv_minor:-0} * 1000 + ${sv_patch:-0}))
}

# Sets sv_archive to the start-up archive of the component $1, or to nothing. A JVM before 25.0.4 uses an AOT cache even
# when the jars have changed since (JDK-8377932), so this is decided here: an archive lies below a digest of the jars, and
# none that is older than a jar is used.
sv_find_archive() {
    sv_archive=
    [ -z "${SUPERVISORD_NO_ARCHIVE-}" ] && [ -n "$sv_build_of_java" ] || return 0
    sv_archive_kind "$1"
    sv_archive_is_fresh "$1" && return 0
    sv_archive=
    [ -n "$sv_root${SUPERVISORD_MAKE_ARCHIVE-}" ] && [ -w "$sv_app" ] || return 0
    . "$sv_home/launcher/archive.sh"
    sv_make_archives
    sv_archive_is_fresh "$1" || sv_archive=
}

# Sets sv_kind for the component $1. An AOT cache starts a program fastest, which is what counts for the client. It keeps
# twice as much in memory as a class archive, which is what counts for the daemon.
sv_archive_kind() {
    case $1/$sv_feature in
        daemon/* | */17 | */18 | */19 | */20 | */21 | */22 | */23 | */24) sv_kind=jsa ;;
        *) sv_kind=aot ;;
    esac
}

sv_archive_is_fresh() {
    sv_build_id=
    [ -r "$sv_app/build-id" ] && read -r sv_build_id <"$sv_app/build-id" && [ -n "$sv_build_id" ] || return 1
    sv_cache=$sv_app/cache/$sv_build_id-$sv_build_of_java
    sv_archive_kind "$1"
    sv_archive=$sv_cache/$1.$sv_kind
    [ -r "$sv_archive" ] || return 1
    for sv_file in "$sv_app/$1"/*.jar "$sv_app/$1"/lib/*.jar; do
        [ "$sv_file" -nt "$sv_archive" ] && return 1
    done
    return 0
}

# The options of the JVM as positional parameters, in front of those of the program.
#
# IgnoreUnrecognizedVMOptions: a JVM refuses to start on an option that it does not know yet or any more.
# DisplayVMOutputToStderr, Xlog: an archive that does not fit is no reason to write to standard output.
# sv_training, sv_under: see archive.sh; empty otherwise.
# ArchiveRelocationMode: a class archive that is moved to a random address is changed in all its pages, which then are the
# daemon's own memory, 20 MB; Java 17 to 19 do not move it either. JDK-8294323 tells why it is not the default any more.
# LC_ALL: file names and arguments are UTF-8 whatever the locale; only the environment can tell the JVM so. The daemon
# gives its programs what was there before, which it learns from supervisord.lc_all.
sv_run() {
    case $sv_program in
        supervisord)
            sv_forget_pwd
            sv_native=$sv_app/daemon/native
            [ -e /lib/ld-linux-aarch64.so.1 ] && sv_native=$sv_native/linux-aarch64
            set -- -Xms8m -Xmx64m -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -XX:-ShrinkHeapInSteps -XX:TieredStopAtLevel=1 -XX:-MaxFDLimit -XX:TrimNativeHeapInterval=5000 \
                -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0 \
                -Dio.grpc.netty.shaded.io.netty.allocator.type=unpooled \
                "-Djava.library.path=$sv_native" "-Djna.boot.library.path=$sv_native" -Djna.platform.library.path=/lib -Djna.nounpack=true -Djna.nosys=true -Djdk.reflect.useNativeAccessorOnly=true -Dsun.reflect.inflationThreshold=2147483647 \
                "-Dsupervisord.ctl=$sv_ctl" "-Dsupervisord.launcher=$sv_called" "-Dsupervisord.lc_all=${LC_ALL-}" -jar "$sv_jar" "$@"
            ;;
        *)
            set -- -Xmx64m -XX:TieredStopAtLevel=1 -jar "$sv_jar" "$@"
            ;;
    esac
    case ${sv_archive##*.} in
        jsa) set -- "-XX:SharedArchiveFile=$sv_archive" "$@" ;;
        aot) set -- "-XX:AOTCache=$sv_archive" "$@" ;;
    esac
    [ -z "$sv_training" ] || set -- "$sv_training" "$@"
    export LC_ALL=C.UTF-8
    exec $sv_under "$sv_java/bin/java" -XX:+IgnoreUnrecognizedVMOptions -XX:+DisplayVMOutputToStderr -Xlog:disable \
        -Xlog:all=error:stderr -XX:+UseSerialGC -XX:-UsePerfData -Dfile.encoding=UTF-8 "$@"
}

sv_training=
sv_under=
# The shell has put PWD into the environment. The daemon's programs are not to see it if the daemon was not given it: takes it
# back unless it was there from the start, which is certain below a shell that counts its levels. (A shell's read takes each
# byte by a system call, and leaves the NUL bytes out.)
sv_forget_pwd() {
    [ -z "${SHLVL-}" ] && [ -r /proc/$$/environ ] || return 0
    while read -r sv_line || [ -n "$sv_line" ]; do
        case $sv_line in PWD=* | *[!D]PWD=*) return 0 ;; esac
    done </proc/$$/environ
    unset PWD
}

sv_locate
case $sv_program in
    supervisord) sv_component=daemon ;;
    *) sv_component=ctl ;;
esac
sv_jar=$sv_app/$sv_component/$sv_program.jar
sv_ensure_built
sv_find_java
sv_find_archive "$sv_component"
sv_run "$@"
