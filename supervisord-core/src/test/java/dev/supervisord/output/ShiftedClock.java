package dev.supervisord.output;

import dev.supervisord.os.Clock;
import dev.supervisord.os.posix.PosixClock;
import java.time.Duration;
import java.time.Instant;

/** The real clock, but its date is what a test says, and goes on from there. */
final class ShiftedClock implements Clock {
    private final Clock real = new PosixClock();
    private volatile Duration shift = Duration.ZERO;

    void set(Instant wall) {
        shift = Duration.between(real.wall(), wall);
    }

    @Override
    public Duration monotonic() {
        return real.monotonic();
    }

    @Override
    public Instant wall() {
        return real.wall().plus(shift);
    }
}
