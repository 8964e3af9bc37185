package dev.supervisord.os;

import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.PassedSockets;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a child is to be started. The child gets a session and process group of its own, default dispositions for all
 * signals and none blocked, and no descriptors but 0, 1, 2 and the sockets that are passed to it.
 *
 * @param argv the words; a first word without a slash is searched in the {@code PATH} of its environment
 * @param inherited variables that the child gets unless {@code environment} or the user's login sets them
 * @param environment variables of its own
 * @param directory its working directory; empty: the daemon's
 * @param attributes user, limits and whatever else is set before the program runs
 * @param stdin what descriptor 0 is
 * @param stdout what descriptor 1 is
 * @param stderr what descriptor 2 is
 * @param listeners what descriptors 3, 4… are
 * @param cgroup the directory of the cgroup that it is to begin in; empty: the daemon's
 */
public record LaunchSpec(
        List<String> argv,
        Map<String, String> inherited,
        Map<String, String> environment,
        Optional<Path> directory,
        LaunchAttributes attributes,
        Stream stdin,
        Stream stdout,
        Stream stderr,
        Listeners listeners,
        Optional<Path> cgroup) {

    public LaunchSpec {
        argv = List.copyOf(argv);
        inherited = Map.copyOf(inherited);
        environment = Map.copyOf(environment);
    }

    /**
     * The same with one environment: what is inherited, overridden by what belongs to the user's login, overridden by the
     * child's own.
     */
    public LaunchSpec withWholeEnvironment(Map<String, String> login) {
        Map<String, String> whole = new HashMap<>(inherited);
        whole.putAll(login);
        whole.putAll(environment);
        return new LaunchSpec(argv, Map.of(), whole, directory, attributes, stdin, stdout, stderr, listeners, cgroup);
    }

    /** A child without sockets, in the daemon's cgroup. */
    public LaunchSpec(
            List<String> argv,
            Map<String, String> inherited,
            Map<String, String> environment,
            Optional<Path> directory,
            LaunchAttributes attributes,
            Stream stdin,
            Stream stdout,
            Stream stderr) {
        this(
                argv,
                inherited,
                environment,
                directory,
                attributes,
                stdin,
                stdout,
                stderr,
                Listeners.NONE,
                Optional.empty());
    }

    /**
     * Descriptors of this process that become 3, 4… of the child in their order.
     *
     * @param announced whether the child finds its own pid in {@code LISTEN_PID}, see {@code sd_listen_fds(3)}
     */
    public record Listeners(List<Fd> descriptors, boolean announced) {

        public static final Listeners NONE = new Listeners(List.of(), false);

        public Listeners {
            descriptors = List.copyOf(descriptors);
            if (descriptors.size() > PassedSockets.NUMBERED_MAX) {
                throw new IllegalArgumentException("more than " + PassedSockets.NUMBERED_MAX + " sockets");
            }
        }
    }

    /** What a standard descriptor of the child is. */
    public sealed interface Stream {
        /** {@code /dev/null}. */
        record Null() implements Stream {}

        /**
         * A pipe that the child itself holds open for reading and writing: it yields nothing and never ends, not even
         * when the daemon dies. For standard input.
         */
        record IdlePipe() implements Stream {}

        /**
         * This named pipe, which must exist, opened for reading and writing, so that the daemon's death neither breaks the
         * child's writes nor loses what is in the pipe. Given to the child's user, so that {@code /dev/stdout} can be
         * reopened by it.
         */
        record Fifo(Path path) implements Stream {}

        /**
         * This pipe of the daemon, opened once more: for reading and writing, with an owner, as {@link Fifo}.
         *
         * @param fd any descriptor of it in the daemon
         * @param id what it is, so that nothing else is opened where it was closed meanwhile
         */
        record Pipe(Fd fd, FileId id) implements Stream {}

        /** This descriptor of the daemon, which stays open there. */
        record Shared(Fd fd) implements Stream {}

        /** The same open file as standard output. For standard error, and for the standard input of who gets a terminal. */
        record SameAsStdout() implements Stream {}

        /**
         * A pseudo-terminal, which becomes the child's controlling terminal; all three streams are to be the same. It does not
         * hang up when the daemon dies. For standard output.
         *
         * @param output where goes what is written to it
         */
        record Terminal(Stream output) implements Stream {}
    }
}
