package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Event.StartRequested;
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
import java.util.List;

/** What a start does. */
class StartExamplesTest extends Examples {

    private static final StartRequested START = new StartRequested();

    static List<Example> examples() {
        return List.of(
                rule("the first start is run 1")
                        .in(new Stopped(0))
                        .at(START)
                        .gives(new Launching(1, 0, 0), new Launch(1)),
                rule("what was stopped can be started again")
                        .in(new Stopped(7))
                        .at(START)
                        .gives(new Launching(8, 0, 0), new Launch(8)),
                rule("what ended by itself can be started again")
                        .in(new Exited(7))
                        .at(START)
                        .gives(new Launching(8, 0, 0), new Launch(8)),
                rule("a start leaves FATAL, with all its retries before it")
                        .in(new Fatal(4))
                        .at(START)
                        .gives(new Launching(5, 0, 0), new Launch(5)),
                rule("a start does not wait for the next attempt, and has all its retries before it")
                        .in(new Backoff(4, 3, 0))
                        .at(START)
                        .gives(new Launching(5, 0, 0), new Launch(5)),
                rule("a start does not wait for the pause after short runs, and forgets them")
                        .in(new Pausing(6, 6))
                        .at(START)
                        .gives(new Launching(7, 0, 0), new Launch(7)),
                rule("a start while a launch is under way has nothing to do")
                        .in(new Launching(1, 0, 0))
                        .at(START)
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a start while it is STARTING has nothing to do")
                        .in(new Starting(1, 2, 0))
                        .at(START)
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a start while it is RUNNING has nothing to do")
                        .in(new Running(1, 0))
                        .at(START)
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a start while it is stopped on purpose is refused")
                        .in(new Stopping(1, Then.STAY_DOWN, 0))
                        .at(START)
                        .refuses(Refusal.STOPPING),
                rule("a start while its launch is being taken back is refused")
                        .in(new Aborting(1, Then.STAY_DOWN))
                        .at(START)
                        .refuses(Refusal.STOPPING),
                rule("a start while it is being restarted comes anyway")
                        .in(new Stopping(1, Then.START_AGAIN, 0))
                        .at(START)
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a start while its launch is being replaced comes anyway")
                        .in(new Aborting(1, Then.START_AGAIN))
                        .at(START)
                        .refuses(Refusal.ALREADY_STARTED),
                rule("a start is refused while a child that cannot be signalled may live")
                        .in(new Unknown(1))
                        .at(START)
                        .refuses(Refusal.UNKNOWN));
    }
}
