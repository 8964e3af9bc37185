package dev.supervisord.machine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.SendKill;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.StopPolicy;
import java.time.Duration;

/** The part of the {@link Life} that stops a run: one signal after the other, each with its time, and SIGKILL last. Stateless. */
final class StopSequence {

    /** SIGKILL is repeated at this interval at the least, for a child that is slow to die in the kernel. */
    static final Duration KILL_SPACING = Duration.ofSeconds(1);

    private StopSequence() {}

    /** Sends the signal of a step, counted from 0, and gives the child its time to end by it. */
    static Step step(ProcessSpec spec, State from, Then then, int step) {
        long generation = from.generation();
        StopPolicy stop = spec.stop();
        if (stop.killsAt(step)) {
            return kill(stop, generation, then);
        }
        return Step.to(
                new Stopping(generation, then, step),
                new SendStopSignal(generation, stop.steps().get(step).signal()),
                new Arm(generation, Timer.PATIENCE, stop.patience(step)));
    }

    /** The time of a step is over, and the child has not ended. */
    static Step next(ProcessSpec spec, Stopping state) {
        int step = state.step() == Stopping.KILLING ? Stopping.KILLING : state.step() + 1;
        return step(spec, state, state.then(), step);
    }

    /** Keeps the timer going: a changed mind about what follows gives the child neither more nor less time. */
    static Step redirect(Stopping state, Then then) {
        return Step.to(new Stopping(state.generation(), then, state.step()));
    }

    private static Step kill(StopPolicy stop, long generation, Then then) {
        Duration again = stop.patience().compareTo(KILL_SPACING) < 0 ? KILL_SPACING : stop.patience();
        return Step.to(
                new Stopping(generation, then, Stopping.KILLING),
                new SendKill(generation),
                new Arm(generation, Timer.PATIENCE, again));
    }
}
