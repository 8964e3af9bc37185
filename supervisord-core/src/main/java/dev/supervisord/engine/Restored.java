package dev.supervisord.engine;

import dev.supervisord.model.RunRecord;
import java.time.Duration;

/**
 * What was found of a run of the last daemon.
 *
 * @param record as it is now; its child is the process that lives, if one does
 * @param sinceLaunch how long ago its process was launched; zero where there never was one
 */
public record Restored(RunRecord record, Fate fate, Duration sinceLaunch) {

    /** What has become of it. */
    public enum Fate {
        ALIVE,
        /** It does not live; something else that the last daemon had started does. */
        ENDED,
        /** Nothing that the last daemon had started lives: whatever ended the daemon may have ended all of it too. */
        ENDED_WITH_ALL
    }

    public boolean isAlive() {
        return fate == Fate.ALIVE;
    }

    /** The same where nothing lives. */
    Restored withAll() {
        return new Restored(record, Fate.ENDED_WITH_ALL, sinceLaunch);
    }
}
