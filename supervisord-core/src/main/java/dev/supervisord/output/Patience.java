package dev.supervisord.output;

/**
 * How long to wait before a target that took nothing is tried again: longer each time.
 *
 * <p>Owned by the output thread. All times are monotonic nanoseconds.
 */
final class Patience {
    private static final long FAILED_FIRST = 100_000_000;
    private static final long FAILED_MAX = 1_000_000_000;

    /** A terminal or a pipe with a slow reader, which is no error. */
    private static final long REFUSED_FIRST = 5_000_000;

    private static final long REFUSED_MAX = 100_000_000;

    private boolean waiting;
    private long delay;
    private long until;

    boolean isWaiting() {
        return waiting;
    }

    /** When to try again. */
    long until() {
        return until;
    }

    /** Another attempt begins. */
    void tried() {
        waiting = false;
    }

    /** The attempt is over, whatever became of it. */
    void done() {
        if (!waiting) {
            delay = 0;
        }
    }

    /** Writing failed. */
    void failed(long now) {
        wait(now, FAILED_FIRST, FAILED_MAX);
    }

    /** The target has no room at present. */
    void refused(long now) {
        wait(now, REFUSED_FIRST, REFUSED_MAX);
    }

    private void wait(long now, long first, long most) {
        waiting = true;
        delay = Math.min(most, Math.max(first, 2 * delay));
        until = now + delay;
    }
}
