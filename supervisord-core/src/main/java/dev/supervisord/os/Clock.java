package dev.supervisord.os;

import java.time.Duration;
import java.time.Instant;

/** Time: one monotonic for everything that is measured, one of the wall for display only. */
public interface Clock {

    /**
     * Time since an arbitrary moment, which is the same for all daemons until the machine is started anew; never runs backwards,
     * and does not follow changes of the wall clock.
     */
    Duration monotonic();

    /** What a person's watch says: for display, and for what people arrange by the calendar. Never used to measure time. */
    Instant wall();
}
