package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PacingTest {
    private static final long MILLI = 1_000_000;

    private final Pacing pacing = new Pacing();
    private long now = 1_000_000 * MILLI;

    /** The rest after a round that ended so long after the last one. */
    private long restAfter(long nanos, long fullest) {
        now += nanos;
        return pacing.restAfter(now, fullest, fullest);
    }

    @Test
    void aTrickleIsMovedInLargerAndLargerBundles() {
        long rest = restAfter(1000 * MILLI, 100);
        assertEquals(MILLI / 4, rest);
        for (int i = 0; i < 20; i++) {
            long next = restAfter(rest, 100);
            assertTrue(next >= rest, rest + " then " + next);
            rest = next;
        }
        assertEquals(Pacing.REST_MAX, rest);
    }

    @Test
    void aQuietTimeBeginsAnew() {
        for (int i = 0; i < 20; i++) {
            restAfter(5 * MILLI, 100);
        }
        assertEquals(MILLI / 4, restAfter(200 * MILLI, 100));
    }

    @Test
    void aFloodIsNeverHeldUp() {
        assertEquals(0, restAfter(MILLI, 64 * 1024));
        assertEquals(0, restAfter(MILLI, 32 * 1024));
    }

    @Test
    void whereBlocksAreWrittenThereIsNoRest() {
        now += MILLI / 10;
        pacing.restAfter(now, 12 * 1024, 48 * 1024);
        for (int i = 0; i < 10; i++) {
            now += MILLI / 10;
            assertTrue(pacing.restAfter(now, 12 * 1024, 12 * 1024) > 0, "a usual pipe, short lines");
            now += MILLI / 10;
            assertEquals(
                    0,
                    pacing.restAfter(now, 12 * 1024, 60 * 1024),
                    "a large one, more than could be written line by line");
        }
    }

    @Test
    void noPipeFillsByMoreThanAQuarterInARest() {
        long bytesPerMilli = 50_000;
        long rest = MILLI / 4;
        for (int i = 0; i < 50; i++) {
            long elapsed = Math.max(rest, MILLI / 20);
            rest = restAfter(elapsed, elapsed * bytesPerMilli / MILLI);
            assertTrue(rest * bytesPerMilli / MILLI <= 16 * 1024, "rests " + rest);
        }
        assertTrue(rest > 0);
    }

    @Test
    void wakingForNothingIsNoReasonToRest() {
        assertEquals(0, restAfter(MILLI, 0));
    }
}
