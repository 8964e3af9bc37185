package dev.supervisord.engine;

import dev.supervisord.model.RunRecord;
import java.time.Duration;

/**
 * What was found of a run of the last daemon.
 *
 * @param record as it is now; its child is the process that lives, if one does
 * @param isAlive whether its process lives
 * @param sinceLaunch how long ago its process was launched; zero where there never was one
 */
public record Restored(RunRecord record, boolean isAlive, Duration sinceLaunch) {}
