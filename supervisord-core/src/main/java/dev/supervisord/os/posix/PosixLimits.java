package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import java.util.Optional;

/** The resource limits of this process, which its children inherit; {@code getrlimit(2)}. Stateless. */
public final class PosixLimits {

    /** What is limited. */
    public enum Resource {
        /** Open files; Supervisor's {@code minfds}. */
        OPEN_FILES(Linux.RLIMIT_NOFILE, "open files"),
        /** Processes of the user; Supervisor's {@code minprocs}. */
        PROCESSES(Linux.RLIMIT_NPROC, "processes"),
        /** The size of a program's stack, which also bounds its arguments. */
        STACK(Linux.RLIMIT_STACK, "the stack");

        private final int number;
        private final String words;

        Resource(int number, String words) {
            this.number = number;
            this.words = words;
        }
    }

    /** A limit; -1 is no limit. */
    public record Limit(long soft, long hard) {}

    private PosixLimits() {}

    public static Limit limit(Resource resource) {
        Memory at = Scratch.ofThread().struct();
        if (LibC.prlimit(0, resource.number, 0, Scratch.address(at)) != 0) {
            throw Errno.failure("read the limit of " + resource.words);
        }
        return new Limit(at.getLong(0), at.getLong(8));
    }

    /**
     * Raises the soft limit to this number, and the hard limit too where that is lower; leaves them when they are high
     * enough.
     *
     * @return a sentence why that is not possible; empty when the limit is as asked for
     */
    public static Optional<String> raiseSoft(Resource resource, long atLeast) {
        Limit limit = limit(resource);
        if (isAtLeast(limit.soft(), atLeast)) {
            return Optional.empty();
        }
        Memory at = Scratch.ofThread().struct();
        at.setLong(0, atLeast);
        at.setLong(8, isAtLeast(limit.hard(), atLeast) ? limit.hard() : atLeast);
        if (LibC.prlimit(0, resource.number, Scratch.address(at), 0) == 0) {
            return Optional.empty();
        }
        Errno reason = Errno.last();
        String why = reason.equals(Errno.EPERM)
                ? "the hard limit is " + limit.hard() + " and only root may raise it (EPERM)"
                : reason.toString();
        return Optional.of("cannot raise the limit of " + resource.words + " to " + atLeast + ": " + why);
    }

    /** As the kernel compares: -1 is more than any number. */
    private static boolean isAtLeast(long limit, long number) {
        return Long.compareUnsigned(limit, number) >= 0;
    }
}
