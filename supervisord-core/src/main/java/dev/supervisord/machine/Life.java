package dev.supervisord.machine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.Refuse;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.Event.TimerFired;
import dev.supervisord.machine.State.Aborting;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Clearing;
import dev.supervisord.machine.State.Forking;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Seeking;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Unknown;
import dev.supervisord.machine.State.Waiting;
import dev.supervisord.machine.State.Working;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Setbacks;
import java.time.Duration;

/**
 * The life of a process: one method per event, one row per state, every cell a decision that javac insists on.
 *
 * <p>Stateless and free of side effects; usable from any thread. The rules are Supervisor's ("Process States" of its manual),
 * but for those listed in {@code docs/differences-from-supervisor.md}.
 */
public final class Life {

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
        if (event instanceof Event.OfRun told && told.generation() != state.generation()) {
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
        if (event instanceof Event.MainFound) {
            return state instanceof Seeking seeking ? MainSuccession.found(spec, seeking) : Step.ignore(state);
        }
        if (event instanceof Event.MainMissing) {
            return state instanceof Seeking seeking ? MainSuccession.missing(spec, seeking) : Step.ignore(state);
        }
        return signalRefused(state);
    }

    /** Where a run stands that an earlier daemon has launched, and that has lived for so long. */
    public static Step adopted(ProcessSpec spec, long generation, Duration lived, Setbacks setbacks) {
        State state = lastSeen(spec, generation, lived, setbacks);
        return state.kind() == State.Kind.STARTING
                ? Step.to(
                        state,
                        new Arm(generation, Timer.SETTLED, spec.start().settle().minus(lived)))
                : Step.to(state);
    }

    /** Goes on with a stop that an earlier daemon has begun, at the step where that one was. */
    public static Step stopAdopted(ProcessSpec spec, State state, Then then, int step) {
        return StopSequence.step(spec, state, then, step);
    }

    /** Where a run was at its end or is now, if nothing of it is known but that it was launched so long ago. */
    public static State lastSeen(ProcessSpec spec, long generation, Duration sinceLaunch, Setbacks setbacks) {
        if (spec.role().isOneshot()) {
            return new Working(generation, setbacks.failures());
        }
        return sinceLaunch.compareTo(spec.start().settle()) < 0
                ? new Starting(generation, setbacks.failures(), setbacks.shortRuns())
                : new Running(generation, setbacks.shortRuns());
    }

    /** Goes on with the wait for the next attempt that an earlier daemon has begun, and of which so much is left. */
    public static Step waitAdopted(ProcessSpec spec, long generation, Duration rest, Setbacks setbacks) {
        boolean failed = setbacks.failures() > 0 || spec.restart().backoff().isPresent();
        return failed
                ? Step.to(
                        new Backoff(generation, setbacks.failures(), setbacks.shortRuns()),
                        new Arm(generation, Timer.RETRY, rest))
                : Step.to(new Pausing(generation, setbacks.shortRuns()), new Arm(generation, Timer.PAUSE, rest));
    }

