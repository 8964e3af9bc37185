package dev.supervisord.os.posix;

import dev.supervisord.os.Clock;
import dev.supervisord.os.ClockContract;
import java.time.Duration;

final class PosixClockTest extends ClockContract {

    private final Clock clock = new PosixClock();

    @Override
    protected Clock clock() {
        return clock;
    }

    @Override
    protected void pass(Duration time) {
        Duration end = clock.monotonic().plus(time);
        while (clock.monotonic().compareTo(end) < 0) {
            Thread.onSpinWait();
        }
    }
}
