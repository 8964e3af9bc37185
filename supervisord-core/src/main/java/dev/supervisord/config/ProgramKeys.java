package dev.supervisord.config;

import static dev.supervisord.config.Change.LIVE;
import static dev.supervisord.config.Change.PROCESSES;
import static dev.supervisord.config.Change.RESTART;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.BackoffPolicy;
import dev.supervisord.model.Command;
import dev.supervisord.model.ExitPolicy;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.ProgramType;
import dev.supervisord.model.StopStep;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of {@code [program:x]}, most of which also stand in {@code [eventlistener:x]} and {@code [fcgi-program:x]}. */
final class ProgramKeys {
    private static final Set<Kind> ORDERED =
            EnumSet.of(Kind.PROGRAM, Kind.EVENTLISTENER, Kind.FCGI_PROGRAM, Kind.GROUP);

    static final Key<Command> COMMAND = optional(
            "command",
            ProgramTypes.COMMAND,
            RESTART,
            "What is executed: required. Split into words as a shell does, but no shell runs: no variables, globs or `~`. In"
                    + " TOML it may also be an array of words. A first word without `/` is searched in PATH. A backslash at"
                    + " the end of a line joins the lines.");
    static final Key<ProgramType> TYPE = withDefault(
            "type",
            ProgramTypes.TYPE,
            "simple",
            RESTART,
            "`simple`: it runs until it is stopped. `oneshot`: it runs once to its end, STARTING all the while; an exit code of"
                    + " `exitcodes` makes it EXITED, which is a success, any other end is a failed start. `startsecs` and"
                    + " `autorestart` mean nothing to a oneshot. `forking`: what is launched puts itself into the background and"
                    + " exits with 0; the process that `pidfile` names is supervised then. Prefer `simple` where the program can"
                    + " stay in the foreground.");
    static final Key<String> PIDFILE = optional(
            "pidfile",
            Types.PATH,
            RESTART,
            "Where a program of the type `forking` writes the pid of its main process: required there, and an error elsewhere."
                    + " What it names is believed only if it is a process of the present run.");
    static final Key<Duration> START_TIMEOUT = withDefault(
            "start_timeout",
            Types.SECONDS,
            "30",
            LIVE,
            "How long a program of the type `forking` may take until what was launched has exited, and again until its `pidfile`"
                    + " names its main process; then the start has failed. `startsecs` is counted from there.");
    static final Key<String> PROCESS_NAME = withDefault(
            "process_name",
            Types.TEXT,
            "%(program_name)s",
            PROCESSES,
            "Name of each process in its group. With `numprocs` above 1 it must contain `%(process_num)`; in TOML the default"
                    + " is then `%(program_name)s_%(process_num)02d`.");
    static final Key<Integer> NUMPROCS = withDefault(
            "numprocs", Types.WHOLE, "1", PROCESSES, "How many processes the program has, at most 10000; 0 for none.");
    static final Key<Integer> NUMPROCS_START = withDefault(
            "numprocs_start",
            Types.WHOLE,
            "0",
            PROCESSES,
            "`%(process_num)d` of the first process; the others count on.");
    static final Key<Integer> PORT = optional(
            "port",
            Types.WHOLE,
            RESTART,
            "TCP port of the first process, 1 to 65535; the others count on by `port_step`. It is `%(port)d` in the values of"
                    + " the program, and `PORT` in its environment unless `environment` sets that.");
    static final Key<Integer> PORT_STEP = withDefault(
            "port_step",
            Types.WHOLE,
            "1",
            RESTART,
            "How far the ports of neighbouring processes lie apart, at least 1.");
    static final Key<String> DIRECTORY = optional(
            "directory",
            Types.PATH,
            RESTART,
            "Working directory of the process; without it the daemon's. It is looked for at each start, not before.");
    static final Key<Map<String, String>> ENVIRONMENT = withDefault(
            "environment",
            ProgramTypes.ENVIRONMENT,
            "",
            RESTART,
            "Variables on top of the daemon's environment: `NAME=\"value\",NAME2=\"value\"`, in TOML a table. Later wins: the"
                    + " daemon's environment, `SUPERVISOR_*`, `environment` of `[supervisord]`, `env_file`, `PORT`, this.");
    static final Key<String> ENV_FILE = optional(
            "env_file",
            Types.OPTIONAL_FILE,
            RESTART,
            "File with further variables, `NAME=value` in each line; `export`, quotes around the value and comment lines with"
                    + " `#` are allowed, and nothing in it is expanded. It is read with the configuration, at each reload too."
                    + " With `-` before the path it may be missing. `~` is a home directory.");
    static final Key<Integer> PRIORITY = ordered(
            "priority",
            Types.WHOLE,
            "999",
            LIVE,
            "Order: lower starts earlier and stops later. The default is -1 in `[eventlistener:x]`.");
    static final Key<List<String>> DEPENDS_ON = withDefault(
            "depends_on",
            Types.NAME_LIST,
            "",
            LIVE,
            "What must be up before it is launched: programs, groups (`group:*`) or processes (`group:process`). Up is RUNNING,"
                    + " for a oneshot its end with an expected code. Starting it starts them too; of what is stopped together it"
                    + " is stopped first. Stopping them alone does not stop it.");
    static final Key<Boolean> AUTOSTART =
            withDefault("autostart", Types.BOOLEAN, "true", LIVE, "Start it when the daemon starts.");
    static final Key<AutoRestart> AUTORESTART = withDefault(
            "autorestart",
            Types.AUTO_RESTART,
            "unexpected",
            LIVE,
            "Start it again when it exits after it was RUNNING: always (`true`), never (`false`), or when its exit code is none"
                    + " of `exitcodes` (`unexpected`).");
    static final Key<Duration> STARTSECS = withDefault(
            "startsecs",
            Types.SECONDS,
            "1",
            LIVE,
            "How long it must stay alive to be RUNNING; ending earlier is a failed start. 0: RUNNING at once. Below 0 counts"
                    + " as 0.");
    static final Key<Integer> STARTRETRIES = withDefault(
            "startretries",
            Types.WHOLE,
            "3",
            LIVE,
            "How many more attempts follow a failed start, the first after 1 second, the next after 2, and so on; then it is"
                    + " FATAL. Below 0 counts as 0.");
    static final Key<Set<Integer>> EXITCODES = withDefault(
            "exitcodes",
            Types.EXIT_CODES,
            "0",
            LIVE,
            "The exit codes that are expected, 0 to 255; death by a signal never is. In TOML an array.");
    static final Key<BackoffPolicy> BACKOFF = optional(
            "backoff",
            BackoffParts.TYPE,
            LIVE,
            "How attempts move apart when it cannot live, `initial=1s,factor=2,max=60s,jitter=0.1,reset=10s`, in TOML a table:"
                    + " the n-th failed start in a row is followed by a pause of `initial` times `factor` to the power n-1, at"
                    + " most `max`, and by chance up to `jitter` of it shorter or longer; and so is each end after it was"
                    + " RUNNING for less than `reset`, after which all is forgotten. A part that is not written is as above."
                    + " Without the key: see `startretries`.");
    static final Key<List<StopStep>> STOPSIGNAL = withDefault(
            "stopsignal",
            StopSignals.TYPE,
            "TERM",
            LIVE,
            "The signal that stops it, a name or a number; or several with the time that each may take,"
                    + " `TERM:10s, INT:5s, KILL`, in TOML an array. One without a time has `stopwaitsecs`. SIGKILL follows the"
                    + " last.");
    static final Key<Duration> STOPWAITSECS = withDefault(
            "stopwaitsecs",
            Types.SECONDS,
            "10",
            LIVE,
            "How long it may take to end after `stopsignal`; then SIGKILL is sent.");
    static final Key<Boolean> STOPASGROUP = withDefault(
            "stopasgroup",
            Types.BOOLEAN,
            "false",
            LIVE,
            "Send `stopsignal` to the whole process group; implies `killasgroup`.");
    static final Key<Boolean> KILLASGROUP = optional(
            "killasgroup",
            Types.BOOLEAN,
            LIVE,
            "Send SIGKILL to the whole process group; the default is the value of `stopasgroup`.");
    static final Key<LeftoverPolicy.End> LEFTOVERS = optional(
            "leftovers",
            ProgramTypes.LEFTOVERS,
            LIVE,
            "What becomes of processes that it leaves behind when it has ended: `end`: they are ended at once, before anything"
                    + " follows; `before_start`: before it is started again, so that a stop alone leaves them; `keep`: nothing."
                    + " The default is `end` in TOML and `before_start` in INI files, where it is what Supervisor's users know.");
    static final Key<Duration> LEFTOVERS_GRACE = withDefault(
            "leftovers_grace",
            Types.SECONDS,
            "2",
            LIVE,
            "How long what it left behind may take to end after SIGTERM; then SIGKILL is sent.");
    static final Key<List<String>> SOCKETS = Key.optional(
            "sockets",
            EnumSet.of(Kind.PROGRAM),
            Types.COMMA_LIST,
            RESTART,
            "Held sockets, `[socket.x]`, that it gets as descriptors 3, 4… in this order, at most 6; with commas, in TOML an"
                    + " array. `%(socket_NAME_fd)d` is the number.");
    static final Key<String> FD0 = Key.optional(
            "fd0",
            EnumSet.of(Kind.PROGRAM),
            Types.TEXT,
            RESTART,
            "Held socket that it gets as descriptor 0, its standard input.");
    static final Key<Boolean> LISTEN_FDS = Key.optional(
            "listen_fds",
            EnumSet.of(Kind.PROGRAM),
            Types.BOOLEAN,
            RESTART,
            "Tell it of its `sockets` by `LISTEN_PID`, `LISTEN_FDS` and `LISTEN_FDNAMES`, as systemd does; the default is `true`,"
                    + " but `false` for uWSGI, which crashes on these variables.");
    static final Key<ExitPolicy> EXIT_POLICY = withDefault(
            "exit_policy",
            ProgramTypes.EXIT_POLICY,
            "ignore",
            LIVE,
            "What its end means to the daemon once it is not started again (EXITED or FATAL): `ignore` nothing; `shutdown` the"
                    + " daemon stops everything else and exits with its code (128 and the number of a signal; for FATAL at least"
                    + " 1); `shutdown-on-failure` the same unless its exit code is one of `exitcodes`. A stop by request does not"
                    + " count. For containers, with `supervisord -n`.");
    static final Key<Boolean> REDIRECT_STDERR = withDefault(
            "redirect_stderr",
            Types.BOOLEAN,
            "false",
            RESTART,
            "Write standard error into the log of standard output, in order.");
    static final Key<String> SERVERURL = withDefault(
            "serverurl",
            Types.TEXT,
            "AUTO",
            RESTART,
            "Value of `SUPERVISOR_SERVER_URL` in its environment; `AUTO`: `unix://` and the path of the control socket.");

