package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Child;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.model.StopSteps;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.fake.FakeProcesses;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a daemon makes of what its killed predecessor has left: each test is one state of the world. */
class RestorationTest extends Aftermath {

    @Test
    void whatLivesGoesOnWithItsPidGenerationAndUptime() {
        ProcessIdentity child = lives(spec("web"), Stage.UP);
        os.clock().advance(Duration.ofSeconds(100));
        start(spec("web"));
        assertEquals(Phase.RUNNING, view("web").phase());
        assertEquals(child.pid().value(), view("web").pid().orElseThrow());
        assertEquals(4, view("web").generation());
        assertEquals(Optional.of(Duration.ZERO), view("web").since());
        assertEquals(List.of(), launched);
        assertTrue(log.contains("adopted: 'web' with pid " + child.pid()), log.toString());
    }

    @Test
    void whatHasNotSettledYetSettlesWhenItsTimeHasCome() {
        lives(spec("web"), Stage.UP);
        os.clock().advance(Duration.ofMillis(400));
        start(spec("web"));
        assertEquals(Phase.STARTING, view("web").phase());
        assertEquals(Optional.of(Duration.ofSeconds(1)), supervisor.nextDue());
        os.clock().advance(Duration.ofMillis(600));
        supervisor.tick();
        assertEquals(Phase.RUNNING, view("web").phase());
    }

