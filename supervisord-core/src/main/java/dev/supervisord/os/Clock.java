package dev.supervisord.os;

import java.time.Duration;
import java.time.Instant;

/** Time: one monotonic for everything that is measured, one of the wall for display only. */
public interface Clock {

    /** Time since an arbitrary moment; never runs backwards, and does not follow changes of the wall clock. */
    Duration monotonic();

    /** What a person's watch says. Never used to decide anything. */
    Instant wall();
}