    static final LogKeys LOGS = LogKeys.of(Kind.PROCESSES);
    static final StreamKeys STDOUT = StreamKeys.of("stdout", Kind.PROCESSES);
    static final StreamKeys STDERR = StreamKeys.of("stderr", Kind.PROCESSES);

    static final List<Key<?>> ALL = all();

    private ProgramKeys() {}

    private static List<Key<?>> all() {
        List<Key<?>> keys = new ArrayList<>(List.of(
                COMMAND,
                TYPE,
                PIDFILE,
                START_TIMEOUT,
                PROCESS_NAME,
                NUMPROCS,
                NUMPROCS_START,
                PORT,
                PORT_STEP,
                DIRECTORY,
                ENVIRONMENT,
                ENV_FILE,
                PRIORITY,
                DEPENDS_ON,
                AUTOSTART,
                AUTORESTART,
                STARTSECS,
                STARTRETRIES,
                EXITCODES,
                EXIT_POLICY,
                BACKOFF,
                STOPSIGNAL,
                STOPWAITSECS,
                STOPASGROUP,
                KILLASGROUP,
                LEFTOVERS,
                LEFTOVERS_GRACE,
                SOCKETS,
                FD0,
                LISTEN_FDS,
                REDIRECT_STDERR,
                SERVERURL));
        addAfter(ENV_FILE, LaunchKeys.ALL, keys);
        addAfter(LaunchKeys.OOM_SCORE_ADJ, CgroupKeys.ALL, keys);
        keys.addAll(LOGS.all());
        keys.addAll(STDOUT.all());
        keys.addAll(STDERR.all());
        return List.copyOf(keys);
    }

    /** By name: to compare records costs a cold JVM 20 ms, and every start of the daemon comes by here. */
    private static void addAfter(Key<?> place, List<Key<?>> added, List<Key<?>> keys) {
        int index = 0;
        while (!keys.get(index).name().equals(place.name())) {
            index++;
        }
        keys.addAll(index + 1, added);
    }

    private static <T> Key<T> optional(String name, ValueType<T> type, Change change, String doc) {
        return Key.optional(name, Kind.PROCESSES, type, change, doc);
    }

    private static <T> Key<T> withDefault(
            String name, ValueType<T> type, String defaultText, Change change, String doc) {
        return Key.withDefault(name, Kind.PROCESSES, type, defaultText, change, doc);
    }

    private static <T> Key<T> ordered(String name, ValueType<T> type, String defaultText, Change change, String doc) {
        return Key.withDefault(name, ORDERED, type, defaultText, change, doc);
    }
}
