package dev.supervisord.os.posix;

import dev.supervisord.os.Clock;
import java.time.Duration;
import java.time.Instant;

/** The machine's clocks. Safe for use by several threads. */
public final class PosixClock implements Clock {

    /** HotSpot reads {@code CLOCK_MONOTONIC}, {@code clock_gettime(2)}. */
    @Override
    public Duration monotonic() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public Instant wall() {
        return Instant.now();
    }
}
