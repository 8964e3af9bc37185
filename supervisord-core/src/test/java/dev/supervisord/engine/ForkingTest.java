package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LeftoverPolicy.End;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import dev.supervisord.os.fake.FakeProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Programs that put themselves into the background, and how their main processes are found. */
class ForkingTest {

    private static final Path PIDFILE = Path.of("/run/web.pid");
    private static final ExitStatus KILLED = new ExitStatus.Signaled(Signal.KILL, false);
    private static final FakeProgram MASTER = FakeProgram.endless().inOwnSession();

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    /** Launches a program that is gone after 0.1 s and leaves this behind. */
    private void launch(FakeProgram master) {
        world.running("web", FakeProgram.exiting(Duration.ofMillis(100), 0).starting(master));
        world.apply(process("web")
                .forking(PIDFILE.toString(), 5)
                .startretries(0)
                .leftovers(End.AT_ONCE, 2)
                .build());
        world.pass(0.2);
    }

    private void writePidfile(Pid pid) {
        world.census.pidfiles.put(PIDFILE, pid);
    }

    /** Brings it up, with the pid of its main process. */
    private Pid up(FakeProgram master) {
        launch(master);
        Pid main = world.os.processes().orphans().get(0);
        writePidfile(main);
        world.pass(2);
        assertEquals(Phase.RUNNING, world.phase("web"));
        return main;
    }

    @Test
    void theMainProcessIsWhatThePidfileNamesAndIsRecorded() {
        Pid main = up(MASTER);
        assertEquals(main, world.pid("web"));
        assertEquals(List.of("web #1 " + main), world.recorder.mains());
        world.stop("web");
        assertEquals(Phase.STOPPED, world.phase("web"));
    }

    @Test
    void itIsStartingUntilThePidfileIsWrittenAndFatalWithoutIt() {
        launch(MASTER);
        world.pass(4.8);
        assertEquals(Phase.STARTING, world.phase("web"));
        world.pass(0.5);
        assertEquals(Phase.FATAL, world.phase("web"));
        assertEquals(
                "Went into the background, but its pidfile /run/web.pid names no process",
                world.view("web").reason());
        assertEquals(List.of(), world.os.processes().alive());
    }

    @Test
    void whatIsOfAnotherRunIsNotBelieved() {
        world.apply(process("other").build());
        Pid other = world.pid("other");
        writePidfile(other);
        world.running("web", FakeProgram.exiting(Duration.ofMillis(100), 0).starting(MASTER));
        world.apply(
                process("other").build(),
                process("web").forking(PIDFILE.toString(), 5).startretries(0).build());
        world.pass(6);
        assertEquals(Phase.FATAL, world.phase("web"));
        assertTrue(
                world.view("web").reason().contains("names pid " + other + " (fake), which is not of this run"),
                world.view("web").reason());
        assertEquals(Phase.RUNNING, world.phase("other"));
    }

    @Test
    void whatLeavesNothingBehindHasFailedAtOnce() {
        world.running("web", FakeProgram.exiting(Duration.ofMillis(100), 0));
        world.apply(
                process("web").forking(PIDFILE.toString(), 5).startretries(0).build());
        world.pass(0.3);
        assertEquals(Phase.FATAL, world.phase("web"));
    }

    @Test
    void aCodeOtherThanZeroIsTheReason() {
        world.running("web", FakeProgram.exiting(Duration.ofMillis(100), 3));
        world.apply(
                process("web").forking(PIDFILE.toString(), 5).startretries(0).build());
        world.pass(0.3);
        assertEquals(
                "exit status 3 before it was in the background (process log may have details)",
                world.view("web").reason());
    }

    @Test
    void whatStaysInTheForegroundIsKilled() {
        world.running("web", FakeProgram.endless());
        world.apply(
                process("web").forking(PIDFILE.toString(), 5).startretries(0).build());
        world.pass(6);
        assertEquals(Phase.FATAL, world.phase("web"));
        assertTrue(
                world.view("web").reason().startsWith("Did not go into the background within 5 seconds"),
                world.view("web").reason());
    }

    @Test
    void aCrashedMasterIsReplacedAtOnceThoughItsFileIsThere() {
        Pid main = up(MASTER.starting(FakeProgram.endless()));
        world.running("web", FakeProgram.exiting(Duration.ofMillis(100), 0).starting(MASTER));
        world.os.processes().end(main, KILLED);
        world.settle();
        assertEquals(2, world.launches.size());
    }

    @Test
    void aMasterThatReplacesItselfIsFollowedWithoutARestart() {
        Pid main = up(MASTER.starting(FakeProgram.endless().inOwnSession()));
        Pid next = world.os.processes().alive().get(1);
        world.census.pidfiles.clear();
        world.os.processes().end(main, new ExitStatus.Exited(0));
        world.pass(1);
        assertEquals(Phase.RUNNING, world.phase("web"));
        writePidfile(next);
        world.pass(1);
        assertEquals(next, world.pid("web"));
        assertEquals(1, world.launches.size());
        assertTrue(world.log.stream().anyMatch(line -> line.startsWith("taken over: 'web'")), world.log::toString);
    }

    @Test
    void aStopBeforeItIsFoundEndsIt() {
        launch(MASTER);
        assertTrue(world.stop("web").isThere());
        assertEquals(Phase.STOPPED, world.phase("web"));
        assertEquals(List.of(), world.os.processes().alive());
    }
}
