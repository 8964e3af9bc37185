package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Phase;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.Setbacks;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Failed starts and pauses go on to count with the next daemon. */
class RestoredAttemptsTest extends Aftermath {

    @Test
    void aProcessThatWaitsForItsNextAttemptWaitsForTheRestOfItsTimeAndGoesOnCounting() {
        othersLive = true;
        Setbacks two = new Setbacks(2, 0);
        RunRecord web = record(spec("web"), Stage.UP, Optional.empty());
        records.write(web.with(note(Stage.WAITING, 0, two, Optional.of(Duration.ofMillis(2300)))));
        os.clock().advance(Duration.ofSeconds(1));
        start(spec("web"));
        assertEquals(Phase.BACKOFF, view("web").phase());
        assertEquals("it failed", view("web").reason());
        assertEquals(Optional.of(Duration.ofMillis(2300)), supervisor.nextDue());
        assertEquals(List.of(), launched);
        os.clock().advance(Duration.ofMillis(1300));
        supervisor.tick();
        assertEquals(List.of("web #5"), launched);
        assertEquals(two, setbacks);
    }

    @Test
    void anAttemptThatWasAboutToBeMadeIsMadeAtOnceAndGoesOnCounting() {
        othersLive = true;
        Setbacks two = new Setbacks(2, 0);
        RunRecord web = record(spec("web"), Stage.UP, Optional.empty());
        records.write(web.with(note(Stage.UP, 0, two, Optional.empty())));
        start(spec("web"));
        supervisor.tick();
        assertEquals(List.of("web #5"), launched);
        assertEquals(two, setbacks);
    }

    @Test
    void theFailuresBeforeAnAdoptedAttemptCount() {
        ProcessIdentity child = os.processes().leftBehind(FakeProgram.endless(), mark("web", 4));
        RunRecord web = record(spec("web"), Stage.UP, Optional.of(child));
        records.write(web.with(note(Stage.UP, 0, new Setbacks(3, 0), Optional.empty())));
        start(spec("web"));
        assertEquals(Phase.STARTING, view("web").phase());
        os.processes().end(child.pid(), new ExitStatus.Exited(1));
        supervisor.reapAll();
        assertEquals(Phase.FATAL, view("web").phase()); // startretries = 3
    }

    @Test
    void anAttemptThatEndedUnseenBeforeItsTimeHasFailed() {
        RunRecord web = record(spec("web"), Stage.UP, Optional.of(gone()));
        records.write(web.with(note(Stage.UP, 0, new Setbacks(1, 0), Optional.empty())));
        lives(spec("witness"), Stage.UP);
        os.clock().advance(Duration.ofMillis(500));
        start(spec("web"), spec("witness"));
        assertEquals(Phase.BACKOFF, view("web").phase());
        os.clock().advance(Duration.ofSeconds(2));
        supervisor.tick();
        assertEquals(List.of("web #5"), launched);
        assertEquals(new Setbacks(2, 0), setbacks);
    }

    @Test
    void aPauseAfterShortRunsGoesOn() {
        othersLive = true;
        RunRecord web = record(spec("web"), Stage.UP, Optional.empty());
        records.write(web.with(note(Stage.WAITING, 0, new Setbacks(0, 6), Optional.of(Duration.ofMillis(700)))));
        start(spec("web"));
        assertEquals(Phase.EXITED, view("web").phase());
        assertEquals(Optional.of(Duration.ofMillis(700)), supervisor.nextDue());
    }
}