    private static Step startRequested(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case STOPPED, EXITED, FATAL, PAUSING -> launch(spec, state);
            // Whoever asks for a start wants an attempt now, with all its retries before it.
            case BACKOFF -> launch(spec, state);
            case WAITING, LAUNCHING, FORKING, SEEKING, STARTING, WORKING, RUNNING ->
                refuse(state, Refusal.ALREADY_STARTED);
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
            case FORKING, STARTING, WORKING, RUNNING, UNKNOWN -> StopSequence.step(spec, state, Then.STAY_DOWN, 0);
            // The signal was sent and the timer runs: only what follows may change.
            case STOPPING -> StopSequence.redirect((Stopping) state, Then.STAY_DOWN);
            case SEEKING -> Step.to(new Stopped(state.generation()));
            case CLEARING -> Clearance.stopRequested((Clearing) state);
        };
    }

    private static Step restartRequested(ProcessSpec spec, State state) {
        return switch (state.kind()) {
            case STOPPED, EXITED, FATAL, BACKOFF, PAUSING, SEEKING -> launch(spec, state);
            // It is on its way up already, and has nothing to stop.
            case WAITING -> Step.to(new Waiting(state.generation(), 0, 0));
            case LAUNCHING, ABORTING -> Step.to(new Aborting(state.generation(), Then.START_AGAIN));
            case FORKING, STARTING, WORKING, RUNNING, UNKNOWN -> StopSequence.step(spec, state, Then.START_AGAIN, 0);
            case STOPPING -> StopSequence.redirect((Stopping) state, Then.START_AGAIN);
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
                    FORKING,
                    SEEKING,
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
            case ABORTING -> StopSequence.step(spec, state, ((Aborting) state).then(), 0);
            // A launch is answered once, and only the two states above wait for an answer.
            case STOPPED,
                    WAITING,
                    FORKING,
                    SEEKING,
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
                    FORKING,
                    SEEKING,
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
        return MainSuccession.isPossible(spec, state, exit.status())
                ? MainSuccession.seek(spec, state, exit)
                : runEnded(spec, state, exit);
    }

    /** What follows the end of a run, whose main process has no successor. */
    static Step runEnded(ProcessSpec spec, State state, ChildExited exit) {
        return switch (state.kind()) {
            case FORKING ->
                Endings.failed(spec, state, ((Forking) state).failures() + 1, ((Forking) state).shortRuns());
            // Ending before startsecs is a failed start whatever the exit code says.
            case STARTING ->
                Endings.failed(spec, state, ((Starting) state).failures() + 1, ((Starting) state).shortRuns());
            case WORKING -> Endings.workEnded(spec, (Working) state, exit);
            case RUNNING -> Endings.exitedByItself(spec, state, exit);
            case STOPPING -> ended(spec, state, ((Stopping) state).then());
            case UNKNOWN -> Step.to(new Stopped(state.generation()));
            // The engine reports an exit only after the launch, and only once.
            case STOPPED, WAITING, LAUNCHING, SEEKING, BACKOFF, ABORTING, CLEARING, PAUSING, EXITED, FATAL ->
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
            case FORKED ->
                state.kind() == State.Kind.FORKING ? MainSuccession.tooLate((Forking) state) : Step.ignore(state);
            case SOUGHT ->
                state.kind() == State.Kind.SEEKING ? MainSuccession.missing(spec, (Seeking) state) : Step.ignore(state);
            case GRACE -> state.kind() == State.Kind.CLEARING ? Clearance.graceOver(state) : Step.ignore(state);
            case PATIENCE ->
                state.kind() == State.Kind.STOPPING ? StopSequence.next(spec, (Stopping) state) : Step.ignore(state);
        };
    }

    private static Step signalRefused(State state) {
        return switch (state.kind()) {
            case STOPPING -> Step.to(new Unknown(state.generation()));
            // Only a stop sends signals that can be refused, and it may have been settled otherwise meanwhile.
            case STOPPED,
                    WAITING,
                    LAUNCHING,
                    FORKING,
                    SEEKING,
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
                    FORKING,
                    SEEKING,
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
        if (spec.role().forking().isPresent()) {
            return MainSuccession.fork(
                    spec.role().forking().get(), new Forking(state.generation(), state.failures(), state.shortRuns()));
        }
        return settle(spec, new Starting(state.generation(), state.failures(), state.shortRuns()));
    }

    /** From now on it has to stay alive for {@code startsecs}. */
    static Step settle(ProcessSpec spec, Starting state) {
        Duration settle = spec.start().settle();
        if (settle.isZero() || settle.isNegative()) {
            return Step.to(new Running(state.generation(), state.shortRuns()));
        }
        return Step.to(state, new Arm(state.generation(), Timer.SETTLED, settle));
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
