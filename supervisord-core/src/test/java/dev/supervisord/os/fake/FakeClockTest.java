package dev.supervisord.os.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.supervisord.os.Clock;
import dev.supervisord.os.ClockContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class FakeClockTest extends ClockContract {

    private final FakeClock clock = new FakeClock();
    private final List<String> happened = new ArrayList<>();

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected void pass(Duration time) {
        clock.advance(time);
    }

    private FakeClock.Alarm after(int millis, String what) {
        return clock.after(
                Duration.ofMillis(millis),
                () -> happened.add(what + " at " + clock.monotonic().toMillis()));
    }

    @Test
    void whatIsDueHappensInOrderAtItsTime() {
        after(30, "c");
        after(10, "a");
        after(20, "b1");
        after(20, "b2");
        clock.advance(Duration.ofMillis(20));
        assertEquals(List.of("a at 10", "b1 at 20", "b2 at 20"), happened);
        assertEquals(Duration.ofMillis(20), clock.monotonic());
        assertEquals(Optional.of(Duration.ofMillis(30)), clock.next());
    }

    @Test
    void whatIsScheduledOnTheWayHappensToo() {
        clock.after(Duration.ofMillis(10), () -> after(5, "later"));
        clock.advance(Duration.ofMillis(20));
        assertEquals(List.of("later at 15"), happened);
    }

    @Test
    void whatIsCancelledDoesNotHappen() {
        after(10, "never").cancel();
        assertFalse(clock.advanceToNext());
        assertEquals(List.of(), happened);
    }

    @Test
    void theWatchCanBeSetWithoutAnEffectOnMeasuredTime() {
        Duration before = clock.monotonic();
        clock.shiftWall(Duration.ofDays(-1));
        assertEquals(before, clock.monotonic());
    }
}
