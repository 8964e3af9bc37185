package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.EndLeftovers;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.DependenciesUp;
import dev.supervisord.machine.Event.LaunchFailed;
import dev.supervisord.machine.Event.LeftoversGone;
import dev.supervisord.machine.Event.RestartRequested;
import dev.supervisord.machine.Event.StartRequested;
import dev.supervisord.machine.Event.StopRequested;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.Event.TimerFired;
import dev.supervisord.machine.State.Aborting;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Clearing;
import dev.supervisord.machine.State.Exited;
import dev.supervisord.machine.State.Fatal;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Waiting;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What a process does that depends on others: every launch of it goes through WAITING. */
class WaitingExamplesTest extends Examples {

    private static final ExitStatus CODE_1 = new ExitStatus.Exited(1);

    static List<Example> examples() {
        return Stream.of(whileWaiting(), requests(), byItself(), leftovers())
                .flatMap(List::stream)
                .toList();
    }

    private static SpecBuilder web() {
        return SpecBuilder.process("web").dependsOn("db").autorestart(AutoRestart.ALWAYS);
    }

    private static List<Example> whileWaiting() {
        return List.of(
                rule("it is launched when all that it depends on is up, with what went wrong before")
                        .with(web())
                        .in(new Waiting(3, 2, 1))
                        .at(new DependenciesUp())
                        .gives(new Launching(3, 2, 1), new Launch(3)),
                rule("a start while it waits has nothing to do")
                        .with(web())
                        .in(new Waiting(3, 0, 0))
                        .at(new StartRequested())
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a stop ends the waiting at once")
                        .with(web())
                        .in(new Waiting(3, 1, 0))
                        .at(new StopRequested())
                        .gives(new Stopped(3)),
                rule("a restart while it waits goes on waiting, with all its retries before it")
                        .with(web())
                        .in(new Waiting(3, 2, 4))
                        .at(new RestartRequested())
                        .gives(new Waiting(3, 0, 0)));
    }

    private static List<Example> requests() {
        return List.of(
                waits("the first start waits", new Stopped(0), new StartRequested(), new Waiting(1, 0, 0)),
                waits("so does the next", new Exited(3), new StartRequested(), new Waiting(4, 0, 0)),
                waits("so does a start out of FATAL", new Fatal(3), new StartRequested(), new Waiting(4, 0, 0)),
                waits(
                        "so does a start out of BACKOFF",
                        new Backoff(3, 2, 0),
                        new StartRequested(),
                        new Waiting(4, 0, 0)),
                waits("so does a start in a pause", new Pausing(3, 6), new StartRequested(), new Waiting(4, 0, 0)),
                waits(
                        "so does a restart of what is stopped",
                        new Stopped(3),
                        new RestartRequested(),
                        new Waiting(4, 0, 0)),
                waits(
                        "so does a restart of what has ended",
                        new Exited(3),
                        new RestartRequested(),
                        new Waiting(4, 0, 0)),
                waits("so does a restart of what is FATAL", new Fatal(3), new RestartRequested(), new Waiting(4, 0, 0)),
                waits(
                        "so does a restart in BACKOFF",
                        new Backoff(3, 2, 0),
                        new RestartRequested(),
                        new Waiting(4, 0, 0)),
                waits("so does a restart in a pause", new Pausing(3, 6), new RestartRequested(), new Waiting(4, 0, 0)),
                waits(
                        "what has ended in order to be started again waits",
                        new Stopping(3, Then.START_AGAIN, 0),
                        new ChildExited(3, CODE_1, Duration.ofSeconds(5)),
                        new Waiting(4, 0, 0)),
                waits(
                        "what was to be replaced before it was launched waits",
                        new Aborting(3, Then.START_AGAIN),
                        new LaunchFailed(3),
                        new Waiting(4, 0, 0)));
    }

    private static List<Example> byItself() {
        return List.of(
                waits(
                        "autorestart waits: what it depends on may have gone first",
                        new Running(3, 0),
                        new ChildExited(3, CODE_1, Duration.ofSeconds(5)),
                        new Waiting(4, 0, 0)),
                waits(
                        "the next attempt waits, and remembers the failures before it",
                        new Backoff(3, 2, 0),
                        new TimerFired(3, Timer.RETRY),
                        new Waiting(4, 2, 0)),
                waits(
                        "the launch after a pause waits, and remembers the short runs",
                        new Pausing(3, 6),
                        new TimerFired(3, Timer.PAUSE),
                        new Waiting(4, 0, 6)));
    }

    private static List<Example> leftovers() {
        Waiting waiting = new Waiting(3, 1, 0);
        return List.of(
                rule("what former runs have left is ended before it is launched")
                        .with(web())
                        .in(waiting)
                        .beside(new DependenciesUp())
                        .gives(
                                new Clearing(waiting, new DependenciesUp()),
                                new EndLeftovers(3),
                                new Arm(3, Timer.GRACE, Duration.ofSeconds(2))),
                rule("meanwhile what it depends on may have gone, so it waits again")
                        .with(web())
                        .in(new Clearing(waiting, new DependenciesUp()))
                        .at(new LeftoversGone(3))
                        .gives(waiting),
                rule("a restart meanwhile has all its retries before it")
                        .with(web())
                        .in(new Clearing(waiting, new DependenciesUp()))
                        .at(new RestartRequested())
                        .gives(new Clearing(new Waiting(3, 0, 0), new DependenciesUp())));
    }

    private static Example waits(String rule, State from, Event event, Waiting to) {
        return rule(rule).with(web()).in(from).at(event).gives(to);
    }
}
