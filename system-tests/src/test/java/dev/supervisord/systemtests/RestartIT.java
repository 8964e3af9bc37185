package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** What happens when a process ends by itself. Alone on the machine, because times are measured. */
@Isolated
class RestartIT {

    /** Supervisor needs 1000 to 2000 ms, each time. A busy machine is slow sometimes, not so many times. */
    private static final Duration AT_ONCE = Duration.ofMillis(500);

    private static final int KILLS_MIN = 5;
    private static final int KILLS_MAX = 40;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void killedProcessIsReplacedAtOnce() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.worker]
                command = "/bin/sh {children}/stays.sh {dir}/runs"
                startsecs = 0
                """);
        Path runs = sandbox.dir().resolve("runs");
        List<Duration> gaps = new ArrayList<>();
        eventually(() -> assertEquals(1, pids(runs).size(), "runs"));
        while (gaps.size() < KILLS_MIN
                || (gaps.size() < KILLS_MAX && Collections.min(gaps).compareTo(AT_ONCE) >= 0)) {
            int before = gaps.size() + 1;
            long began = System.nanoTime();
            Processes.signal(pids(runs).get(before - 1), "KILL");
            eventually(() -> assertEquals(before + 1, pids(runs).size(), "runs"));
            gaps.add(Duration.ofNanos(System.nanoTime() - began));
        }
        assertTrue(Collections.min(gaps).compareTo(AT_ONCE) < 0, () -> "from kill to successor: " + gaps);
        eventually(() -> assertEquals(pids(runs).get(gaps.size()), daemon.pid("worker")));
    }

    @Test
    void logIsIntactAcrossRuns() throws IOException, InterruptedException {
        sandbox.daemon("""
                [program.worker]
                command = "/bin/sh {children}/stays.sh {dir}/runs"
                startsecs = 0
                stdout_logfile = "{dir}/worker.log"
                """);
        Path runs = sandbox.dir().resolve("runs");
        eventually(() -> assertEquals(1, pids(runs).size()));
        Processes.signal(pids(runs).get(0), "KILL");
        eventually(() -> assertEquals(2, pids(runs).size()));
        eventually(() -> assertEquals(
                pids(runs).stream().map(pid -> "started " + pid).toList(),
                Files.readAllLines(sandbox.dir().resolve("worker.log"))));
    }

    @Test
    void twoRetriesAreThreeRuns() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.broken]
                command = "/bin/sh {children}/fails.sh {dir}/runs"
                startsecs = 60
                startretries = 2
                """);
        daemon.awaitState("broken", "FATAL");
        assertEquals(3, Files.readAllLines(sandbox.dir().resolve("runs")).size());
        assertTrue(daemon.status().description("broken").contains("Exited too quickly"), () -> "says why");
    }

    @Test
    void programThatFailsIsNeverRunning() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.false]
                command = "/bin/false"
                numprocs = 40
                startsecs = 60
                startretries = 0
                autostart = false
                """);
        for (int round = 0; round < 5; round++) {
            Output start = daemon.ctl("start", "false");
            assertEquals(
                    40,
                    start.out()
                            .lines()
                            .filter(line -> line.endsWith("ERROR (spawn error)"))
                            .count(),
                    start::toString);
        }
        assertFalse(daemon.log().contains("RUNNING"), () -> "a failing program was called RUNNING");
    }

    @Test
    void processThatEndsAsExpectedIsNotStartedAgain() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.job]
                command = "/bin/sh -c 'echo run >>{dir}/runs; exit 3'"
                startsecs = 0
                exitcodes = [3]
                """);
        daemon.awaitState("job", "EXITED");
        assertEquals(1, Files.readAllLines(sandbox.dir().resolve("runs")).size());
    }

    @Test
    void exitIsSeenAlthoughAGrandchildHoldsTheOutput() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.parent]
                command = "/bin/sh {children}/leaves-a-grandchild.sh {dir}/grandchild"
                startsecs = 0
                autorestart = false
                stdout_logfile = "{dir}/parent.log"
                """);
        daemon.awaitState("parent", "EXITED");
        eventually(() -> assertEquals(
                List.of("the grandchild stays"),
                Files.readAllLines(sandbox.dir().resolve("parent.log"))));
        long grandchild = Long.parseLong(
                Files.readString(sandbox.dir().resolve("grandchild")).strip());
        ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly); // unless the daemon has ended it
    }

    private static List<Long> pids(Path runs) throws IOException {
        return Files.exists(runs)
                ? Files.readAllLines(runs).stream().map(Long::valueOf).toList()
                : List.of();
    }
}
