package dev.supervisord.machine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.Refuse;
import dev.supervisord.machine.Effect.SendKill;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.Event.TimerFired;
import dev.supervisord.machine.State.Aborting;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Clearing;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Unknown;
import dev.supervisord.machine.State.Waiting;
import dev.supervisord.machine.State.Working;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.StopPolicy;
import java.time.Duration;

/**
 * The life of a process: one method per event, one row per state, every cell a decision that javac insists on.
 *
 * <p>Stateless and free of side effects; usable from any thread. The rules are Supervisor's ("Process States" of its manual),
 * but for those listed in {@code docs/differences-from-supervisor.md}.
 */
public final class Life {

    /** SIGKILL is repeated at this interval at the least, for a child that is slow to die in the kernel. */
    static final Duration KILL_SPACING = Duration.ofSeconds(1);

    private Life() {}

    /** What {@code event} makes of a process with this configuration in this state. */
    public static Step step(ProcessSpec spec, State state, Event event) {
        if (event instanceof Event.StartRequested) {
            return startRequested(spec, state);
        }
        if (event instanceof Event.StopRequested) {
            return stopRequested(spec, state);
        }
        if (event instanceof Event.RestartRequested) {
            return restartRequested(spec, state);
        }
        if (event instanceof Event.DependenciesUp) {
            return dependenciesUp(state);
        }
        if (generationOf(event) != state.generation()) {
            return Step.ignore(state); // it tells of an earlier run
        }
        if (event instanceof ChildExited exited) {
            return childExited(spec, state, exited);
        }
        if (event instanceof TimerFired fired) {
            return timerFired(spec, state, fired.timer());
        }
        if (event instanceof Event.Launched) {
            return launched(spec, state);
        }
        if (event instanceof Event.LaunchFailed) {
            return launchFailed(spec, state);
        }
        if (event instanceof Event.LeftoversGone) {
            return leftoversGone(spec, state);
        }
        return signalRefused(state);
    }

    /** Where a run stands that an earlier daemon has launched, and that has lived for so long. */
    public static Step adopted(ProcessSpec spec, long generation, Duration lived) {
        if (spec.role().isOneshot()) {
            return Step.to(new Working(generation, 0));
        }
        Duration rest = spec.start().settle().minus(lived);
        if (rest.isZero() || rest.isNegative()) {
            return Step.to(new Running(generation, 0));
        }
        return Step.to(new Starting(generation, 0, 0), new Arm(generation, Timer.SETTLED, rest));
    }

    /** Goes on with a stop that an earlier daemon has begun, at the step where that one was. */
    public static Step stopAdopted(ProcessSpec spec, State state, Then then, int step) {
        return stop(spec, state, then, step);
    }

    /** Where a run was when it was last seen, if nothing of it is known but that it was launched. */
    public static State lastSeen(ProcessSpec spec, long generation) {
        return spec.role().isOneshot() ? new Working(generation, 0) : new Running(generation, 0);
    }

    private static long generationOf(Event event) {
        if (event instanceof ChildExited exited) {
            return exited.generation();
        }
        if (event instanceof TimerFired fired) {
            return fired.generation();
        }
        if (event instanceof Event.Launched launched) {
            return launched.generation();
        }
        if (event instanceof Event.LaunchFailed failed) {
            return failed.generation();
        }
        if (event instanceof Event.LeftoversGone gone) {
            return gone.generation();
        }
        if (event instanceof Event.SignalRefused refused) {
            return refused.generation();
        }
        throw new IllegalArgumentException("belongs to no run: " + event);
    }

