package dev.supervisord.output;

/**
 * Decides how long the pump rests between two rounds, so that a trickle of short lines is moved in bundles while a flood is
 * never held up.
 *
 * <p>The rest is as long as the fullest pipe needs, at the speed just seen, to fill by a quarter; never longer than
 * {@link #REST_MAX}. After a quiet time it starts short and doubles, so that a burst is noticed before its pipe is full. The
 * first bytes after a quiet time are not delayed at all: the rest comes after them.
 *
 * <p>Used by one thread. All times are nanoseconds.
 */
final class Pacing {
    /**
     * 10 000 lines/s over 100 pipes take, in parts of what they take without rests: half with 5 ms, two fifths with 10 ms, a third
     * with 20 ms, a fifth with 40 ms. A burst that begins within a rest waits as long at most.
     */
    static final long REST_MAX = 40_000_000;

    private static final long REST_FIRST = 250_000;

    /** Below the kernel's timer slack of 50 us a rest only costs. */
    private static final long REST_LEAST = 60_000;

    private static final long QUIET = 100_000_000;

    /**
     * A quarter of a pipe. One child that writes lines of 100 bytes as fast as it can is stored twice as fast with these rests as
     * without any, at a third of the CPU time; with twice this the child waits more and is slower.
     */
    private static final long FILL = 16 * 1024;

    /**
     * Nanoseconds in which a byte is moved where it is blocks that are written, and not short lines one by one: moving them takes the time,
     * and not being woken for them. There is nothing to gain by a rest, and a program that writes as fast as that is held up by it.
     */
    private static final long PER_BYTE_OF_BLOCKS = 2;

    private long rest;
    private long lastRound;

    /**
     * The rest to take after a round.
     *
     * @param now the time at the end of the round
     * @param fullest bytes that the fullest pipe gave in it, as if all were of usual size
     * @param moved bytes that all pipes gave in it
     */
    long restAfter(long now, long fullest, long moved) {
        long elapsed = now - lastRound;
        lastRound = now;
        if (fullest <= 0) {
            return 0;
        }
        if (fullest >= 2 * FILL || moved * PER_BYTE_OF_BLOCKS >= elapsed) {
            rest = 0;
            return 0;
        }
        long doubled = elapsed > QUIET ? REST_FIRST : Math.max(REST_FIRST, 2 * rest);
        long untilFilled = Math.min(elapsed, QUIET) * FILL / fullest;
        rest = Math.min(Math.min(doubled, untilFilled), REST_MAX);
        return rest < REST_LEAST ? 0 : rest;
    }
}
