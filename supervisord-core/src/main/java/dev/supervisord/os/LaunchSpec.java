package dev.supervisord.os;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a child is to be started. The child gets a session and process group of its own, default dispositions for all
 * signals and none blocked, and no descriptors but 0, 1 and 2.
 *
 * @param argv the words; a first word without a slash is searched in the {@code PATH} of {@code environment}
 * @param environment the whole environment of the child
 * @param directory its working directory; empty: the daemon's
 * @param user the user to run as, a name or a number; empty: the daemon's
 * @param umask its file mode creation mask; empty: the daemon's
 * @param stdin what descriptor 0 is
 * @param stdout what descriptor 1 is
 * @param stderr what descriptor 2 is
 */
public record LaunchSpec(
        List<String> argv,
        Map<String, String> environment,
        Optional<Path> directory,
        Optional<String> user,
        OptionalInt umask,
        Stream stdin,
        Stream stdout,
        Stream stderr) {

    public LaunchSpec {
        argv = List.copyOf(argv);
        environment = Map.copyOf(environment);
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

        /** The same open file as standard output. For standard error only. */
        record SameAsStdout() implements Stream {}
    }
}
