package dev.supervisord.machine;

import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.SpecBuilder;
import java.util.List;

/**
 * One decision of the machine, with its reason as a sentence: in this state, at this event, that follows.
 *
 * @param rule what a user may rely on
 * @param left whether something is left of former runs
 */
record Example(String rule, ProcessSpec spec, State state, Event event, boolean left, Step expected) {

    /** startsecs 1, startretries 3, autorestart unexpected, exitcodes 0, stopwaitsecs 10. */
    static final ProcessSpec DEFAULTS = SpecBuilder.process("web").build();

    @Override
    public String toString() {
        return rule;
    }

    static Builder rule(String sentence) {
        return new Builder(sentence);
    }

    static final class Builder {
        private final String rule;
        private ProcessSpec spec = DEFAULTS;
        private State state = new State.Stopped(0);
        private boolean left;
        private Event event = new Event.StartRequested();

        private Builder(String rule) {
            this.rule = rule;
        }

        Builder with(SpecBuilder configuration) {
            spec = configuration.build();
            return this;
        }

        Builder in(State before) {
            state = before;
            return this;
        }

        Builder at(Event what) {
            event = what;
            return this;
        }

        /** While something is left of former runs. */
        Builder beside(Event what) {
            event = what;
            left = true;
            return this;
        }

        Example gives(State next, Effect... effects) {
            return new Example(rule, spec, state, event, left, new Step(next, List.of(effects)));
        }

        Example refuses(Effect.Refusal why) {
            return gives(state, new Effect.Refuse(why));
        }
    }
}
