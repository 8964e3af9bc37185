package dev.supervisord.model;

import java.time.Duration;

/**
 * How the attempts to start a process that cannot live move apart ({@code backoff}).
 *
 * @param initial the pause before the second attempt
 * @param factor by how much each pause is longer than the one before, at least 1
 * @param max the longest pause
 * @param jitter the part of a pause, 0 to 1, by which chance makes it shorter or longer, so that many do not start at once
 * @param reset how long it has to be RUNNING for what was before to be forgotten
 */
public record BackoffPolicy(Duration initial, double factor, Duration max, double jitter, Duration reset) {

    /** The pause after so many attempts in a row that came to nothing, from 1; jitter aside. */
    public Duration pause(int attempts) {
        double nanos = initial.toNanos() * Math.pow(factor, attempts - 1.0);
        return nanos >= max.toNanos() ? max : Duration.ofNanos((long) nanos);
    }
}
