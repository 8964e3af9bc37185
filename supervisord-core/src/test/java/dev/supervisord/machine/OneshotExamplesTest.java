package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.EndLeftovers;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Launched;
import dev.supervisord.machine.Event.RestartRequested;
import dev.supervisord.machine.Event.StartRequested;
import dev.supervisord.machine.Event.StopRequested;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Clearing;
import dev.supervisord.machine.State.Exited;
import dev.supervisord.machine.State.Fatal;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Working;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.List;

/** What a program does that runs once to its end. */
class OneshotExamplesTest extends Examples {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static SpecBuilder migrate() {
        return SpecBuilder.process("migrate").oneshot().exitcodes(0, 2).autorestart(AutoRestart.UNEXPECTED);
    }

    private static ChildExited exit(ExitStatus status) {
        return new ChildExited(3, status, Duration.ofMillis(200));
    }

    static List<Example> examples() {
        return List.of(
                rule("a oneshot is at work as soon as it is launched, whatever startsecs says")
                        .with(migrate())
                        .in(new Launching(3, 1, 0))
                        .at(new Launched(3))
                        .gives(new Working(3, 1)),
                rule("an end with an expected code is a success, however soon it comes")
                        .with(migrate())
                        .in(new Working(3, 1))
                        .at(exit(new ExitStatus.Exited(2)))
                        .gives(new Exited(3)),
                rule("any other end is a failed start")
                        .with(migrate())
                        .in(new Working(3, 1))
                        .at(exit(new ExitStatus.Exited(1)))
                        .gives(new Backoff(3, 2, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(2))),
                rule("so is an end that nobody saw")
                        .with(migrate())
                        .in(new Working(3, 0))
                        .at(exit(new ExitStatus.Unobserved()))
                        .gives(new Backoff(3, 1, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(1))),
                rule("after startretries failures more it is FATAL, also when it worked for long")
                        .with(migrate())
                        .in(new Working(3, 3))
                        .at(new ChildExited(3, new ExitStatus.Exited(1), Duration.ofHours(1)))
                        .gives(new Fatal(3)),
                rule("its end is complete when nothing is left of it")
                        .with(migrate())
                        .in(new Working(3, 0))
                        .beside(exit(new ExitStatus.Exited(0)))
                        .gives(
                                new Clearing(new Working(3, 0), exit(new ExitStatus.Exited(0))),
                                new EndLeftovers(3),
                                new Arm(3, Timer.GRACE, Duration.ofSeconds(2))),
                rule("a start while it works has nothing to do")
                        .with(migrate())
                        .in(new Working(3, 0))
                        .at(new StartRequested())
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a stop while it works sends the stop signal")
                        .with(migrate())
                        .in(new Working(3, 0))
                        .at(new StopRequested())
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)),
                rule("a restart while it works stops it and begins anew")
                        .with(migrate())
                        .in(new Working(3, 0))
                        .at(new RestartRequested())
                        .gives(
                                new Stopping(3, Then.START_AGAIN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, PATIENCE)));
    }
}
