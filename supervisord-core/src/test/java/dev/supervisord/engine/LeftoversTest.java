package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LeftoverPolicy.End;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a run leaves behind, and what becomes of it. */
class LeftoversTest {

    private static final ExitStatus KILLED = new ExitStatus.Signaled(Signal.KILL, false);
    private static final FakeProgram WORKER = FakeProgram.endless();
    private static final FakeProgram DEAF = FakeProgram.endless().ignoring(Signal.TERM);

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private void run(FakeProgram program, End end) {
        world.running("web", program);
        world.apply(process("web").leftovers(end, 2).build());
        world.pass(5);
        assertEquals(Phase.RUNNING, world.phase("web"));
    }

    private void crash() {
        world.os.processes().end(world.pid("web"), KILLED);
        world.settle();
    }

    private int alive() {
        return world.os.processes().alive().size();
    }

    @Test
    void theSuccessorOfACrashedMasterComesWhenItsWorkersAreGone() {
        run(FakeProgram.endless().starting(WORKER.exitingOn(Signal.TERM, Duration.ofMillis(500), 0)), End.AT_ONCE);
        world.running("web", FakeProgram.endless());
        crash();
        assertEquals(Phase.EXITED, world.phase("web"));
        assertTrue(
                world.view("web").reason().contains("left by its last run"),
                world.view("web").reason());
        world.pass(0.4);
        assertEquals(1, world.launches.size());
        world.pass(0.1);
        assertEquals(2, world.launches.size());
        assertEquals(1, alive());
    }

    @Test
    void whatDoesNotEndIsKilledAfterItsGrace() {
        run(FakeProgram.endless().starting(DEAF), End.AT_ONCE);
        world.running("web", FakeProgram.endless());
        crash();
        world.pass(1.9);
        assertEquals(1, world.launches.size());
        world.pass(0.1);
        assertEquals(2, world.launches.size());
    }

    @Test
    void whatHasBegunASessionOfItsOwnIsFoundByItsMark() {
        run(FakeProgram.endless().starting(WORKER.inOwnSession()), End.AT_ONCE);
        world.running("web", FakeProgram.endless());
        crash();
        assertEquals(2, world.launches.size());
        assertEquals(1, alive());
    }

    @Test
    void theChildrenOfWhatIsEndedAreEndedToo() {
        run(FakeProgram.endless().starting(WORKER.starting(DEAF.starting(DEAF))), End.AT_ONCE);
        world.running("web", FakeProgram.endless());
        crash();
        world.pass(2);
        assertEquals(2, world.launches.size());
        assertEquals(1, alive());
    }

    @Test
    void aStopIsAnsweredWhenNothingIsLeft() {
        run(FakeProgram.endless().starting(DEAF), End.AT_ONCE);
        Answer<List<Outcome>> stop = world.stop("web");
        assertFalse(stop.isThere());
        assertEquals(Phase.STOPPING, world.phase("web"));
        world.pass(2);
        assertEquals(Code.STOPPED, stop.get().get(0).code());
        assertEquals(0, alive());
    }

    @Test
    void beforeStartLeavesThemAtAStopAndEndsThemBeforeTheNextStart() {
        run(FakeProgram.endless().starting(WORKER), End.BEFORE_START);
        world.running("web", FakeProgram.endless());
        assertTrue(world.stop("web").isThere());
        assertEquals(1, alive());
        world.start("web");
        assertEquals(1, alive());
        assertEquals(2, world.launches.size());
    }

    @Test
    void keepLooksForNothing() {
        run(FakeProgram.endless().starting(WORKER.exitingOn(Signal.TERM, Duration.ZERO, 0)), End.NEVER);
        world.running("web", FakeProgram.endless());
        crash();
        assertEquals(2, world.launches.size());
        assertEquals(2, alive());
        world.os.processes().orphans().forEach(pid -> world.os.processes().end(pid, KILLED));
        world.settle();
    }

    @Test
    void theOrphansOfOthersAreLeftAlone() {
        run(FakeProgram.endless(), End.AT_ONCE);
        world.running("other", FakeProgram.endless().starting(WORKER.inOwnSession()));
        world.apply(
                process("web").leftovers(End.AT_ONCE, 2).build(),
                process("other").leftovers(End.BEFORE_START, 2).build());
        world.pass(5);
        world.stop("other");
        crash();
        assertEquals(2, alive(), "the orphan of other, and the new run of web");
        world.os.processes().orphans().forEach(pid -> world.os.processes().end(pid, KILLED));
        world.settle();
    }

    @Test
    void whatMayNotBeSignalledDoesNotHoldUpTheSuccessor() {
        run(
                FakeProgram.endless()
                        .starting(FakeProgram.exiting(Duration.ofSeconds(60), 0).foreign()),
                End.AT_ONCE);
        world.running("web", FakeProgram.endless());
        crash();
        assertEquals(2, world.launches.size());
        assertTrue(world.log.stream().anyMatch(line -> line.startsWith("cannot end ")), world.log::toString);
    }

    @Test
    void aStopWhileLeftoversEndMeansNoSuccessor() {
        run(FakeProgram.endless().starting(DEAF), End.AT_ONCE);
        crash();
        Answer<List<Outcome>> stop = world.stop("web");
        world.pass(2);
        assertEquals(Code.STOPPED, stop.get().get(0).code());
        assertEquals(Phase.STOPPED, world.phase("web"));
        assertEquals(1, world.launches.size());
    }

    @Test
    void whoGoesIntoTheBackgroundIsToldWhatToWrite() {
        world.running("web", FakeProgram.exiting(Duration.ofMillis(100), 0).starting(WORKER.inOwnSession()));
        world.apply(process("web")
                .command("/usr/bin/gunicorn", "-D", "app")
                .startretries(0)
                .leftovers(End.AT_ONCE, 2)
                .build());
        world.pass(1);
        assertEquals(Phase.FATAL, world.phase("web"));
        assertTrue(
                world.view("web").reason().contains("remove -D (--daemon)"),
                world.view("web").reason());
        assertEquals(0, alive());
    }
}
