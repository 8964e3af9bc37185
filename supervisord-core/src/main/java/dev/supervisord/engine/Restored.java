package dev.supervisord.engine;

import dev.supervisord.model.RunRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * What was found of a run of the last daemon.
 *
 * @param record as it is now; its child is the process that lives, if one does
 * @param age for how long the process has lived; empty: it does not live
 */
public record Restored(RunRecord record, Optional<Duration> age) {

    public boolean isAlive() {
        return age.isPresent();
    }
}
