package dev.supervisord.engine;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.RunRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * What was found of a run of the last daemon.
 *
 * @param record as it is now; its child is the process that lives, if one does
 * @param isAlive whether its process lives
 * @param sinceLaunch how long ago its process was launched; zero where there never was one
 * @param doubt why it is not to be started before somebody has decided that, see {@link Doubts}; nothing is on record then
 */
public record Restored(RunRecord record, boolean isAlive, Duration sinceLaunch, Optional<LaunchFailure> doubt) {

    Restored(RunRecord record, boolean isAlive, Duration sinceLaunch) {
        this(record, isAlive, sinceLaunch, Optional.empty());
    }
}
