package dev.supervisord.os.fake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Signal;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.Delivery;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.Processes.Scope;
import dev.supervisord.os.ProcessesContract;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class FakeProcessesTest extends ProcessesContract {

    private final FakeOs os = new FakeOs();
    private boolean misuseExpected;

    @Override
    protected Processes processes() {
        return os.processes();
    }

    @Override
    protected LaunchSpec spec(Kind kind) {
        os.processes()
                .run(
                        switch (kind) {
                            case ENDLESS -> FakeProgram.endless();
                            case EXITS_WITH_7 -> FakeProgram.exiting(Duration.ofMillis(1), 7);
                            case DEAF_TO_TERM -> FakeProgram.endless().ignoring(Signal.TERM);
                            case HAS_DESCENDANT -> FakeProgram.endless().starting(FakeProgram.endless());
                            case MISSING -> FakeProgram.refused(Stage.FIND, "ENOENT", "can't find command 'missing'");
                        });
        return command("something");
    }

    @Override
    protected void untilReady(Kind kind, Pid pid) {
        // A fake program is ready as soon as it is launched.
    }

    @AfterEach
    void nothingIsLeft() {
        if (!misuseExpected) {
            os.assertClean();
        }
    }

    private Pid launched(FakeProgram program) {
        os.processes().run(program);
        return assertInstanceOf(LaunchResult.Launched.class, processes().launch(command("something")))
                .pid();
    }

    @Test
    void aProgramEndsAtItsTimeAndNotBefore() {
        launched(FakeProgram.exiting(Duration.ofSeconds(5), 3));
        os.clock().advance(Duration.ofMillis(4999));
        assertEquals(1, os.processes().alive().size());
        os.clock().advance(Duration.ofMillis(1));
        assertEquals(new ExitStatus.Exited(3), processes().reap().orElseThrow().status());
    }

    @Test
    void aHandledSignalEndsTheProgramLater() {
        Pid pid = launched(FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(2), 0));
        processes().signal(pid, Signal.TERM, Scope.PROCESS);
        os.clock().advance(Duration.ofMillis(1999));
        assertEquals(1, os.processes().alive().size());
        processes().signal(pid, Signal.TERM, Scope.PROCESS); // the second changes nothing
        os.clock().advance(Duration.ofMillis(1));
        assertEquals(new ExitStatus.Exited(0), processes().reap().orElseThrow().status());
    }

    @Test
    void theListenerHearsOfEachExit() {
        int[] heard = {0};
        os.processes().onExit(() -> heard[0]++);
        Pid pid = launched(FakeProgram.endless());
        assertEquals(0, heard[0]);
        os.processes().end(pid, new ExitStatus.Exited(1));
        assertEquals(1, heard[0]);
        assertTrue(processes().reap().isPresent());
    }

    @Test
    void aForeignProcessCannotBeSignalled() {
        Pid pid = launched(FakeProgram.endless().foreign());
        assertEquals(Delivery.NOT_PERMITTED, processes().signal(pid, Signal.KILL, Scope.PROCESS));
        os.processes().end(pid, new ExitStatus.Exited(0));
        assertTrue(processes().reap().isPresent());
    }

    @Test
    void aSignalToAReapedPidIsAFault() {
        misuseExpected = true;
        Pid pid = launched(FakeProgram.exiting(Duration.ZERO, 0));
        processes().awaitExit();
        assertTrue(processes().reap().isPresent());
        assertEquals(Delivery.NO_SUCH_PROCESS, processes().signal(pid, Signal.TERM, Scope.GROUP));
        assertEquals(
                List.of("SIGTERM to the group " + pid + ", which no longer exists and may have become a stranger's"),
                os.processes().faults());
        assertThrows(AssertionError.class, os::assertClean);
    }

    @Test
    void whatIsLeftIsAFault() {
        misuseExpected = true;
        Pid alive = launched(FakeProgram.endless());
        Pid zombie = launched(FakeProgram.exiting(Duration.ZERO, 0));
        processes().awaitExit();
        assertEquals(
                List.of("still alive: " + alive, "never reaped: " + zombie),
                os.processes().faults());
    }

    @Test
    void awaitingAnExitThatNeverComesFails() {
        Pid pid = launched(FakeProgram.endless());
        assertThrows(AssertionError.class, () -> processes().awaitExit());
        os.processes().end(pid, new ExitStatus.Exited(0));
        assertTrue(processes().reap().isPresent());
    }
}
