package dev.supervisord.model;

/**
 * How a process ended: by itself with a code, by a signal, or in a way nobody could observe.
 *
 * <p>A sum type on purpose: {@code exited(137)} and {@code signaled(SIGKILL)} are different facts. See
 * {@code waitid(2)}.
 */
public sealed interface ExitStatus {

    /** It called {@code exit} with this code, 0 to 255. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String toString() {
            return "exit status " + code;
        }
    }

    /** A signal ended it; {@code coreDumped} tells whether the kernel wrote a core file. */
    record Signaled(Signal signal, boolean coreDumped) implements ExitStatus {
        @Override
        public String toString() {
            return "terminated by " + signal + (coreDumped ? " (core dumped)" : "");
        }
    }

    /** It ended while nobody could see how, for instance between two daemons on an old kernel. */
    record Unobserved() implements ExitStatus {
        @Override
        public String toString() {
            return "exit status unknown";
        }
    }
}