    private static Step startRequested(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case STOPPED, EXITED, FATAL, PAUSING -> launch(spec, state);
            // Whoever asks for a start wants an attempt now, with all its retries before it.
            case BACKOFF -> launch(spec, state);
            case WAITING, LAUNCHING, STARTING, WORKING, RUNNING -> refuse(state, Refusal.ALREADY_STARTED);
            case ABORTING -> startWhileEnding(state, ((Aborting) state).then());
            case STOPPING -> startWhileEnding(state, ((Stopping) state).then());
            case CLEARING -> Clearance.startRequested((Clearing) state);
            case UNKNOWN -> refuse(state, Refusal.UNKNOWN);
        };
    }

    /** A start that a restart under way will make anyway is as good as made. */
    private static Step startWhileEnding(State state, Then then) {
        return switch (then) {
            case START_AGAIN -> refuse(state, Refusal.ALREADY_STARTED);
            case STAY_DOWN -> refuse(state, Refusal.STOPPING);
        };
    }

    private static Step stopRequested(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case STOPPED, EXITED, FATAL -> refuse(state, Refusal.NOT_RUNNING);
            case WAITING, BACKOFF, PAUSING -> Step.to(new Stopped(state.generation()));
            case LAUNCHING, ABORTING -> Step.to(new Aborting(state.generation(), Then.STAY_DOWN));
            case STARTING, WORKING, RUNNING, UNKNOWN -> stop(spec, state, Then.STAY_DOWN, 0);
            // The signal was sent and the timer runs: only what follows may change.
            case STOPPING -> redirect((Stopping) state, Then.STAY_DOWN);
            case CLEARING -> Clearance.stopRequested((Clearing) state);
        };
    }

    private static Step restartRequested(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case STOPPED, EXITED, FATAL, BACKOFF, PAUSING -> launch(spec, state);
            // It is on its way up already, and has nothing to stop.
            case WAITING -> Step.to(new Waiting(state.generation(), 0, 0));
            case LAUNCHING, ABORTING -> Step.to(new Aborting(state.generation(), Then.START_AGAIN));
            case STARTING, WORKING, RUNNING, UNKNOWN -> stop(spec, state, Then.START_AGAIN, 0);
            case STOPPING -> redirect((Stopping) state, Then.START_AGAIN);
            case CLEARING -> Clearance.startAgain((Clearing) state);
        };
    }

    private static Step dependenciesUp(State state) {
        return switch (state.kind()) {
            case WAITING -> {
                Waiting waiting = (Waiting) state;
                yield order(new Launching(waiting.generation(), waiting.failures(), waiting.shortRuns()));
            }
            // Only who waits is told, and at once.
            case STOPPED,
                    LAUNCHING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    ABORTING,
                    STOPPING,
                    CLEARING,
                    PAUSING,
                    EXITED,
                    FATAL,
                    UNKNOWN -> unexpected(state, "DependenciesUp");
        };
    }

    private static Step launched(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case LAUNCHING -> settle(spec, (Launching) state);
            case ABORTING -> stop(spec, state, ((Aborting) state).then(), 0);
            // A launch is answered once, and only the two states above wait for an answer.
            case STOPPED,
                    WAITING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    STOPPING,
                    CLEARING,
                    PAUSING,
                    EXITED,
                    FATAL,
                    UNKNOWN -> unexpected(state, "Launched");
        };
    }

    private static Step launchFailed(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case LAUNCHING ->
                Endings.failed(spec, state, ((Launching) state).failures() + 1, ((Launching) state).shortRuns());
            case ABORTING -> ended(spec, state, ((Aborting) state).then());
            case STOPPED,
                    WAITING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    STOPPING,
                    CLEARING,
                    PAUSING,
                    EXITED,
                    FATAL,
                    UNKNOWN -> unexpected(state, "LaunchFailed");
        };
    }

    private static Step childExited(ProcessSpec spec, State state, ChildExited exit) {
        return switch (state.kind()) {
            // Ending before startsecs is a failed start whatever the exit code says.
            case STARTING ->
                Endings.failed(spec, state, ((Starting) state).failures() + 1, ((Starting) state).shortRuns());
            case WORKING -> Endings.workEnded(spec, (Working) state, exit);
            case RUNNING -> Endings.exitedByItself(spec, state, exit);
            case STOPPING -> ended(spec, state, ((Stopping) state).then());
            case UNKNOWN -> Step.to(new Stopped(state.generation()));
            // The engine reports an exit only after the launch, and only once.
            case STOPPED, WAITING, LAUNCHING, BACKOFF, ABORTING, CLEARING, PAUSING, EXITED, FATAL ->
                unexpected(state, "ChildExited");
        };
    }

    private static Step timerFired(ProcessSpec spec, State state, Timer timer) {
        return switch (timer) {
            case SETTLED ->
                state.kind() == State.Kind.STARTING
                        ? Step.to(new Running(state.generation(), ((Starting) state).shortRuns()))
                        : Step.ignore(state);
            case RETRY ->
                state.kind() == State.Kind.BACKOFF
                        ? launch(spec, state, ((Backoff) state).failures(), ((Backoff) state).shortRuns())
                        : Step.ignore(state);
            case PAUSE ->
                state.kind() == State.Kind.PAUSING
                        ? launch(spec, state, 0, ((Pausing) state).shortRuns())
                        : Step.ignore(state);
            case GRACE -> state.kind() == State.Kind.CLEARING ? Clearance.graceOver(state) : Step.ignore(state);
            case PATIENCE ->
                state.kind() == State.Kind.STOPPING ? stopFurther(spec, (Stopping) state) : Step.ignore(state);
        };
    }

    private static Step signalRefused(State state) {
        return switch (state.kind()) {
            case STOPPING -> Step.to(new Unknown(state.generation()));
            // Only a stop sends signals that can be refused, and it may have been settled otherwise meanwhile.
            case STOPPED,
                    WAITING,
                    LAUNCHING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    ABORTING,
                    CLEARING,
                    PAUSING,
                    EXITED,
                    FATAL,
                    UNKNOWN -> Step.ignore(state);
        };
    }

    /** What had to wait for this happens now. */
    private static Step leftoversGone(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case CLEARING -> Clearance.over(spec, (Clearing) state);
            // A stop may have settled it otherwise meanwhile.
            case STOPPED,
                    WAITING,
                    LAUNCHING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    ABORTING,
                    STOPPING,
                    PAUSING,
                    EXITED,
                    FATAL,
                    UNKNOWN -> Step.ignore(state);
        };
    }

    /** A fresh start: whatever went wrong before is forgotten. */
    static Step launch(ProcessSpec spec, State from) {
        return launch(spec, from, 0, 0);
    }

    /** The next run, which begins as soon as nothing has to be waited for. */
    static Step launch(ProcessSpec spec, State from, int failures, int shortRuns) {
        long generation = from.generation() + 1;
        return spec.role().dependencies().isEmpty()
                ? order(new Launching(generation, failures, shortRuns))
                : Step.to(new Waiting(generation, failures, shortRuns));
    }

    private static Step order(Launching state) {
        return Step.to(state, new Launch(state.generation()));
    }

    private static Step settle(ProcessSpec spec, Launching state) {
        if (spec.role().isOneshot()) {
            return Step.to(new Working(state.generation(), state.failures()));
        }
        Duration settle = spec.start().settle();
        if (settle.isZero() || settle.isNegative()) {
            return Step.to(new Running(state.generation(), state.shortRuns()));
        }
        return Step.to(
                new Starting(state.generation(), state.failures(), state.shortRuns()),
                new Arm(state.generation(), Timer.SETTLED, settle));
    }

    /** Sends the signal of a step, counted from 0, and gives the child its time to end by it. */
    private static Step stop(ProcessSpec spec, State from, Then then, int step) {
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

    private static Step stopFurther(ProcessSpec spec, Stopping state) {
        int step = state.step() == Stopping.KILLING ? Stopping.KILLING : state.step() + 1;
        return stop(spec, state, state.then(), step);
    }

    /** Keeps the timer going: a changed mind about what follows gives the child neither more nor less time. */
    private static Step redirect(Stopping state, Then then) {
        return Step.to(new Stopping(state.generation(), then, state.step()));
    }

    private static Step kill(StopPolicy stop, long generation, Then then) {
        Duration again = stop.patience().compareTo(KILL_SPACING) < 0 ? KILL_SPACING : stop.patience();
        return Step.to(
                new Stopping(generation, then, Stopping.KILLING),
                new SendKill(generation),
                new Arm(generation, Timer.PATIENCE, again));
    }

    private static Step ended(ProcessSpec spec, State from, Then then) {
        return switch (then) {
            case STAY_DOWN -> Step.to(new Stopped(from.generation()));
            case START_AGAIN -> launch(spec, from);
        };
    }

    private static Step refuse(State state, Refusal refusal) {
        return Step.to(state, new Refuse(refusal));
    }

    private static Step unexpected(State state, String event) {
        throw new IllegalStateException(event + " in " + state);
    }
}
