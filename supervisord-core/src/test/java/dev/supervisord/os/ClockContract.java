package dev.supervisord.os;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What {@link Clock} promises; holds for the real and the fake. */
public abstract class ClockContract {

    protected abstract Clock clock();

    /** Lets at least this much time pass. */
    protected abstract void pass(Duration time);

    @Test
    void bothTimesPass() {
        Duration monotonic = clock().monotonic();
        Instant wall = clock().wall();
        pass(Duration.ofMillis(2));
        Duration passed = clock().monotonic().minus(monotonic);
        assertTrue(passed.compareTo(Duration.ofMillis(2)) >= 0, passed.toString());
        assertTrue(clock().wall().isAfter(wall));
    }

    @Test
    void monotonicTimeNeverRunsBackwards() {
        Duration last = clock().monotonic();
        for (int i = 0; i < 10_000; i++) {
            Duration now = clock().monotonic();
            assertTrue(now.compareTo(last) >= 0);
            last = now;
        }
    }
}
