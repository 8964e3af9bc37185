package dev.supervisord.model;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a process is stopped: by one signal after the other, and by SIGKILL when none of them has ended it.
 *
 * @param steps the signals in their order ({@code stopsignal}), at least one
 * @param patience how long a signal may take that has no time of its own ({@code stopwaitsecs})
 * @param asGroup send these signals to the whole process group ({@code stopasgroup})
 * @param killAsGroup send SIGKILL to the whole process group ({@code killasgroup})
 */
public record StopPolicy(List<StopStep> steps, Duration patience, boolean asGroup, boolean killAsGroup) {

    public StopPolicy {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a stop needs a signal");
        }
    }

    /** With one signal, as Supervisor has it. */
    public StopPolicy(Signal signal, Duration patience, boolean asGroup, boolean killAsGroup) {
        this(List.of(new StopStep(signal, Optional.empty())), patience, asGroup, killAsGroup);
    }

    /** The first signal. */
    public Signal signal() {
        return steps.get(0).signal();
    }

    /** How long the signal of a step may take to end the process. */
    public Duration patience(int step) {
        return steps.get(step).patience().orElse(patience);
    }

    /** Whether at this step, counted from 0, it is SIGKILL's turn: after the last signal, or where it is named after another. */
    public boolean killsAt(int step) {
        return step >= steps.size() || (step > 0 && steps.get(step).signal().equals(Signal.KILL));
    }
}
