# Read by launch.sh in a checkout whose jars are missing or older than their source: builds them with Maven.

sv_build() {
    if ! command -v mvn >/dev/null; then
        [ -e "$sv_jar" ] || sv_fail "cannot build: Maven is missing (Debian: apt-get install maven openjdk-17-jdk-headless)"
        sv_say "the source is newer than the jars, but Maven is missing: running what is there"
        return
    fi
    sv_find_compiler
    mkdir -p "$sv_app" || sv_fail "cannot build: $sv_root/target cannot be written"
    # One build at a time; whoever waited finds it done.
    (
        flock 9
        if [ ! -e "$sv_jar" ] || sv_source_changed; then
            sv_run_maven
        fi
    ) 9>"$sv_root/target/build.lock" || exit 1
}

# Maven needs a compiler; a Java without one may come first in PATH. Sets sv_jdk if Maven has to be told.
sv_find_compiler() {
    sv_jdk=
    [ ! -x "${JAVA_HOME:-/nonexistent}/bin/javac" ] || return 0
    [ -n "${JAVA_HOME-}" ] || ! command -v javac >/dev/null || return 0
    for sv_candidate in /usr/lib/jvm/*; do
        [ ! -x "$sv_candidate/bin/javac" ] || sv_jdk=$sv_candidate
    done
    [ -n "$sv_jdk" ] || sv_fail "cannot build: no JDK is installed (Debian: apt-get install openjdk-17-jdk-headless)"
}

# Offline first: with everything in Maven's repository that is seconds faster. What is newer than the stamp has not been
# built, so the stamp is taken before.
sv_run_maven() {
    sv_say "building, once after each change (mvn package, without tests)"
    sv_log=$sv_root/target/build.log
    : >"$sv_root/target/build-began"
    sv_leave_jars_to_their_users
    if ! sv_maven -o >"$sv_log" 2>&1; then
        if grep -q 'offline mode' "$sv_log"; then
            sv_say "fetching what the build needs; this takes a minute or two"
            sv_maven >"$sv_log" 2>&1
        else
            false
        fi || {
            cat "$sv_log" >&2
            sv_fail "cannot build: Maven failed, see above (the same is in $sv_log)"
        }
    fi
    [ -e "$sv_jar" ] || sv_fail "cannot build: Maven made no $sv_jar"
    mv "$sv_root/target/build-began" "$sv_app/build-stamp"
}

# Maven writes a jar where the one before is, and a daemon that runs from that loses its classes. So what it overwrites is a copy.
sv_leave_jars_to_their_users() {
    for sv_old in "$sv_app"/daemon/*.jar "$sv_app"/ctl/*.jar; do
        [ ! -e "$sv_old" ] || { cp -p "$sv_old" "$sv_old.new" && mv -f "$sv_old.new" "$sv_old"; } || sv_fail "cannot build: cannot write $sv_old"
    done
}

sv_maven() {
    (
        [ -z "$sv_jdk" ] || export JAVA_HOME="$sv_jdk"
        exec mvn "$@" -q -B -f "$sv_root/pom.xml" -Dmaven.test.skip=true -pl supervisord-core,supervisorctl -am package </dev/null 9>&-
    )
}
