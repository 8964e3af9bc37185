package dev.supervisord.config;

import static dev.supervisord.config.Change.RESTART;

import dev.supervisord.model.CpuSet;
import dev.supervisord.model.IoPriority;
import dev.supervisord.model.Limits;
import dev.supervisord.model.StandardInput;
import java.util.EnumSet;
import java.util.List;

/** The keys of a program that say what its processes are given at their launch. */
final class LaunchKeys {
    static final Key<String> USER = optional(
            "user",
            Types.USER,
            "User to run as, a name or a number, with all its groups. Needs root. See `login_env`.");
    static final Key<String> GROUP = optional(
            "group",
            Types.USER,
            "Primary group, a name or a number; without it that of `user`. The other groups of `user` stay. Needs root.");
    static final Key<Boolean> LOGIN_ENV = optional(
            "login_env",
            Types.BOOLEAN,
            "Give it the `HOME`, `USER`, `LOGNAME` and `SHELL` of its `user`; `environment` wins. The default is true in TOML"
                    + " and false in INI files, where Supervisor leaves those of the daemon. No effect without `user`.");
    static final Key<Boolean> NO_NEW_PRIVS = withDefault(
            "no_new_privs",
            Types.BOOLEAN,
            "false",
            "Never let it gain rights by executing something: set-user-ID programs such as `sudo` run without theirs.");
    static final Key<Integer> UMASK = optional(
            "umask", Types.OCTAL, "File mode creation mask, octal (in TOML in quotes); without it the daemon's.");
    static final Key<Limits> LIMITS = optional(
            "limits",
            LaunchTypes.LIMITS,
            "Limits of resources, in TOML `{ nofile = \"1024:4096\", core = \"unlimited\" }`, soft and hard or one number for"
                    + " both; in INI files `nofile=1024:4096,core=unlimited`. Names and meaning are those of `setrlimit(2)`:"
                    + " `as`, `core`, `data`, `fsize`, `memlock`, `msgqueue`, `rss`, `stack` (bytes, or `50MB`), `cpu`"
                    + " (seconds), `rttime` (microseconds), `locks`, `nice`, `nofile`, `nproc`, `rtprio`, `sigpending`.");
    static final Key<Integer> NICE = optional(
            "nice",
            LaunchTypes.NICE,
            "How much processor time it leaves to others, from -20 (least) to 19 (most). Below the daemon's needs root.");
    static final Key<IoPriority> IONICE = optional(
            "ionice",
            LaunchTypes.IONICE,
            "How disks serve it: `best-effort:0` (first) to `best-effort:7`, `idle`, or `realtime:0` to `realtime:7`, which"
                    + " needs root.");
    static final Key<CpuSet> CPU_AFFINITY = optional(
            "cpu_affinity", LaunchTypes.CPUS, "Processors it may run on, `0-1,3`; in TOML also an array of numbers.");
    static final Key<Integer> OOM_SCORE_ADJ = optional(
            "oom_score_adj",
            LaunchTypes.OOM_SCORE_ADJ,
            "How readily it is killed when memory runs out, from -1000 (never) to 1000 (first). Below the daemon's needs"
                    + " root.");
    static final Key<Boolean> CLEAN_ENV = withDefault(
            "clean_env",
            Types.BOOLEAN,
            "false",
            "Inherit nothing but `PATH` from the daemon's environment; all that is configured is still set.");
    static final Key<StandardInput> STDIN = Key.optional(
            "stdin",
            EnumSet.of(Kind.PROGRAM),
            ProgramTypes.STDIN,
            RESTART,
            "What it reads: `pipe`, what `ctl fg` sends, which never ends; or `null`, which is `/dev/null`. The default is `pipe`"
                    + " without `fd0` and `pty`, which say otherwise.");
    static final Key<Boolean> PTY = Key.withDefault(
            "pty",
            EnumSet.of(Kind.PROGRAM),
            Types.BOOLEAN,
            "false",
            RESTART,
            "Give it a pseudo-terminal of 80 columns and 24 rows as its standard streams and controlling terminal, for programs that"
                    + " behave otherwise when nobody looks on. All it writes is its standard output; `ctl fg` types at it and"
                    + " gives it the size of its own. `TERM` is not set unless `environment` does.");
    static final List<Key<?>> ALL = List.of(
            USER,
            GROUP,
            LOGIN_ENV,
            NO_NEW_PRIVS,
            UMASK,
            LIMITS,
            NICE,
            IONICE,
            CPU_AFFINITY,
            OOM_SCORE_ADJ,
            CLEAN_ENV,
            STDIN,
            PTY);

    private LaunchKeys() {}

    private static <T> Key<T> optional(String name, ValueType<T> type, String doc) {
        return Key.optional(name, Kind.PROCESSES, type, RESTART, doc);
    }

    private static <T> Key<T> withDefault(String name, ValueType<T> type, String defaultText, String doc) {
        return Key.withDefault(name, Kind.PROCESSES, type, defaultText, RESTART, doc);
    }
}
