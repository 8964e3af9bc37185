package dev.supervisord.os.posix;

import dev.supervisord.model.Limits;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.Resource;
import java.util.List;
import java.util.Map;

/**
 * The room that the kernel has for the arguments and environment of a program, as {@code execve(2)} describes it. Where a
 * loader executes the program nobody else could tell that they are too long.
 */
final class ArgumentSpace {

    /** MAX_ARG_STRLEN: 32 pages. */
    private static final long TEXT_MAX = 128 << 10;

    /** Three quarters of 8 MiB; and ARG_MAX, which is always there. */
    private static final long SPACE_MAX = 6 << 20;

    private static final long SPACE_MIN = 128 << 10;

    private final Program program;
    private final long space;
    private long size;

    private ArgumentSpace(Program program, long space) {
        this.program = program;
        this.space = space;
    }

    /** Fails with stage {@code EXEC} when they are too long. */
    static void check(Program program, List<String> words, Map<String, String> environment, Limits limits)
            throws StageFailed {
        Limit stack = limits.byResource().get(Resource.STACK);
        long soft =
                stack == null ? PosixLimits.limit(PosixLimits.Resource.STACK).soft() : stack.soft();
        long quarter = soft == Limit.UNLIMITED ? SPACE_MAX : soft / 4;
        ArgumentSpace space = new ArgumentSpace(program, Math.max(SPACE_MIN, Math.min(SPACE_MAX, quarter)));
        for (String word : words) {
            space.take(NativeText.encode(word).length);
        }
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            space.take(NativeText.encode(variable.getKey()).length + 1 + NativeText.encode(variable.getValue()).length);
        }
        if (space.size > space.space) {
            throw space.tooLong();
        }
    }

    private void take(long bytes) throws StageFailed {
        size += bytes + 1 + Long.BYTES;
        if (bytes >= TEXT_MAX) {
            throw tooLong();
        }
    }

    private StageFailed tooLong() {
        return ExecFailure.of(Errno.E2BIG, program, size);
    }
}
