package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.Processes.Delivery;
import dev.supervisord.os.Processes.Scope;
import dev.supervisord.output.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes whose parent was killed: they are nobody's children here. */
@Timeout(300)
class PosixAdoptedTest {

    @TempDir
    private Path directory;

    private final PosixProcesses processes = new PosixProcesses();
    private final Adopted adopted = processes.adopted();
    private final List<Long> started = new ArrayList<>();

    @AfterEach
    void endAll() {
        started.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        // Another test in this JVM may have made it the parent of all orphans.
        started.forEach(pid -> {
            while (ProcFs.stat(new Pid(pid.intValue()))
                    .filter(stat -> stat.parent() == processes.self().value())
                    .isPresent()) {
                processes.reap();
            }
        });
    }

    /** A program in a session of its own, whose parent has ended before this returns. */
    private ProcessIdentity orphan(String script) throws IOException, InterruptedException {
        Process parent = new ProcessBuilder(
                        "/bin/sh", "-c", "setsid /bin/sh -c \"$0\" </dev/null >/dev/null 2>&1 & echo $!", script)
                .start();
        long pid = Long.parseLong(parent.inputReader().readLine());
        parent.waitFor();
        started.add(pid);
        Pid known = new Pid((int) pid);
        // setsid(1) is the same process before and after it executes the program.
        Eventually.until(
                () -> ProcFs.stat(known).map(stat -> stat.session()).orElse(0) == pid, () -> "it leads no session");
        return adopted.identify(known).orElseThrow();
    }

    private Exit end() {
        assertTrue(adopted.awaitEnd());
        return processes.reap().orElseThrow();
    }

    @Test
    void anAdoptedProcessCanBeSignalledAndItsEndIsSeen() throws IOException, InterruptedException {
        ProcessIdentity sleeper = orphan("exec sleep 1000");
        Duration age = adopted.adopt(sleeper).orElseThrow();
        assertTrue(age.compareTo(Duration.ofSeconds(200)) < 0, age.toString());
        assertEquals(Delivery.DELIVERED, processes.signal(sleeper.pid(), Signal.TERM, Scope.PROCESS));
        assertEquals(new Exit(sleeper.pid(), new ExitStatus.Signaled(Signal.TERM, false)), end());
        assertFalse(adopted.awaitEnd(), "nothing is adopted any more");
    }

    @Test
    void itsExitCodeIsSeen() throws IOException, InterruptedException {
        Path go = directory.resolve("go");
        ProcessIdentity program = orphan("while [ ! -e " + go + " ]; do sleep 0.01; done; exit 42");
        assertTrue(adopted.adopt(program).isPresent());
        Files.createFile(go);
        assertEquals(new ExitStatus.Exited(42), end().status());
    }

    @Test
    void itsGroupIsReached() throws IOException, InterruptedException {
        ProcessIdentity leader = orphan("sleep 1001 & exec sleep 1000");
        ChildView.of(leader.pid()).until(child -> !child.children().isEmpty());
        long member = ProcessHandle.of(leader.pid().value())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
        started.add(member);
        assertTrue(adopted.adopt(leader).isPresent());
        assertEquals(Delivery.DELIVERED, processes.signal(leader.pid(), Signal.KILL, Scope.GROUP));
        assertEquals(leader.pid(), end().pid());
        Eventually.until(
                () -> adopted.identify(new Pid((int) member)).isEmpty(), () -> "the member of its group lives");
    }

    @Test
    void aStrangerWithTheSamePidIsNotAdopted() throws IOException, InterruptedException {
        ProcessIdentity sleeper = orphan("exec sleep 1000");
        assertEquals(Optional.empty(), adopted.adopt(new ProcessIdentity(sleeper.pid(), sleeper.startTicks() + 1)));
        assertEquals(Optional.empty(), adopted.adopt(new ProcessIdentity(new Pid(4_194_303), 1)));
        assertFalse(adopted.awaitEnd());
    }

    @Test
    void aStartOfTheMachineHasAName() {
        assertNotEquals("", adopted.bootId());
    }
}
