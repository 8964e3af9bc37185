package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of processes over time, and of the daemon at its end. */
class SupervisorTest {

    private static final ExitStatus KILLED = new ExitStatus.Signaled(Signal.KILL, false);

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    @Test
    void whatHasAutostartIsStartedInTheOrderOfItsPriority() {
        world.apply(
                process("a").priority(2).build(),
                process("b").priority(1).build(),
                process("c").autostart(false).build());
        assertEquals(List.of("b", "a"), world.launches);
        assertEquals(List.of("a STARTING", "b STARTING", "c STOPPED"), world.status());
        world.pass(1);
        assertEquals(List.of("a RUNNING", "b RUNNING", "c STOPPED"), world.status());
    }

    @Test
    void aKilledProcessIsBackAtTheSameInstant() {
        world.apply(process("web").build());
        world.pass(5);
        world.os.processes().end(world.pid("web"), KILLED);
        world.settle();
        assertEquals(Phase.STARTING, world.phase("web"));
        assertEquals(2, world.view("web").generation());
        assertEquals(KILLED, world.view("web").lastExit().orElseThrow());
    }

    @Test
    void aProgramThatEndsAtTheVeryMomentOfStartsecsIsNotRunning() {
        world.running("web", FakeProgram.exiting(Duration.ofSeconds(1), 0));
        world.apply(process("web").startretries(0).build());
        world.pass(5);
        assertEquals(Phase.FATAL, world.phase("web"));
        assertTrue(world.log.stream().noneMatch(line -> line.startsWith("success: ")));
    }

    @Test
    void aFailureNamesItsReasonAndAStartForgetsIt() {
        world.running("web", FakeProgram.refused(Stage.FIND, "ENOENT", "can't find command 'x'"));
        world.apply(process("web").startretries(1).build());
        assertEquals(Phase.BACKOFF, world.phase("web"));
        assertEquals("can't find command 'x'", world.view("web").reason());
        world.pass(1);
        assertEquals(Phase.FATAL, world.phase("web"));
        assertEquals(Stage.FIND, world.view("web").failure().orElseThrow().stage());
        world.running("web", FakeProgram.endless());
        world.start("web");
        assertEquals("", world.view("web").reason());
        assertTrue(world.view("web").failure().isEmpty());
    }

    @Test
    void aStopDuringBackoffLeavesNoReasonBehind() {
        world.running("web", FakeProgram.exiting(Duration.ZERO, 1));
        world.apply(process("web").build());
        world.pass(0.5);
        assertEquals(
                "Exited too quickly (process log may have details)",
                world.view("web").reason());
        world.stop("web");
        assertEquals(Phase.STOPPED, world.phase("web"));
        assertEquals("", world.view("web").reason());
    }

    @Test
    void aChildThatEndsBeforeItsLaunchIsReportedIsNeverSignalled() {
        world.running("web", FakeProgram.exiting(Duration.ofMillis(1), 0));
        world.holdLaunches();
        world.apply(process("web").build());
        world.launchUnreported();
        world.pass(0.1); // its end is taken before anybody knows whose it is
        Answer<List<Outcome>> stopped = world.stop("web");
        assertFalse(stopped.isThere());
        world.reportLaunches();
        assertEquals(List.of(new Outcome("web", Outcome.Code.STOPPED, "")), stopped.get());
        assertEquals(List.of(), world.signals());
        assertEquals(OptionalInt.empty(), world.view("web").pid());
    }

    @Test
    void anOrphanIsReapedAndTold() {
        world.running("web", FakeProgram.endless().starting(FakeProgram.exiting(Duration.ofSeconds(9), 4)));
        world.apply(process("web")
                .stopsignal(Signal.KILL)
                .leftovers(LeftoverPolicy.End.NEVER, 2)
                .build());
        world.pass(2);
        world.stop("web");
        world.pass(20);
        assertTrue(world.log.stream().anyMatch(line -> line.matches("reaped unknown pid \\d+ \\(exit status 4\\)")));
    }

    @Test
    void whatCannotBeSignalledIsUnknownUntilItEndsAndCanThenBeStarted() {
        world.running("web", FakeProgram.endless().foreign());
        world.apply(process("web").autorestart(AutoRestart.ALWAYS).build());
        world.pass(2);
        assertEquals(Outcome.Code.SIGNAL_FAILED, world.stop("web").get().get(0).code());
        assertEquals(Phase.UNKNOWN, world.phase("web"));
        assertTrue(world.view("web").reason().startsWith("cannot send SIGTERM to pid "));
        assertEquals(
                Outcome.Code.ABNORMAL_TERMINATION,
                world.start("web").get().get(0).code());
        world.os.processes().end(world.pid("web"), KILLED);
        world.settle();
        assertEquals(Phase.STOPPED, world.phase("web"));
        world.running("web", FakeProgram.endless());
        world.start("web");
        world.pass(2);
        assertEquals(Phase.RUNNING, world.phase("web"));
    }

