package dev.supervisord.engine;

import dev.supervisord.machine.State;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What explains the state of a process, at the instant of a {@link Snapshot}; see {@link Explanation}. Immutable.
 *
 * @param since the monotonic time at which it entered the state
 * @param due the monotonic time at which the state is left if nothing happens before
 * @param start who asked for the run that is to come, else for the live one, else for the last
 * @param stop who asked for the stop that is under way, or was made
 * @param runs those that are over, as far as they are remembered, oldest first
 */
public record Situation(
        State state, Duration since, Optional<Duration> due, Optional<Ask> start, Optional<Ask> stop, List<Run> runs) {

    public Situation {
        runs = List.copyOf(runs);
    }
}
