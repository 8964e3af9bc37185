package dev.supervisord.machine;

import java.util.List;

/** The answer of the machine: the state to be in, and what to do on the way. */
public record Step(State next, List<Effect> effects) {

    public Step {
        effects = List.copyOf(effects);
    }

    static Step to(State next, Effect... effects) {
        return new Step(next, List.of(effects));
    }

    /** Nothing changes and nothing is done. */
    static Step ignore(State state) {
        return new Step(state, List.of());
    }
}
