package dev.supervisord.config;

import static dev.supervisord.config.Change.DAEMON;
import static dev.supervisord.config.Change.LIVE;
import static dev.supervisord.config.Change.PROCESSES;
import static dev.supervisord.config.Change.RESTART;

import dev.supervisord.model.LogLevel;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of {@code [supervisord]}, {@code [include]} and {@code [group:x]}. */
final class DaemonKeys {
    private static final Set<Kind> DAEMON_ONLY = EnumSet.of(Kind.SUPERVISORD);

    static final Key<String> LOGFILE = withDefault(
            "logfile",
            Types.LOG_FILE,
            "supervisord.log",
            "The daemon's own log. `AUTO`: `supervisord.log` in the runtime directory, the default in TOML; `NONE`: none.");
    static final Key<Long> LOGFILE_MAXBYTES = withDefault(
            "logfile_maxbytes",
            Types.BYTES,
            "50MB",
            "Size at which it is rotated, with KB, MB or GB of 1024; 0: never.");
    static final Key<Integer> LOGFILE_BACKUPS =
            withDefault("logfile_backups", Types.WHOLE, "10", "How many rotated files are kept.");
    static final Key<LogLevel> LOGLEVEL = withDefault(
            "loglevel",
            Types.LEVEL,
            "info",
            "The least important lines that are logged: critical, error, warn, info, debug, trace or blather.");
    static final Key<String> PIDFILE = withDefault(
            "pidfile",
            Types.PATH,
            "supervisord.pid",
            "File with the daemon's process id; `NONE`, the default in TOML: none is written.");
    static final Key<Boolean> NODAEMON =
            withDefault("nodaemon", Types.BOOLEAN, "false", "Stay in the foreground (`-n`).");
    static final Key<Boolean> SILENT =
            withDefault("silent", Types.BOOLEAN, "false", "In the foreground, do not copy the log to standard output.");
    static final Key<String> IDENTIFIER =
            withDefault("identifier", Types.TEXT, "supervisor", "Name of this daemon, part of the names of AUTO logs.");
    static final Key<String> SOCKET = optional(
            "socket",
            Types.PATH,
            "The control socket; the default is `supervisord.sock` in the runtime directory. The same as `file` of"
                    + " `[unix_http_server]`.");
    static final Key<Integer> SOCKET_MODE =
            withDefault("socket_mode", Types.OCTAL, "0660", "Permission bits of the control socket, octal.");
    static final Key<String> SOCKET_OWNER =
            optional("socket_owner", Types.USER, "User who owns the control socket, a name or a number.");
    static final Key<String> SOCKET_GROUP =
            optional("socket_group", Types.USER, "Group that owns the control socket, a name or a number.");
    static final Key<String> AUDIT_LOG = optional(
            "audit_log",
            Types.PATH,
            "File for a line of JSON about every change that is asked for through the control API and every refusal; mode 0600,"
                    + " rotated like the daemon's own log. Without it refusals are in the daemon's own log.");
    static final Key<String> RUNTIME_DIR = optional(
            "runtime_dir",
            Types.PATH,
            "Directory for pipes, records of runs and the lock; the default is `/run/supervisord`, or"
                    + " `$XDG_RUNTIME_DIR/supervisord` without root.");
    static final Key<String> STATE_DIR = optional(
            "state_dir",
            Types.PATH,
            "Directory for what has to outlive the machine's next start, which is the list of processes that are kept stopped; of"
                    + " this daemon alone. The default is a directory of its own in `/var/lib/supervisord`, or without root in"
                    + " `$XDG_STATE_HOME/supervisord` or `~/.local/state/supervisord`. It is made when it is needed.");
    static final Key<String> CHILDLOGDIR =
            optional("childlogdir", Types.PATH, "Directory of AUTO logs; the default is the one for temporary files.");
    static final Key<String> SYSLOG_SOCKET = optional(
            "syslog_socket",
            Types.PATH,
            "Datagram socket to which lines for the system log (`stdout_syslog`) are sent as RFC 5424; the default is journald where"
                    + " it runs, else `/dev/log` in the older form that every logger expects there.");
    static final Key<Boolean> NOCLEANUP =
            withDefault("nocleanup", Types.BOOLEAN, "false", "Keep the AUTO logs of earlier daemons.");
    static final Key<Boolean> STRIP_ANSI = Key.withDefault(
            "strip_ansi",
            DAEMON_ONLY,
            Types.BOOLEAN,
            "false",
            LIVE,
            "Remove ANSI escape sequences (colours) from the logs of processes.");
    static final Key<Map<String, String>> ENVIRONMENT = Key.withDefault(
            "environment",
            DAEMON_ONLY,
            ProgramTypes.ENVIRONMENT,
            "",
            RESTART,
            "Variables for every process, and for `%(ENV_X)s` in their sections.");
    static final Key<String> DIRECTORY =
            optional("directory", Types.PATH, "Directory to change to when it goes into the background.");
    static final Key<Integer> UMASK = withDefault(
            "umask", Types.OCTAL, "022", "File mode creation mask when it goes into the background, octal.");
    static final Key<String> USER =
            optional("user", Types.USER, "User the daemon switches to at its start. Needs root.");
    static final Key<Integer> MINFDS =
            withDefault("minfds", Types.WHOLE, "1024", "Open files the daemon needs: a lower limit is raised to this.");
    static final Key<Integer> MINPROCS =
            withDefault("minprocs", Types.WHOLE, "200", "Processes its user needs: a lower limit is raised to this.");
    static final Key<String> PROFILE_OPTIONS = optional(
                    "profile_options", Types.TEXT, "Supervisor's Python profiler; without meaning here.")
            .notServed();

    static final Key<List<String>> FILES = Key.optional(
            "files",
            EnumSet.of(Kind.INCLUDE),
            Types.BLANK_LIST,
            PROCESSES,
            "Globs of further files, relative to this one, each sorted by name; an array in TOML. An `[include]` in an"
                    + " included file is ignored.");

    static final Key<List<String>> PROGRAMS = Key.optional(
            "programs",
            EnumSet.of(Kind.GROUP),
            Types.COMMA_LIST,
            PROCESSES,
            "The programs of the group, with commas; an array in TOML. Their processes are then named `group:process`.");

    static final List<Key<?>> ALL = List.of(
            LOGFILE,
            LOGFILE_MAXBYTES,
            LOGFILE_BACKUPS,
            LOGLEVEL,
            PIDFILE,
            NODAEMON,
            SILENT,
            IDENTIFIER,
            SOCKET,
            SOCKET_MODE,
            SOCKET_OWNER,
            SOCKET_GROUP,
            AUDIT_LOG,
            RUNTIME_DIR,
            STATE_DIR,
            CHILDLOGDIR,
            SYSLOG_SOCKET,
            NOCLEANUP,
            STRIP_ANSI,
            ENVIRONMENT,
            DIRECTORY,
            UMASK,
            USER,
            MINFDS,
            MINPROCS,
            CgroupKeys.CGROUP_ROOT,
            PROFILE_OPTIONS,
            FILES,
            PROGRAMS);

    private DaemonKeys() {}

    private static <T> Key<T> optional(String name, ValueType<T> type, String doc) {
        return Key.optional(name, DAEMON_ONLY, type, DAEMON, doc);
    }

    private static <T> Key<T> withDefault(String name, ValueType<T> type, String defaultText, String doc) {
        return Key.withDefault(name, DAEMON_ONLY, type, defaultText, DAEMON, doc);
    }
}
