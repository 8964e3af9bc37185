package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How processes are stopped. */
class StopIT {

    private static final int DEAF = 40;
    private static final Duration TIME_OF_ONE = Duration.ofSeconds(2);

    /** One after the other they would need 80 seconds. */
    private static final Duration TIME_OF_A_FEW = Duration.ofSeconds(60);

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void processThatIgnoresTermIsKilledAfterItsTime() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.stubborn]
                command = "/bin/sh {children}/stubborn.sh"
                startsecs = 0
                stopwaitsecs = 1
                stdout_logfile = "{dir}/stubborn.log"
                """);
        eventually(() ->
                assertEquals(List.of("try me"), Files.readAllLines(sandbox.dir().resolve("stubborn.log"))));
        long pid = daemon.pid("stubborn");
        long began = System.nanoTime();
        daemon.ctl("stop", "stubborn").exits(0).prints("stubborn: stopped");
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertFalse(Processes.isAlive(pid));
        assertTrue(took.compareTo(Duration.ofSeconds(1)) >= 0, () -> "killed after " + took);
        assertEquals("STOPPED", daemon.status().state("stubborn"));
    }

    @Test
    void processesThatIgnoreTermAreGivenTheirTimeTogether() throws IOException, InterruptedException {
        StringBuilder programs = new StringBuilder();
        for (int i = 0; i < DEAF; i++) {
            programs.append("[program.deaf").append(i).append("]\n");
            programs.append("command = \"/bin/sh {children}/stubborn.sh\"\nstopwaitsecs = 2\n");
            programs.append("stdout_logfile = \"{dir}/").append(i).append(".log\"\n");
        }
        TestDaemon daemon = sandbox.daemon(programs.toString());
        for (int i = 0; i < DEAF; i++) {
            awaitLines(i, "try me");
        }
        long began = System.nanoTime();
        daemon.signal("TERM");
        daemon.awaitEnd().exits(0);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertEquals(List.of(), sandbox.processes());
        assertTrue(took.compareTo(TIME_OF_ONE) >= 0 && took.compareTo(TIME_OF_A_FEW) < 0, () -> "took " + took);
    }

    @Test
    void termOfTheDaemonStopsAllInOrderAndExitsWithZero() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.polite]
                command = "/bin/sh {children}/polite.sh"
                numprocs = 3
                stopwaitsecs = 100
                stdout_logfile = "{dir}/%(process_num)d.log"
                """);
        for (int i = 0; i < 3; i++) {
            awaitLines(i, "here I am");
        }
        daemon.signal("TERM");
        daemon.awaitEnd().exits(0);
        assertEquals(List.of(), sandbox.processes());
        for (int i = 0; i < 3; i++) {
            awaitLines(i, "here I am", "goodbye");
        }
        assertFalse(Files.exists(sandbox.dir().resolve("socket")), "the socket is removed");
        assertFalse(Files.exists(sandbox.dir().resolve("supervisord.pid")), "the pidfile is removed");
    }

    @Test
    void termWhileTheDaemonIsStillStartingLeavesNothingBehind() throws IOException, InterruptedException {
        Path config = sandbox.toml("""
                [program.worker]
                command = "/bin/sh {children}/stays.sh {dir}/runs"
                """);
        Execution daemon = sandbox.start(Map.of(), App.supervisord(), "-n", "-c", config.toString());
        eventually(() -> assertEquals(
                1, Files.readAllLines(sandbox.dir().resolve("runs")).size()));
        daemon.signal("TERM");
        daemon.await().exits(0);
        assertEquals(List.of(), sandbox.processes());
    }

    @Test
    void shutdownOnRequestDoesTheSame() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.polite]
                command = "/bin/sh {children}/polite.sh"
                """);
        daemon.ctl("shutdown").exits(0).prints("Shut down");
        daemon.awaitEnd().exits(0);
        assertEquals(List.of(), sandbox.processes());
    }

    @Test
    void stopAndStartAndRestartNameAllProcesses() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.polite]
                command = "/bin/sh {children}/polite.sh"
                numprocs = 2
                startsecs = 0
                """);
        daemon.awaitState("polite:polite_01", "RUNNING");
        daemon.ctl("stop", "polite").exits(0).mentions("polite:polite_00: stopped", "polite:polite_01: stopped");
        daemon.ctl("start", "polite:polite_01").exits(0).prints("polite:polite_01: started");
        daemon.ctl("status").exits(3);
        daemon.ctl("start", "polite").mentions("polite:polite_00: started");
        daemon.ctl("restart", "polite:*")
                .exits(0)
                .mentions("polite:polite_00: stopped", "polite:polite_00: started", "polite:polite_01: started");
        daemon.ctl("status").exits(0);
    }

    private void awaitLines(int process, String... lines) throws IOException, InterruptedException {
        eventually(() ->
                assertEquals(List.of(lines), Files.readAllLines(sandbox.dir().resolve(process + ".log"))));
    }
}
