package dev.supervisord.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.machine.State.Kind;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.SpecBuilder;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Lives from one state to the next; each single step has its example in the classes {@code *ExamplesTest}. */
class LifeTest {

    private static final ExitStatus CODE_0 = new ExitStatus.Exited(0);
    private static final ExitStatus CODE_1 = new ExitStatus.Exited(1);

    private static SpecBuilder web() {
        return SpecBuilder.process("web");
    }

    private static List<Duration> seconds(double... values) {
        return Arrays.stream(values)
                .mapToObj(value -> Duration.ofMillis((long) (value * 1000)))
                .toList();
    }

    @Test
    void startretriesTwoIsExactlyThreeLaunches() {
        OneLife life = new OneLife(web().startretries(2).build(), attempt -> OneLife.FAILS);
        life.start();
        life.passTime(Duration.ofMinutes(10));
        assertEquals(seconds(0, 1, 3), life.launches());
        assertEquals(Kind.FATAL, life.kind());
    }

    @Test
    void aProgramThatEndsAtOnceWithAnExpectedCodeIsNeverRunning() {
        OneLife life = new OneLife(
                web().autorestart(AutoRestart.ALWAYS).build(), attempt -> OneLife.lives(Duration.ZERO, CODE_0));
        life.start();
        life.passTime(Duration.ofMinutes(10));
        assertEquals(seconds(0, 1, 3, 6), life.launches());
        assertTrue(!life.wasEver(Kind.RUNNING));
        assertEquals(Kind.FATAL, life.kind());
    }

    @Test
    void theTimeOfAFailedRunComesOnTopOfTheWait() {
        OneLife life = new OneLife(
                web().startsecs(5).startretries(2).build(), attempt -> OneLife.lives(Duration.ofSeconds(4), CODE_1));
        life.start();
        life.passTime(Duration.ofMinutes(10));
        assertEquals(seconds(0, 5, 11), life.launches());
    }

    @Test
    void whoeverBecomesRunningHasAllRetriesAgain() {
        OneLife life = new OneLife(
                web().startretries(2).autorestart(AutoRestart.ALWAYS).build(),
                attempt -> attempt == 2 ? OneLife.lives(Duration.ofSeconds(3), CODE_1) : OneLife.FAILS);
        life.start();
        life.passTime(Duration.ofMinutes(10));
        // One failure, one run from 1 s to 4 s, then a launch at once with two more attempts after it.
        assertEquals(seconds(0, 1, 4, 5, 7), life.launches());
        assertEquals(Kind.FATAL, life.kind());
    }

    @Test
    void aStartDuringBackoffBringsAllRetriesBack() {
        OneLife life = new OneLife(web().startretries(2).build(), attempt -> OneLife.FAILS);
        life.start();
        life.passTime(Duration.ofMillis(2500));
        assertEquals(Kind.BACKOFF, life.kind());
        life.start();
        life.passTime(Duration.ofMinutes(10));
        assertEquals(seconds(0, 1, 2.5, 3.5, 5.5), life.launches());
    }

    @Test
    void aStopDuringBackoffEndsTheAttempts() {
        OneLife life = new OneLife(web().build(), attempt -> OneLife.FAILS);
        life.start();
        life.passTime(Duration.ofMillis(500));
        life.give(new Event.StopRequested());
        life.passTime(Duration.ofMinutes(10));
        assertEquals(seconds(0), life.launches());
        assertEquals(Kind.STOPPED, life.kind());
    }

    @Test
    void shortRunsArePacedAfterTheFifth() {
        OneLife life = new OneLife(
                web().startsecs(0).autorestart(AutoRestart.ALWAYS).build(),
                attempt -> OneLife.lives(Duration.ofMillis(100), CODE_0));
        life.start();
        life.passTime(Duration.ofSeconds(4));
        assertEquals(seconds(0, 0.1, 0.2, 0.3, 0.4, 0.5, 1.5, 2.5, 3.5), life.launches());
    }

    @Test
    void aStartsecsBelowASecondDoesNotEscapeThePace() {
        OneLife life = new OneLife(
                web().startsecs(0.1).autorestart(AutoRestart.ALWAYS).build(),
                attempt -> OneLife.lives(Duration.ofMillis(200), CODE_0));
        life.start();
        life.passTime(Duration.ofSeconds(4));
        assertEquals(seconds(0, 0.2, 0.4, 0.6, 0.8, 1.0, 2.0, 3.0, 4.0), life.launches());
    }

    @Test
    void aLongerRunEndsTheRowOfShortOnes() {
        OneLife life = new OneLife(
                web().startsecs(0).autorestart(AutoRestart.ALWAYS).build(),
                attempt -> OneLife.lives(Duration.ofMillis(attempt == 8 ? 2000 : 100), CODE_0));
        life.start();
        life.passTime(Duration.ofMillis(5000));
        assertEquals(seconds(0, 0.1, 0.2, 0.3, 0.4, 0.5, 1.5, 2.5, 4.5, 4.6, 4.7, 4.8, 4.9, 5.0), life.launches());
    }

    @Test
    void whatIgnoresItsStopSignalIsKilledAfterStopwaitsecsAndAgainAndAgain() {
        OneLife life = new OneLife(web().stopwaitsecs(2).build(), attempt -> OneLife.UNKILLABLE);
        life.start();
        life.passTime(Duration.ofSeconds(5));
        life.give(new Event.StopRequested());
        life.passTime(Duration.ofSeconds(3));
        life.give(new Event.StopRequested()); // neither more nor less time by asking again
        life.give(new Event.RestartRequested());
        life.passTime(Duration.ofSeconds(3));
        assertEquals(seconds(5), life.stopSignals());
        assertEquals(seconds(7, 9, 11), life.kills());
    }

    @Test
    void withStopwaitsecsZeroItIsKilledAtOnceAndThenEverySecond() {
        OneLife life = new OneLife(web().stopwaitsecs(0).build(), attempt -> OneLife.UNKILLABLE);
        life.start();
        life.passTime(Duration.ofSeconds(1));
        life.give(new Event.StopRequested());
        life.passTime(Duration.ofSeconds(3));
        assertEquals(seconds(1, 2, 3, 4), life.kills());
    }

    @Test
    void everyRunHasANumberOfItsOwn() {
        OneLife life = new OneLife(
                web().startsecs(0).autorestart(AutoRestart.ALWAYS).build(),
                attempt -> OneLife.lives(Duration.ofSeconds(1), CODE_1));
        life.start();
        life.passTime(Duration.ofSeconds(9));
        assertEquals(LongStream.rangeClosed(1, 10).boxed().toList(), life.generations());
    }
}
