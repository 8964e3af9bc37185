package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.EndLeftovers;
import dev.supervisord.machine.Effect.KillLeftovers;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Event.ChildExited;
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
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Unknown;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LeftoverPolicy.End;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of a process of whose former runs something is left. */
class ClearanceExamplesTest extends Examples {

    private static final ChildExited EXIT = new ChildExited(3, new ExitStatus.Exited(1), Duration.ofSeconds(5));
    private static final ChildExited SHORT = new ChildExited(3, new ExitStatus.Exited(1), Duration.ofMillis(200));
    private static final Effect END = new EndLeftovers(3);
    private static final Effect GRACE = new Arm(3, Timer.GRACE, Duration.ofSeconds(2));
    private static final Stopping STOP = new Stopping(3, Then.STAY_DOWN, 0);
    private static final Stopping RESTART = new Stopping(3, Then.START_AGAIN, 0);
    private static final TimerFired RETRY = new TimerFired(3, Timer.RETRY);
    private static final TimerFired PAUSE = new TimerFired(3, Timer.PAUSE);
    private static final LeftoversGone GONE = new LeftoversGone(3);
    private static final Launching RUN_4 = new Launching(4, 0, 0);

    private static SpecBuilder leftovers(End end) {
        return SpecBuilder.process("web").leftovers(end, 2);
    }

    private static Example waits(String sentence, State state, Event event) {
        return rule(sentence).in(state).beside(event).gives(new Clearing(state, event), END, GRACE);
    }

    static List<Example> examples() {
        return Stream.of(beginnings(), policies(), requests(), ends())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Example> beginnings() {
        return List.of(
                waits("no successor starts beside what a crash has left", new Running(3, 0), EXIT),
                waits("nor after a failed start", new Starting(3, 0, 0), SHORT),
                waits("a stop is done when nothing is left", STOP, EXIT),
                waits("also the stop of what could not be signalled", new Unknown(3), EXIT),
                waits("what is started first loses what is left of it", new Stopped(3), new StartRequested()),
                waits("so does what is started after its end", new Exited(3), new StartRequested()),
                waits("and after it was given up", new Fatal(3), new StartRequested()),
                waits("and before its retry is due", new Backoff(3, 1, 0), new StartRequested()),
                waits("and in its pause", new Pausing(3, 6), new StartRequested()),
                waits("a restart of what is down is a start", new Stopped(3), new RestartRequested()),
                waits("and of what has ended", new Exited(3), new RestartRequested()),
                waits("and of what was given up", new Fatal(3), new RestartRequested()),
                waits("and of what waits for its retry", new Backoff(3, 1, 0), new RestartRequested()),
                waits("and of what pauses", new Pausing(3, 6), new RestartRequested()),
                waits("a retry waits", new Backoff(3, 1, 0), RETRY),
                waits("a run after a pause waits", new Pausing(3, 6), PAUSE),
                waits(
                        "so does a launch in place of a failed one",
                        new Aborting(3, Then.START_AGAIN),
                        new LaunchFailed(3)),
                rule("what turns up late is ended too, before what had to wait happens")
                        .in(new Clearing(new Running(3, 0), EXIT))
                        .beside(GONE)
                        .gives(new Clearing(new Running(3, 0), EXIT), END, GRACE));
    }

    private static List<Example> policies() {
        return List.of(
                rule("leftovers=keep waits for nothing")
                        .with(leftovers(End.NEVER))
                        .in(new Running(3, 0))
                        .beside(EXIT)
                        .gives(RUN_4, new Launch(4)),
                rule("leftovers=before_start lets a stop leave them")
                        .with(leftovers(End.BEFORE_START))
                        .in(STOP)
                        .beside(EXIT)
                        .gives(new Stopped(3)),
                rule("leftovers=before_start ends them before a restart")
                        .with(leftovers(End.BEFORE_START))
                        .in(RESTART)
                        .beside(EXIT)
                        .gives(new Clearing(RESTART, EXIT), END, GRACE));
    }

    private static List<Example> requests() {
        Clearing crashed = new Clearing(new Running(3, 0), EXIT);
        Clearing starting = new Clearing(new Stopped(3), new StartRequested());
        Clearing retrying = new Clearing(new Backoff(3, 1, 0), RETRY);
        return List.of(
                rule("a start while the last run is being cleared away comes after that")
                        .in(crashed)
                        .at(new StartRequested())
                        .gives(new Clearing(RESTART, EXIT)),
                rule("a start while a retry waits is a fresh one")
                        .in(retrying)
                        .at(new StartRequested())
                        .gives(new Clearing(new Backoff(3, 1, 0), new StartRequested())),
                rule("a second start changes nothing")
                        .in(starting)
                        .at(new StartRequested())
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a start during a stop is refused until nothing is left")
                        .in(new Clearing(STOP, EXIT))
                        .at(new StartRequested())
                        .refuses(Refusal.STOPPING),
                rule("a stop of what crashed ends in STOPPED")
                        .in(crashed)
                        .at(new StopRequested())
                        .gives(new Clearing(STOP, EXIT)),
                rule("a stop of what has not been started yet is done")
                        .in(starting)
                        .at(new StopRequested())
                        .gives(new Stopped(3)),
                rule("a restart of what crashed starts it afresh")
                        .in(crashed)
                        .at(new RestartRequested())
                        .gives(new Clearing(RESTART, EXIT)),
                rule("a restart of what is about to be started is the start")
                        .in(starting)
                        .at(new RestartRequested())
                        .gives(starting),
                rule("what does not end by SIGTERM is killed, again and again")
                        .in(crashed)
                        .at(new TimerFired(3, Timer.GRACE))
                        .gives(crashed, new KillLeftovers(3), new Arm(3, Timer.GRACE, StopSequence.KILL_SPACING)));
    }

    private static List<Example> ends() {
        return List.of(
                rule("when nothing is left, what crashed is started again")
                        .in(new Clearing(new Running(3, 0), EXIT))
                        .at(GONE)
                        .gives(RUN_4, new Launch(4)),
                rule("or is EXITED")
                        .with(leftovers(End.AT_ONCE).autorestart(AutoRestart.NEVER))
                        .in(new Clearing(new Running(3, 0), EXIT))
                        .at(GONE)
                        .gives(new Exited(3)),
                rule("or pauses")
                        .in(new Clearing(new Running(3, 5), SHORT))
                        .at(GONE)
                        .gives(new Pausing(3, 6), new Arm(3, Timer.PAUSE, Duration.ofMillis(800))),
                rule("a failed start is in BACKOFF")
                        .in(new Clearing(new Starting(3, 0, 0), SHORT))
                        .at(GONE)
                        .gives(new Backoff(3, 1, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(1))),
                rule("or FATAL")
                        .with(leftovers(End.AT_ONCE).startretries(0))
                        .in(new Clearing(new Starting(3, 0, 0), SHORT))
                        .at(GONE)
                        .gives(new Fatal(3)),
                rule("what was stopped is STOPPED")
                        .in(new Clearing(STOP, EXIT))
                        .at(GONE)
                        .gives(new Stopped(3)));
    }
}
