package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.EndLeftovers;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.SeekMain;
import dev.supervisord.machine.Effect.SendKill;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Launched;
import dev.supervisord.machine.Event.MainFound;
import dev.supervisord.machine.Event.MainMissing;
import dev.supervisord.machine.Event.RestartRequested;
import dev.supervisord.machine.Event.StartRequested;
import dev.supervisord.machine.Event.StopRequested;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.Event.TimerFired;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Clearing;
import dev.supervisord.machine.State.Exited;
import dev.supervisord.machine.State.Fatal;
import dev.supervisord.machine.State.Forking;
import dev.supervisord.machine.State.Launching;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Seeking;
import dev.supervisord.machine.State.Starting;
import dev.supervisord.machine.State.Stopped;
import dev.supervisord.machine.State.Stopping;
import dev.supervisord.machine.State.Then;
import dev.supervisord.machine.State.Waiting;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LeftoverPolicy.End;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What becomes of a program that puts itself into the background. */
class ForkingExamplesTest extends Examples {

    private static final ChildExited FORKED = new ChildExited(3, new ExitStatus.Exited(0), Duration.ofMillis(200));
    private static final ChildExited CRASH = new ChildExited(3, new ExitStatus.Exited(1), Duration.ofMillis(200));
    private static final ChildExited END = new ChildExited(3, new ExitStatus.Exited(0), Duration.ofHours(1));
    private static final ChildExited LATE_CRASH = new ChildExited(3, new ExitStatus.Exited(1), Duration.ofHours(1));
    private static final Forking FORKING = new Forking(3, 1, 2);
    private static final Starting STARTING = new Starting(3, 1, 2);
    private static final Running RUNNING = new Running(3, 2);
    private static final Seeking SEEKING = new Seeking(FORKING, FORKED);
    private static final Seeking REPLACED = new Seeking(RUNNING, LATE_CRASH);
    private static final Effect GRACE = new Arm(3, Timer.GRACE, Duration.ofSeconds(2));

    private static SpecBuilder server() {
        return SpecBuilder.process("web").forking("/run/web.pid", 30);
    }

    private static Arm sought(double seconds) {
        return new Arm(3, Timer.SOUGHT, Duration.ofMillis((long) (seconds * 1000)));
    }

