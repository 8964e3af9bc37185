package dev.supervisord.machine;

import static dev.supervisord.machine.Example.rule;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Timer;
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
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the end of a child does. */
class ExitExamplesTest extends Examples {

    private static final ExitStatus SIGNALED = new ExitStatus.Signaled(Signal.KILL, false);
    private static final ExitStatus UNOBSERVED = new ExitStatus.Unobserved();
    private static final Launching RUN_4 = new Launching(4, 0, 0);

    static List<Example> examples() {
        return Stream.of(beforeStartsecs(), byItself(), shortRuns(), withBackoff(), stopped())
                .flatMap(List::stream)
                .toList();
    }

    private static SpecBuilder web(AutoRestart when, Integer... exitcodes) {
        return SpecBuilder.process("web").autorestart(when).exitcodes(exitcodes);
    }

    private static ExitStatus code(int code) {
        return new ExitStatus.Exited(code);
    }

    private static ChildExited after(double seconds, ExitStatus status) {
        return new ChildExited(3, status, Duration.ofMillis((long) (seconds * 1000)));
    }

    private static List<Example> beforeStartsecs() {
        return List.of(
                rule("an end before startsecs is a failed start, also with an expected code")
                        .with(web(AutoRestart.UNEXPECTED, 0))
                        .in(new Starting(3, 0, 0))
                        .at(after(0.9, code(0)))
                        .gives(new Backoff(3, 1, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(1))),
                rule("an end before startsecs is a failed start, also without autorestart")
                        .with(web(AutoRestart.NEVER, 0))
                        .in(new Starting(3, 1, 0))
                        .at(after(0.1, SIGNALED))
                        .gives(new Backoff(3, 2, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(2))),
                rule("after startretries failures more it is FATAL, however it ended")
                        .in(new Starting(3, 3, 0))
                        .at(after(0.1, code(0)))
                        .gives(new Fatal(3)));
    }

    private static List<Example> byItself() {
        return List.of(
                rule("autorestart=false leaves it EXITED after an unexpected end")
                        .with(web(AutoRestart.NEVER, 0))
                        .in(new Running(3, 0))
                        .at(after(5, code(1)))
                        .gives(new Exited(3)),
                rule("autorestart=unexpected leaves it EXITED after an expected end")
                        .with(web(AutoRestart.UNEXPECTED, 0, 2))
                        .in(new Running(3, 0))
                        .at(after(5, code(2)))
                        .gives(new Exited(3)),
                rule("autorestart=unexpected starts it at once after an unexpected end")
                        .with(web(AutoRestart.UNEXPECTED, 0, 2))
                        .in(new Running(3, 0))
                        .at(after(5, code(1)))
                        .gives(RUN_4, new Launch(4)),
                rule("death by a signal is never expected, not even when its number is an expected code")
                        .with(web(AutoRestart.UNEXPECTED, 0, 9, 137))
                        .in(new Running(3, 0))
                        .at(after(5, SIGNALED))
                        .gives(RUN_4, new Launch(4)),
                rule("an end that nobody saw is not expected")
                        .with(web(AutoRestart.UNEXPECTED, 0))
                        .in(new Running(3, 0))
                        .at(after(5, UNOBSERVED))
                        .gives(RUN_4, new Launch(4)),
                rule("autorestart=true starts it at once after an expected end")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Running(3, 0))
                        .at(after(5, code(0)))
                        .gives(RUN_4, new Launch(4)));
    }

    private static List<Example> shortRuns() {
        return List.of(
                rule("a short run is followed by the next at once")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Running(3, 0))
                        .at(after(0.2, code(0)))
                        .gives(new Launching(4, 0, 1), new Launch(4)),
                rule("so is the fifth in a row")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Running(3, 4))
                        .at(after(0.2, code(0)))
                        .gives(new Launching(4, 0, 5), new Launch(4)),
                rule("the sixth short run in a row is followed by a pause until a second after its launch")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Running(3, 5))
                        .at(after(0.2, code(0)))
                        .gives(new Pausing(3, 6), new Arm(3, Timer.PAUSE, Duration.ofMillis(800))),
                rule("a run of one second is not a short one, and ends the row")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Running(3, 5))
                        .at(after(1, code(0)))
                        .gives(RUN_4, new Launch(4)));
    }

    /** startsecs 1, so that it was RUNNING a second less than it lived. */
    private static List<Example> withBackoff() {
        SpecBuilder web = web(AutoRestart.UNEXPECTED, 0).backoff(2, 3, 60, 0.2, 10);
        return List.of(
                rule("the first failed start is followed by the initial pause, give or take its jitter")
                        .with(web)
                        .in(new Starting(3, 0, 0))
                        .at(after(0.5, code(1)))
                        .gives(new Backoff(3, 1, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(2), 0.2)),
                rule("each further one by a pause that is longer by the factor")
                        .with(web)
                        .in(new Starting(3, 2, 0))
                        .at(after(0.5, code(1)))
                        .gives(new Backoff(3, 3, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(18), 0.2)),
                rule("no pause is longer than max")
                        .with(web(AutoRestart.UNEXPECTED, 0)
                                .backoff(2, 3, 60, 0, 10)
                                .startretries(1000))
                        .in(new Starting(3, 900, 0))
                        .at(after(0.5, code(1)))
                        .gives(new Backoff(3, 901, 0), new Arm(3, Timer.RETRY, Duration.ofSeconds(60))),
                rule("startretries count as without a backoff")
                        .with(web)
                        .in(new Starting(3, 3, 0))
                        .at(after(0.5, code(1)))
                        .gives(new Fatal(3)),
                rule("an end after less than reset as RUNNING waits too")
                        .with(web)
                        .in(new Running(3, 1))
                        .at(after(10.9, code(1)))
                        .gives(new Backoff(3, 0, 2), new Arm(3, Timer.RETRY, Duration.ofSeconds(6), 0.2)),
                rule("a failed start after short runs waits as long as one after as many failures")
                        .with(web)
                        .in(new Starting(3, 0, 2))
                        .at(after(0.5, code(1)))
                        .gives(new Backoff(3, 1, 2), new Arm(3, Timer.RETRY, Duration.ofSeconds(18), 0.2)),
                rule("an end after reset is followed by the next at once, and what was before is forgotten")
                        .with(web)
                        .in(new Running(3, 7))
                        .at(after(11, code(1)))
                        .gives(RUN_4, new Launch(4)),
                rule("an end that is not followed by another start is EXITED with a backoff too")
                        .with(web)
                        .in(new Running(3, 0))
                        .at(after(2, code(0)))
                        .gives(new Exited(3)));
    }

    private static List<Example> stopped() {
        return List.of(
                rule("the end of what was stopped is STOPPED, whatever autorestart says")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Stopping(3, Then.STAY_DOWN, 0))
                        .at(after(5, code(1)))
                        .gives(new Stopped(3)),
                rule("the end of what is being restarted is followed by the next at once, short or not")
                        .with(web(AutoRestart.NEVER, 0))
                        .in(new Stopping(3, Then.START_AGAIN, 0))
                        .at(after(0.1, SIGNALED))
                        .gives(RUN_4, new Launch(4)),
                rule("what could not be signalled is STOPPED when it ends, because a stop was asked for")
                        .with(web(AutoRestart.ALWAYS, 0))
                        .in(new Unknown(3))
                        .at(after(50, code(1)))
                        .gives(new Stopped(3)));
    }
}
