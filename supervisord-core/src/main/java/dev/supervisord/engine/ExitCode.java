package dev.supervisord.engine;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.RestartPolicy;
import java.util.OptionalInt;

/** The exit code that a process gives to the daemon by its end ({@code exit_policy}). */
final class ExitCode {

    /** What is said of an end whose own code says nothing, or nothing bad although it was. */
    private static final int FAILURE = 1;

    private ExitCode() {}

    /** Empty when the process has not ended by itself, or when its end is its own affair. */
    static OptionalInt forDaemon(Supervised process) {
        return switch (process.state().kind()) {
            case EXITED -> {
                RestartPolicy rules = process.spec().restart();
                boolean expected = process.lastExit().filter(rules::expects).isPresent();
                yield decide(
                        process, expected, process.lastExit().map(ExitCode::of).orElse(FAILURE));
            }
            case FATAL -> {
                // The last exit is that of an earlier run when the last launch gave none.
                int last = process.failure().isPresent()
                        ? 0
                        : process.lastExit().map(ExitCode::of).orElse(0);
                yield decide(process, false, last == 0 ? FAILURE : last);
            }
            case STOPPED,
                    WAITING,
                    LAUNCHING,
                    FORKING,
                    SEEKING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    ABORTING,
                    STOPPING,
                    CLEARING,
                    PAUSING,
                    UNKNOWN -> OptionalInt.empty();
        };
    }

    private static OptionalInt decide(Supervised process, boolean expected, int code) {
        boolean ends = switch (process.spec().role().exitPolicy()) {
            case IGNORE -> false;
            case SHUTDOWN -> true;
            case SHUTDOWN_ON_FAILURE -> !expected;
        };
        return ends ? OptionalInt.of(code) : OptionalInt.empty();
    }

    /** As a shell gives it: 128 and the signal's number for death by a signal. */
    private static int of(ExitStatus status) {
        if (status instanceof ExitStatus.Exited exited) {
            return exited.code();
        }
        return status instanceof ExitStatus.Signaled signaled
                ? 128 + signaled.signal().number()
                : FAILURE;
    }
}
