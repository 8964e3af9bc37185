package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.RestartRequested;
import dev.supervisord.machine.Event.SignalRefused;
import dev.supervisord.machine.Event.StopRequested;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Aborting;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Exited;
import dev.supervisord.machine.State.Fatal;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Unknown;
import dev.supervisord.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a stop and a restart do, and what a signal that the kernel refuses. */
class StopExamplesTest extends Examples {

    private static final StopRequested STOP = new StopRequested();
    private static final RestartRequested RESTART = new RestartRequested();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static List<Example> examples() {
        return Stream.of(stops(), restarts(), refusedSignals())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Example> stops() {
        return List.of(
                rule("a stop of what is stopped has nothing to do")
                        .in(new Stopped(3))
                        .at(STOP)
                        .refuses(Refusal.NOT_RUNNING),
                rule("a stop of what has ended has nothing to do")
                        .in(new Exited(3))
                        .at(STOP)
                        .refuses(Refusal.NOT_RUNNING),
                rule("a stop of what is FATAL has nothing to do")
                        .in(new Fatal(3))
                        .at(STOP)
                        .refuses(Refusal.NOT_RUNNING),
                rule("a stop ends the retries at once")
                        .in(new Backoff(3, 2, 0))
                        .at(STOP)
                        .gives(new Stopped(3)),
                rule("a stop ends the pause after short runs at once")
                        .in(new Pausing(9, 6))
                        .at(STOP)
                        .gives(new Stopped(9)),
                rule("a stop during the launch waits for its result")
                        .in(new Launching(3, 1, 0))
                        .at(STOP)
                        .gives(new Aborting(3, Then.STAY_DOWN)),
                rule("a second stop during the launch changes nothing")
                        .in(new Aborting(3, Then.STAY_DOWN))
                        .at(STOP)
                        .gives(new Aborting(3, Then.STAY_DOWN)),
                rule("a stop overrules a restart during the launch")
                        .in(new Aborting(3, Then.START_AGAIN))
                        .at(STOP)
                        .gives(new Aborting(3, Then.STAY_DOWN)),
                rule("a stop while STARTING sends the stop signal")
                        .in(new Starting(3, 1, 0))
                        .at(STOP)
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)),
                rule("a stop while RUNNING sends the stop signal")
                        .in(new Running(3, 0))
                        .at(STOP)
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)),
                rule("a second stop sends no second signal and leaves the timer alone")
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(STOP)
                        .gives(new Stopping(3, Then.STAY_DOWN, 0)),
                rule("a stop overrules a restart under way, and leaves the timer alone")
                        .in(new Stopping(3, Then.START_AGAIN, 0))
                        .at(STOP)
                        .gives(new Stopping(3, Then.STAY_DOWN, 0)),
                rule("a stop tries again to signal what could not be signalled")
                        .in(new Unknown(3))
                        .at(STOP)
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)));
    }

    private static List<Example> restarts() {
        return List.of(
                rule("a restart of what is stopped starts it")
                        .in(new Stopped(3))
                        .at(RESTART)
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("a restart of what has ended starts it")
                        .in(new Exited(3))
                        .at(RESTART)
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("a restart of what is FATAL starts it")
                        .in(new Fatal(3))
                        .at(RESTART)
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("a restart does not wait for the next attempt")
                        .in(new Backoff(3, 2, 0))
                        .at(RESTART)
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("a restart does not wait for the pause after short runs")
                        .in(new Pausing(9, 6))
                        .at(RESTART)
                        .gives(new Launching(10, 0, 0), new Launch(10)),
                rule("a restart during the launch replaces what is being launched")
                        .in(new Launching(3, 1, 0))
                        .at(RESTART)
                        .gives(new Aborting(3, Then.START_AGAIN)),
                rule("a restart overrules a stop during the launch")
                        .in(new Aborting(3, Then.STAY_DOWN))
                        .at(RESTART)
                        .gives(new Aborting(3, Then.START_AGAIN)),
                rule("a restart while STARTING stops first")
                        .in(new Starting(3, 1, 0))
                        .at(RESTART)
                        .gives(
                                new Stopping(3, Then.START_AGAIN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)),
                rule("a restart while RUNNING stops first")
                        .in(new Running(3, 2))
                        .at(RESTART)
                        .gives(
                                new Stopping(3, Then.START_AGAIN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)),
                rule("a restart overrules a stop under way, and leaves the timer alone")
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(RESTART)
                        .gives(new Stopping(3, Then.START_AGAIN, 0)),
                rule("a restart tries again to stop what could not be signalled")
                        .in(new Unknown(3))
                        .at(RESTART)
                        .gives(
                                new Stopping(3, Then.START_AGAIN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)));
    }

    private static List<Example> refusedSignals() {
        return List.of(
                rule("what cannot be signalled is UNKNOWN")
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(new SignalRefused(3))
                        .gives(new Unknown(3)),
                rule("a restart ends where the stop cannot be made")
                        .in(new Stopping(3, Then.START_AGAIN, 0))
                        .at(new SignalRefused(3))
                        .gives(new Unknown(3)));
    }
}