    @Test
    void stopAndKillReachTheGroupOnlyWhenAskedTo() {
        world.running("plain", FakeProgram.endless().ignoring(Signal.TERM));
        world.running("group", FakeProgram.endless().ignoring(Signal.TERM));
        world.apply(
                process("plain").stopwaitsecs(1).build(),
                process("group").stopwaitsecs(1).stopasgroup().build());
        world.pass(2);
        world.stop("all");
        world.pass(2);
        assertEquals(
                List.of("GROUP", "PROCESS", "GROUP", "PROCESS"),
                world.os.processes().signals().stream()
                        .map(sent -> sent.scope().name())
                        .toList());
    }

    @Test
    void aShutdownIsAnsweredWhenTheLastProcessHasEnded() {
        world.running("web", FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(3), 0));
        world.apply(process("web").build(), process("other").build());
        world.pass(2);
        Answer<Boolean> answer = world.shutdown();
        world.pass(2.9);
        assertFalse(answer.isThere());
        world.pass(0.1);
        assertTrue(answer.get());
        assertTrue(world.shutdown().get()); // a second one has nothing to wait for
    }

    @Test
    void aShutdownIsNotCutShortByAnUpgrade() {
        world.running("web", FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(3), 0));
        world.apply(process("web").build());
        world.pass(2);
        Answer<Boolean> answer = world.shutdown();
        world.supervisor().handle(world.supervisor()::holdBack);
        world.supervisor().handle(world.supervisor()::handOver);
        assertFalse(world.supervisor().hasEnded());
        world.pass(3);
        assertTrue(answer.get());
    }

    @Test
    void twentyDeafProgramsAreShutDownTogether() {
        for (int i = 0; i < 20; i++) {
            world.running("p" + i, FakeProgram.endless().ignoring(Signal.TERM));
        }
        world.apply(IntStream.range(0, 20)
                .mapToObj(i -> process("p" + i).stopwaitsecs(2).build())
                .toArray(ProcessSpec[]::new));
        world.pass(2);
        Answer<Boolean> answer = world.shutdown();
        world.pass(2);
        assertTrue(answer.get());
    }

    @Test
    void duringAShutdownNothingIsStartedAgain() {
        world.running("first", FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(5), 0));
        world.running("fails", FakeProgram.refused(Stage.FIND, "ENOENT", "can't find command 'x'"));
        world.apply(
                process("first").priority(2).build(),
                process("crashes").priority(1).autorestart(AutoRestart.ALWAYS).build(),
                process("fails").priority(1).build());
        world.pass(0.5);
        world.shutdown();
        world.os.processes().end(world.pid("crashes"), KILLED);
        world.pass(0.1);
        assertEquals(List.of("crashes FATAL", "fails STOPPED", "first STOPPING"), world.status());
        world.launches.clear();
        world.pass(60);
        assertEquals(List.of(), world.launches);
    }

    @Test
    void aRestartThatWaitsForItsStopStartsNothingAfterAShutdown() {
        world.running("web", FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(3), 0));
        world.apply(process("web").build());
        world.pass(2);
        Answer<List<Outcome>> restarted = world.restart("web");
        world.shutdown();
        world.pass(5);
        assertEquals(
                List.of(
                        new Outcome("web", Outcome.Code.STOPPED, ""),
                        new Outcome("web", Outcome.Code.ABNORMAL_TERMINATION, "the daemon is shutting down")),
                restarted.get());
        assertEquals(List.of("web"), world.launches);
    }

    @Test
    void aShutdownWithNothingToStopIsAnsweredAtOnce() {
        assertTrue(world.shutdown().get());
    }

    @Test
    void aFaultInOneMessageDoesNotEndTheOthers() {
        world.apply(process("web").build());
        world.supervisor().handle(() -> {
            throw new IllegalStateException("planted");
        });
        world.pass(2);
        assertEquals(Phase.RUNNING, world.phase("web"));
        assertTrue(world.log.removeIf(line ->
                line.startsWith("internal error, please report it: java.lang.IllegalStateException: planted\n")));
    }
}
