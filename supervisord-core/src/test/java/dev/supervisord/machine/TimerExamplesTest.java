package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.SendKill;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.Event.TimerFired;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.model.StopSteps;
import java.time.Duration;
import java.util.List;

/** What time does. */
class TimerExamplesTest extends Examples {

    static List<Example> examples() {
        return List.of(
                rule("what has lived for startsecs is RUNNING, and its failures are forgotten")
                        .in(new Starting(3, 2, 0))
                        .at(new TimerFired(3, Timer.SETTLED))
                        .gives(new Running(3, 0)),
                rule("a startsecs below a second does not hide that runs are short")
                        .with(SpecBuilder.process("web").startsecs(0.2))
                        .in(new Starting(3, 0, 4))
                        .at(new TimerFired(3, Timer.SETTLED))
                        .gives(new Running(3, 4)),
                rule("the next attempt remembers the failures before it")
                        .in(new Backoff(3, 2, 0))
                        .at(new TimerFired(3, Timer.RETRY))
                        .gives(new Launching(4, 2, 0), new Launch(4)),
                rule("the launch after a pause remembers the short runs before it")
                        .in(new Pausing(8, 6))
                        .at(new TimerFired(8, Timer.PAUSE))
                        .gives(new Launching(9, 0, 6), new Launch(9)),
                rule("what does not end within stopwaitsecs is killed")
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(new TimerFired(3, Timer.PATIENCE))
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, Stopping.KILLING),
                                new SendKill(3),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(10))),
                rule("SIGKILL is repeated every second at most")
                        .with(SpecBuilder.process("web").stopwaitsecs(0))
                        .in(new Stopping(3, Then.START_AGAIN, Stopping.KILLING))
                        .at(new TimerFired(3, Timer.PATIENCE))
                        .gives(
                                new Stopping(3, Then.START_AGAIN, Stopping.KILLING),
                                new SendKill(3),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(1))),
                rule("what does not end by the first of several signals within its time gets the next")
                        .with(SpecBuilder.process("web").stopsignals(StopSteps.of("TERM:2", "INT")))
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(new TimerFired(3, Timer.PATIENCE))
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 1),
                                new SendStopSignal(3, Signal.INT),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(10))),
                rule("a SIGKILL that is named after other signals is the SIGKILL that would follow them")
                        .with(SpecBuilder.process("web").stopsignals(StopSteps.of("TERM:2", "KILL")))
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(new TimerFired(3, Timer.PATIENCE))
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, Stopping.KILLING),
                                new SendKill(3),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(10))),
                rule("with a backoff the next attempt remembers failures and short runs")
                        .with(SpecBuilder.process("web").backoff(1, 2, 60, 0.1, 10))
                        .in(new Backoff(3, 1, 4))
                        .at(new TimerFired(3, Timer.RETRY))
                        .gives(new Launching(4, 1, 4), new Launch(4)));
    }
}