    @Test
    void theEndOfAnAdoptedProcessIsAnsweredByItsPolicy() {
        ProcessIdentity child = lives(spec("web"), Stage.UP);
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("web"));
        os.processes().end(child.pid(), new ExitStatus.Exited(1));
        supervisor.reapAll();
        assertEquals(List.of("web #5"), launched);
    }

    @Test
    void whatHasEndedSinceItWasSeenIsNotWaitedFor() {
        strays.add(new Stray(ProcessName.parse("web"), gone()));
        start(spec("web"));
        assertEquals(List.of("web #1"), launched);
    }

    @Test
    void aStopThatWasUnderWayIsGoneOnWith() {
        ProcessIdentity child = lives(spec("web"), Stage.STOPPING);
        lives(spec("other"), Stage.RESTARTING);
        start(spec("web"), spec("other"));
        assertEquals(Phase.STOPPING, view("web").phase());
        assertEquals(child.pid(), os.processes().signals().get(1).pid());
        assertEquals(Signal.TERM, os.processes().signals().get(1).signal());
        supervisor.reapAll();
        assertEquals(Phase.STOPPED, view("web").phase());
        assertEquals(List.of("other #5"), launched);
    }

    @Test
    void aStopWithSeveralSignalsGoesOnWhereItWas() {
        ProcessSpec spec = SpecBuilder.process("web")
                .stopsignals(StopSteps.of("TERM:30", "INT:5", "QUIT"))
                .build();
        ProcessIdentity child = os.processes().leftBehind(FakeProgram.endless(), mark("web", 4));
        records.write(record(spec, Stage.UP, Optional.of(child))
                .with(note(Stage.STOPPING, 1, Setbacks.NONE, Optional.empty())));
        start(spec);
        assertEquals(
                List.of(Signal.INT),
                os.processes().signals().stream()
                        .map(FakeProcesses.Sent::signal)
                        .toList());
    }

    @Test
    void whatIsKeptStoppedIsNotStartedAndEndsWhereItStillRuns() {
        for (String name : List.of("waiting", "ended", "alive", "restarting", "new")) {
            kept.add(ProcessName.parse(name));
        }
        record(spec("waiting"), Stage.WAITING, Optional.empty());
        record(spec("ended"), Stage.UP, Optional.of(gone()));
        lives(spec("alive"), Stage.UP);
        lives(spec("restarting"), Stage.RESTARTING);
        start(spec("waiting"), spec("ended"), spec("alive"), spec("restarting"), spec("new"));
        supervisor.reapAll();
        assertEquals(List.of(), launched);
        for (String name : List.of("waiting", "ended", "alive", "restarting", "new")) {
            assertEquals(Phase.STOPPED, view(name).phase(), name);
            assertTrue(view(name).keptDown(), name);
        }
    }

    @Test
    void whatEndedUnseenIsAnsweredByItsPolicy() {
        ProcessSpec never =
                SpecBuilder.process("never").autorestart(AutoRestart.NEVER).build();
        record(spec("web"), Stage.UP, Optional.of(gone()));
        record(never, Stage.UP, Optional.of(gone()));
        record(spec("stopping"), Stage.STOPPING, Optional.of(gone()));
        record(spec("restarting"), Stage.RESTARTING, Optional.of(gone()));
        lives(spec("witness"), Stage.UP);
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("web"), never, spec("stopping"), spec("restarting"), spec("witness"));
        assertEquals(List.of("web #5", "restarting #5"), sorted(launched, "web"));
        assertEquals(Phase.EXITED, view("never").phase());
        assertEquals(Optional.of(new ExitStatus.Unobserved()), view("never").lastExit());
        assertEquals(Phase.STOPPED, view("stopping").phase());
        assertTrue(notes.contains("stopping STOPPED"), notes.toString());
    }

    private static List<String> sorted(List<String> names, String first) {
        return names.stream()
                .sorted((a, b) -> a.startsWith(first) ? -1 : b.startsWith(first) ? 1 : 0)
                .toList();
    }

    @Test
    void whatWasDownStaysDownAndWhatWaitedIsTriedAgain() {
        record(spec("stopped"), Stage.STOPPED, Optional.empty());
        record(spec("exited"), Stage.EXITED, Optional.empty());
        record(spec("fatal"), Stage.FATAL, Optional.empty());
        record(spec("waiting"), Stage.WAITING, Optional.empty());
        record(spec("intended"), Stage.UP, Optional.empty());
        lives(spec("witness"), Stage.UP);
        start(spec("stopped"), spec("exited"), spec("fatal"), spec("waiting"), spec("intended"), spec("witness"));
        assertEquals(Phase.STOPPED, view("stopped").phase());
        assertEquals(Phase.EXITED, view("exited").phase());
        assertEquals(Optional.of(new ExitStatus.Exited(3)), view("exited").lastExit());
        assertEquals(Phase.FATAL, view("fatal").phase());
        assertEquals("it is broken", view("fatal").reason());
        assertEquals(
                List.of("intended #5", "waiting #5"), launched.stream().sorted().toList());
    }

    @Test
    void whatIsConfiguredOtherwiseNowIsRestarted() {
        lives(spec("web"), Stage.UP);
        os.clock().advance(Duration.ofSeconds(5));
        start(SpecBuilder.process("web").variable("NEW", "1").build());
        supervisor.reapAll();
        assertEquals(List.of("web #5"), launched);
    }

    @Test
    void whatIsNotConfiguredAnyMoreIsStoppedAndForgotten() {
        ProcessIdentity child =
                lives(SpecBuilder.process("web").stopsignal(Signal.INT).build(), Stage.UP);
        record(spec("dead"), Stage.UP, Optional.of(gone()));
        start();
        assertEquals(child.pid(), os.processes().signals().get(0).pid());
        assertEquals(Signal.INT, os.processes().signals().get(0).signal());
        supervisor.reapAll();
        assertEquals(List.of(), supervisor.snapshot(1).processes());
        assertEquals(List.of(), records.readAll().records());
        assertEquals(List.of(), launched);
    }

    @Test
    void aLaunchThatWasNotConfirmedIsFoundByItsMark() {
        ProcessIdentity child = os.processes().leftBehind(FakeProgram.endless(), mark("web", 4));
        record(spec("web"), Stage.UP, Optional.empty());
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("web"));
        assertEquals(child.pid().value(), view("web").pid().orElseThrow());
        assertEquals(List.of(), launched);
        assertEquals(
                Optional.of(new Child(child.pid().value(), child.startTicks())),
                records.readAll().records().get(0).child());
    }

    @Test
    void aProgramWithoutAReadableRecordIsFoundByItsMark() {
        ProcessIdentity child = os.processes().leftBehind(FakeProgram.endless(), mark("web", 7));
        records.damage("web.run", "it is damaged");
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("web"));
        assertEquals(child.pid().value(), view("web").pid().orElseThrow());
        assertEquals(7, view("web").generation());
        assertEquals(List.of(), launched);
        assertTrue(log.get(0).contains("web.run") && log.get(0).contains("it is damaged"), log.toString());
    }

    @Test
    void aLaterRunThanTheRecordedOneIsFoundByItsMark() {
        ProcessIdentity child = os.processes().leftBehind(FakeProgram.endless(), mark("web", 5));
        record(spec("web"), Stage.UP, Optional.of(gone()));
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("web"));
        assertEquals(child.pid().value(), view("web").pid().orElseThrow());
        assertEquals(List.of(), launched);
    }

    @Test
    void whatARunHasLeftBehindIsNotTakenForTheRun() {
        os.processes().leftBehind(FakeProgram.endless(), mark("web", 4));
        record(spec("web"), Stage.UP, Optional.of(gone()));
        lives(spec("witness"), Stage.UP);
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("web"), spec("witness"));
        assertEquals(List.of("web #5"), launched);
    }

    @Test
    void whereNothingLivesAutostartDecides() {
        ProcessSpec byHand = SpecBuilder.process("by-hand").autostart(false).build();
        record(spec("stopped"), Stage.STOPPED, Optional.empty());
        record(spec("done"), Stage.EXITED, Optional.empty());
        record(spec("web"), Stage.UP, Optional.of(gone()));
        record(byHand, Stage.UP, Optional.of(gone()));
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("stopped"), spec("done"), spec("web"), byHand);
        assertEquals(List.of("done #1", "stopped #1", "web #1"), launched);
        assertEquals(Phase.STOPPED, view("by-hand").phase());
    }

    @Test
    void whereNoProgramLivesButOthersDoWhatWasDownStaysDown() {
        othersLive = true;
        record(spec("stopped"), Stage.STOPPED, Optional.empty());
        record(spec("done"), Stage.EXITED, Optional.empty());
        record(spec("web"), Stage.UP, Optional.of(gone()));
        os.clock().advance(Duration.ofSeconds(5));
        start(spec("stopped"), spec("done"), spec("web"));
        assertEquals(Phase.STOPPED, view("stopped").phase());
        assertEquals(Phase.EXITED, view("done").phase());
        assertEquals(List.of("web #5"), launched);
    }

    @Test
    void aStoppedProcessOfAnEarlierBootIsStartedAgain() {
        RunRecord old = record(spec("old"), Stage.STOPPED, Optional.empty());
        records.write(new RunRecord(
                old.name(),
                "earlier-boot",
                old.generation(),
                old.mark(),
                old.stage(),
                old.child(),
                old.fingerprint(),
                old.stop(),
                old.stopStep(),
                old.stdout(),
                old.stderr(),
                old.startedAt(),
                old.endedAt(),
                old.exit(),
                old.reason(),
                old.setbacks(),
                old.due()));
        lives(spec("witness"), Stage.UP);
        start(spec("old"), spec("witness"));
        assertEquals(List.of("old #1"), launched);
    }
}
