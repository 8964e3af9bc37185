package dev.supervisord.model;

import java.util.OptionalInt;

/**
 * What a process is given at its launch beside its command, environment and streams; docs/launching.md says how.
 *
 * @param credentials as whom it runs
 * @param umask the file mode creation mask ({@code umask}); empty: the daemon's
 * @param limits its limits of resources
 * @param priorities how it is treated beside others
 * @param cleanEnvironment whether nothing but PATH is inherited from the daemon's environment ({@code clean_env})
 * @param cgroup the cgroup that it is put into
 * @param input what it reads ({@code stdin}), unless it gets a held socket or a terminal instead
 * @param terminal whether its standard streams are a pseudo-terminal ({@code pty})
 */
public record LaunchAttributes(
        Credentials credentials,
        OptionalInt umask,
        Limits limits,
        Priorities priorities,
        boolean cleanEnvironment,
        CgroupSpec cgroup,
        StandardInput input,
        boolean terminal) {

    /** Everything as the daemon has it. */
    public static final LaunchAttributes INHERITED = new LaunchAttributes(
            Credentials.INHERITED,
            OptionalInt.empty(),
            Limits.NONE,
            Priorities.INHERITED,
            false,
            CgroupSpec.NONE,
            StandardInput.PIPE,
            false);

    public LaunchAttributes with(Credentials others) {
        return new LaunchAttributes(others, umask, limits, priorities, cleanEnvironment, cgroup, input, terminal);
    }

    public LaunchAttributes with(Limits others) {
        return new LaunchAttributes(credentials, umask, others, priorities, cleanEnvironment, cgroup, input, terminal);
    }

    public LaunchAttributes with(Priorities others) {
        return new LaunchAttributes(credentials, umask, limits, others, cleanEnvironment, cgroup, input, terminal);
    }

    public LaunchAttributes withUmask(OptionalInt mask) {
        return new LaunchAttributes(credentials, mask, limits, priorities, cleanEnvironment, cgroup, input, terminal);
    }

    public LaunchAttributes with(CgroupSpec other) {
        return new LaunchAttributes(credentials, umask, limits, priorities, cleanEnvironment, other, input, terminal);
    }

    public LaunchAttributes with(StandardInput other) {
        return new LaunchAttributes(credentials, umask, limits, priorities, cleanEnvironment, cgroup, other, terminal);
    }

    public LaunchAttributes withTerminal() {
        return new LaunchAttributes(credentials, umask, limits, priorities, cleanEnvironment, cgroup, input, true);
    }
}
