package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.LaunchFailed;
import dev.supervisord.machine.Event.Launched;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Aborting;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Fatal;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.List;

/** What the result of a launch does. */
class LaunchExamplesTest extends Examples {

    private static SpecBuilder web() {
        return SpecBuilder.process("web");
    }

    static List<Example> examples() {
        return List.of(
                rule("a child has to live for startsecs")
                        .with(web().startsecs(2.5))
                        .in(new Launching(3, 1, 2))
                        .at(new Launched(3))
                        .gives(new Starting(3, 1, 2), new Arm(3, Timer.SETTLED, Duration.ofMillis(2500))),
                rule("with startsecs 0 a child is RUNNING at once")
                        .with(web().startsecs(0))
                        .in(new Launching(3, 1, 2))
                        .at(new Launched(3))
                        .gives(new Running(3, 2)),
                rule("a child that was not to be born gets the stop signal")
                        .in(new Aborting(3, Then.STAY_DOWN))
                        .at(new Launched(3))
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(10))),
                rule("a child that is to be replaced gets the stop signal")
                        .with(web().stopwaitsecs(0))
                        .in(new Aborting(3, Then.START_AGAIN))
                        .at(new Launched(3))
                        .gives(
                                new Stopping(3, Then.START_AGAIN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, Duration.ZERO)),
                rule("the first failed launch is followed by an attempt one second later")
                        .in(new Launching(3, 0, 0))
                        .at(new LaunchFailed(3))
                        .gives(new Backoff(3, 1, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(1))),
                rule("the third failed launch is followed by an attempt three seconds later")
                        .in(new Launching(3, 2, 0))
                        .at(new LaunchFailed(3))
                        .gives(new Backoff(3, 3, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(3))),
                rule("after startretries failures more it is FATAL")
                        .in(new Launching(3, 3, 0))
                        .at(new LaunchFailed(3))
                        .gives(new Fatal(3)),
                rule("with startretries 0 the first failure is the last")
                        .with(web().startretries(0))
                        .in(new Launching(1, 0, 0))
                        .at(new LaunchFailed(1))
                        .gives(new Fatal(1)),
                rule("a failed launch that was to be stopped is stopped")
                        .in(new Aborting(3, Then.STAY_DOWN))
                        .at(new LaunchFailed(3))
                        .gives(new Stopped(3)),
                rule("a failed launch that was to be replaced is replaced at once")
                        .in(new Aborting(3, Then.START_AGAIN))
                        .at(new LaunchFailed(3))
                        .gives(new Launching(4, 0, 0), new Launch(4)));
    }
}
