package dev.supervisord.machine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.EndLeftovers;
import dev.supervisord.machine.Effect.KillLeftovers;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.Refuse;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.RestartRequested;
import dev.supervisord.machine.Event.StartRequested;
import dev.supervisord.machine.Event.StopRequested;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Aborting;
import dev.supervisord.machine.State.Clearing;
import dev.supervisord.machine.State.Forking;
import dev.supervisord.machine.State.Seeking;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Waiting;
import dev.supervisord.model.ProcessSpec;

/**
 * The part of the {@link Life} that ends what former runs have left behind: no successor starts beside them.
 *
 * <p>Whether something is left is not known here. So the engine asks {@link #isNeeded} about each step before it is taken, looks,
 * and where something is left it takes {@link #begin} instead; the step is made up for when nothing is left any more. Stateless.
 */
public final class Clearance {

    private Clearance() {}

    /** Whether {@code step}, which {@code event} would lead to from {@code state}, may be taken only when nothing is left of former runs. */
    public static boolean isNeeded(ProcessSpec spec, State state, Event event, Step step) {
        boolean launches = step.effects().stream().anyMatch(Launch.class::isInstance);
        return switch (spec.leftovers().end()) {
            case AT_ONCE -> launches || isEndOfRun(state, event, step);
            // A main process that was never found is not what a run leaves behind, but what a stop has to end.
            case BEFORE_START -> launches || (endsSearch(state, step) && ((Seeking) state).before() instanceof Forking);
            case NEVER -> false;
        };
    }

    /** A late report of an end changes nothing, and needs nothing. */
    private static boolean isEndOfRun(State state, Event event, Step step) {
        if (step.next() instanceof Seeking) {
            return false;
        }
        if (state instanceof Seeking) {
            return endsSearch(state, step);
        }
        long waits = step.next() instanceof Waiting ? 1 : 0; // it is numbered as the run that it waits to begin
        return event instanceof ChildExited exited
                && exited.generation() == step.next().generation() - waits;
    }

    /** Whether a step ends the search for a main process without one. */
    public static boolean endsSearch(State state, Step step) {
        return state instanceof Seeking
                && switch (step.next().kind()) {
                    case SEEKING, STARTING, RUNNING -> false;
                    case STOPPED,
                            WAITING,
                            LAUNCHING,
                            FORKING,
                            WORKING,
                            BACKOFF,
                            ABORTING,
                            STOPPING,
                            CLEARING,
                            PAUSING,
                            EXITED,
                            FATAL,
                            UNKNOWN -> true;
                };
    }

    /** What happens instead of the step that {@code event} would lead to, because something is left. */
    public static Step begin(ProcessSpec spec, State state, Event event) {
        State before = state;
        Event cause = event;
        if (state instanceof Clearing clearing) {
            before = clearing.before();
            cause = clearing.cause();
        } else if (state instanceof Seeking seeking) {
            before = endOf(seeking, event);
            cause = seeking.cause();
        }
        long generation = before.generation();
        return Step.to(
                new Clearing(before, cause),
                new EndLeftovers(generation),
                new Arm(generation, Timer.GRACE, spec.leftovers().grace()));
    }

    /** The state in which the end of the main process means what now follows it. */
    private static State endOf(Seeking seeking, Event event) {
        if (event instanceof StopRequested) {
            return new Stopping(seeking.generation(), Then.STAY_DOWN, 0);
        }
        return event instanceof RestartRequested
                ? new Stopping(seeking.generation(), Then.START_AGAIN, 0)
                : seeking.before();
    }

    static Step startRequested(Clearing state) {
        if (state.before() instanceof Stopping stopping && stopping.then() == Then.STAY_DOWN) {
            return Step.to(state, new Refuse(Refusal.STOPPING));
        }
        if (launchesAnyway(state)) {
            return Step.to(state, new Refuse(Refusal.ALREADY_STARTED));
        }
        return startAgain(state);
    }

    private static boolean launchesAnyway(Clearing state) {
        return switch (state.before().kind()) {
            case STOPPED, WAITING, EXITED, FATAL, STOPPING, ABORTING -> true;
            // Up to now it was to go its own way: with its retries, its pauses, or not at all.
            case LAUNCHING, FORKING, SEEKING, STARTING, WORKING, RUNNING, BACKOFF, PAUSING, UNKNOWN, CLEARING -> false;
        };
    }

    /** Whatever was to follow, a fresh start follows. */
    static Step startAgain(Clearing state) {
        if (state.cause() instanceof ChildExited) {
            return Step.to(new Clearing(new Stopping(state.generation(), Then.START_AGAIN, 0), state.cause()));
        }
        if (state.before() instanceof Waiting) {
            return Step.to(new Clearing(new Waiting(state.generation(), 0, 0), state.cause()));
        }
        State down = state.before() instanceof Aborting ? new Stopped(state.generation()) : state.before();
        return Step.to(new Clearing(down, new StartRequested()));
    }

    /** A run that has ended is stopped when nothing is left of it; where there was none, there is nothing to wait for. */
    static Step stopRequested(Clearing state) {
        return Step.to(
                state.cause() instanceof ChildExited
                        ? new Clearing(new Stopping(state.generation(), Then.STAY_DOWN, 0), state.cause())
                        : new Stopped(state.generation()));
    }

    /** What had to wait happens now; but what its launch depends on may have gone meanwhile, and is looked at again. */
    static Step over(ProcessSpec spec, Clearing state) {
        if (state.before() instanceof Waiting) {
            return Step.to(state.before());
        }
        return state.cause() instanceof ChildExited exit
                ? Life.runEnded(spec, state.before(), exit) // nothing lives that could take the place of what has ended
                : Life.step(spec, state.before(), state.cause());
    }

    static Step graceOver(State state) {
        return Step.to(
                state,
                new KillLeftovers(state.generation()),
                new Arm(state.generation(), Timer.GRACE, StopSequence.KILL_SPACING));
    }
}