    static List<Example> examples() {
        return Stream.of(starts(), searches(), ends(), requests(), requestsDuringSearch())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Example> starts() {
        return List.of(
                rule("what is launched has start_timeout to go into the background")
                        .with(server())
                        .in(new Launching(3, 1, 2))
                        .at(new Launched(3))
                        .gives(FORKING, new Arm(3, Timer.FORKED, Duration.ofSeconds(30))),
                rule("its end with 0 begins the search for the main process, which is no end of the run")
                        .with(server())
                        .in(FORKING)
                        .beside(FORKED)
                        .gives(SEEKING, new SeekMain(3), sought(30)),
                rule("any other end is a failed start")
                        .with(server())
                        .in(FORKING)
                        .at(CRASH)
                        .gives(new Backoff(3, 2, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(2))),
                rule("a failed start after all retries is the last")
                        .with(server().startretries(1))
                        .in(FORKING)
                        .at(CRASH)
                        .gives(new Fatal(3)),
                rule("what is left of a failed start is ended first")
                        .with(server())
                        .in(FORKING)
                        .beside(CRASH)
                        .gives(new Clearing(FORKING, CRASH), new EndLeftovers(3), GRACE),
                rule("what stays in the foreground is killed, which makes it a failed start")
                        .with(server())
                        .in(FORKING)
                        .at(new TimerFired(3, Timer.FORKED))
                        .gives(FORKING, new SendKill(3), new Arm(3, Timer.FORKED, Duration.ofSeconds(1))));
    }

    private static List<Example> searches() {
        return List.of(
                rule("startsecs are counted from when the main process was found")
                        .with(server())
                        .in(SEEKING)
                        .at(new MainFound(3))
                        .gives(STARTING, new Arm(3, Timer.SETTLED, Duration.ofSeconds(1))),
                rule("without startsecs it is RUNNING then")
                        .with(server().startsecs(0))
                        .in(SEEKING)
                        .at(new MainFound(3))
                        .gives(RUNNING),
                rule("where no main process can be, the start has failed")
                        .with(server())
                        .in(SEEKING)
                        .at(new MainMissing(3))
                        .gives(new Backoff(3, 2, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(2))),
                rule("a search that finds nothing is a failed start")
                        .with(server())
                        .in(SEEKING)
                        .at(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Backoff(3, 2, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(2))),
                rule("after the last of them it is FATAL")
                        .with(server().startretries(1))
                        .in(SEEKING)
                        .at(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Fatal(3)),
                rule("or as soon as nothing is left that could be found")
                        .with(server().startretries(1))
                        .in(SEEKING)
                        .at(new MainMissing(3))
                        .gives(new Fatal(3)),
                rule("what was not found is ended, also where leftovers are left alone")
                        .with(server().leftovers(End.BEFORE_START, 2))
                        .in(SEEKING)
                        .beside(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Clearing(FORKING, FORKED), new EndLeftovers(3), GRACE),
                rule("what is left where none can be found is ended")
                        .with(server())
                        .in(SEEKING)
                        .beside(new MainMissing(3))
                        .gives(new Clearing(FORKING, FORKED), new EndLeftovers(3), GRACE));
    }

    private static List<Example> ends() {
        return List.of(
                rule("the end of the main process may be the beginning of another one")
                        .with(server())
                        .in(RUNNING)
                        .beside(LATE_CRASH)
                        .gives(REPLACED, new SeekMain(3), sought(3)),
                rule("also soon after the start")
                        .with(server())
                        .in(STARTING)
                        .at(CRASH)
                        .gives(new Seeking(STARTING, CRASH), new SeekMain(3), sought(3)),
                rule("the run goes on with the other one")
                        .with(server())
                        .in(REPLACED)
                        .at(new MainFound(3))
                        .gives(RUNNING),
                rule("which has to settle where the first had not")
                        .with(server())
                        .in(new Seeking(STARTING, CRASH))
                        .at(new MainFound(3))
                        .gives(STARTING, new Arm(3, Timer.SETTLED, Duration.ofSeconds(1))),
                rule("without another one autorestart decides about the end that began the search")
                        .with(server())
                        .in(REPLACED)
                        .at(new MainMissing(3))
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("and an expected code is expected")
                        .with(server())
                        .in(new Seeking(RUNNING, END))
                        .at(new MainMissing(3))
                        .gives(new Exited(3)),
                rule("the same when none comes in time")
                        .with(server())
                        .in(REPLACED)
                        .at(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("or comes too late")
                        .with(server())
                        .in(new Seeking(RUNNING, END))
                        .at(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Exited(3)),
                rule("short runs are counted as ever")
                        .with(server())
                        .in(new Seeking(new Running(3, 5), CRASH))
                        .at(new MainMissing(3))
                        .gives(new Pausing(3, 6), new Arm(3, Timer.PAUSE, Duration.ofMillis(800))),
                rule("however long the search was")
                        .with(server())
                        .in(new Seeking(new Running(3, 5), CRASH))
                        .at(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Pausing(3, 6), new Arm(3, Timer.PAUSE, Duration.ofMillis(800))),
                rule("the next run waits for what it depends on")
                        .with(server().dependsOn("db"))
                        .in(REPLACED)
                        .at(new MainMissing(3))
                        .gives(new Waiting(4, 0, 0)),
                rule("after a vain search too")
                        .with(server().dependsOn("db"))
                        .in(REPLACED)
                        .at(new TimerFired(3, Timer.SOUGHT))
                        .gives(new Waiting(4, 0, 0)),
                rule("workers that have lost their master are ended before the next run")
                        .with(server().autorestart(AutoRestart.ALWAYS).leftovers(End.BEFORE_START, 2))
                        .in(new Seeking(RUNNING, END))
                        .beside(new MainMissing(3))
                        .gives(new Clearing(RUNNING, END), new EndLeftovers(3), GRACE),
                rule("and nothing is searched again after that")
                        .with(server())
                        .in(new Clearing(RUNNING, LATE_CRASH))
                        .at(new Event.LeftoversGone(3))
                        .gives(new Launching(4, 0, 0), new Launch(4)));
    }

    private static List<Example> requests() {
        return List.of(
                rule("a start has nothing to do while it goes into the background")
                        .with(server())
                        .in(FORKING)
                        .at(new StartRequested())
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a stop ends what was launched")
                        .with(server())
                        .in(FORKING)
                        .at(new StopRequested())
                        .gives(
                                new Stopping(3, Then.STAY_DOWN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(10))),
                rule("a restart ends what was launched and begins anew")
                        .with(server())
                        .in(FORKING)
                        .at(new RestartRequested())
                        .gives(
                                new Stopping(3, Then.START_AGAIN, 0),
                                new SendStopSignal(3, Signal.TERM),
                                new Arm(3, Timer.PATIENCE, Duration.ofSeconds(10))));
    }

    private static List<Example> requestsDuringSearch() {
        return List.of(
                rule("a start has nothing to do during the search")
                        .with(server())
                        .in(SEEKING)
                        .at(new StartRequested())
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a stop has nothing to signal where nothing is left")
                        .with(server())
                        .in(SEEKING)
                        .at(new StopRequested())
                        .gives(new Stopped(3)),
                rule("but ends what has not been found yet")
                        .with(server().leftovers(End.BEFORE_START, 2))
                        .in(SEEKING)
                        .beside(new StopRequested())
                        .gives(new Clearing(new Stopping(3, Then.STAY_DOWN, 0), FORKED), new EndLeftovers(3), GRACE),
                rule("a restart launches it again")
                        .with(server())
                        .in(SEEKING)
                        .at(new RestartRequested())
                        .gives(new Launching(4, 0, 0), new Launch(4)),
                rule("when its dependencies are up")
                        .with(server().dependsOn("db"))
                        .in(SEEKING)
                        .at(new RestartRequested())
                        .gives(new Waiting(4, 0, 0)),
                rule("a restart during the search is done when nothing is left")
                        .with(server())
                        .in(SEEKING)
                        .beside(new RestartRequested())
                        .gives(new Clearing(new Stopping(3, Then.START_AGAIN, 0), FORKED), new EndLeftovers(3), GRACE));
    }
}
