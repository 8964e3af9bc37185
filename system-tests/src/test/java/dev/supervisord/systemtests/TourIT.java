package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The first five minutes with hello-world, as the README tells them. */
class TourIT {

    private static final String FIRST = "hello-world:hello-world_00";
    private static final String SECOND = "hello-world:hello-world_01";

    private static final String FOURTH = "hello-world:hello-world_03";

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void fiveMinutes() throws IOException, InterruptedException {
        Path config = Examples.copy(sandbox, "hello-world.toml", 8000);
        TestDaemon daemon = sandbox.daemonOn(config);
        allRun(daemon, 3);
        answers(daemon, SECOND, 1);

        long before = daemon.pid(SECOND);
        Processes.signal(before, "KILL");
        eventually(() -> assertNotEquals(
                Long.toString(before), daemon.ctl("pid", SECOND).out().strip()));
        answers(daemon, SECOND, 1);
        daemon.ctl("why", SECOND).exits(0).mentions(SECOND + " is ", "its restart policy", "terminated by SIGKILL");
        daemon.ctl("describe", SECOND).exits(0).mentions("hello-world.toml:", "SIGKILL", "# default");

        Execution tail = daemon.startCtl("tail", "-f", FIRST);
        eventually(() -> assertTrue(tail.soFar().out().contains("listening on port " + sandbox.port()), "the past"));
        Http.get(sandbox.port());
        eventually(() -> assertTrue(tail.soFar().out().contains("GET / "), "the present"));
        tail.signal("INT");
        tail.await();

        stopAndStart(daemon);
        addAProcess(daemon, config.resolveSibling("hello-world.toml"));
        misspellAKey(daemon, config);
        daemon.ctl("shutdown").exits(0).prints("Shut down");
        daemon.awaitEnd().exits(0);
    }

    private void stopAndStart(TestDaemon daemon) throws IOException, InterruptedException {
        daemon.ctl("restart", SECOND).exits(0).prints(SECOND + ": stopped", SECOND + ": started");
        daemon.ctl("stop", "hello-world").exits(0).mentions(FIRST + ": stopped", SECOND + ": stopped");
        assertThrows(AssertionError.class, () -> Http.get(sandbox.port()));
        daemon.ctl("status").exits(3);
        daemon.ctl("start", "hello-world").exits(0).mentions(FIRST + ": started", SECOND + ": started");
        allRun(daemon, 3);
    }

    private void addAProcess(TestDaemon daemon, Path program) throws IOException, InterruptedException {
        long unchanged = daemon.pid(FIRST);
        Files.writeString(program, Files.readString(program).replace("numprocs = 3", "numprocs = 4"));
        daemon.ctl("reload", "--dry-run").exits(0).prints(FOURTH + ": added, would be started");
        assertEquals("absent", daemon.status().state(FOURTH));
        daemon.ctl("reload").exits(0).prints(FOURTH + ": added, started");
        allRun(daemon, 4);
        answers(daemon, FOURTH, 3);
        assertEquals(unchanged, daemon.pid(FIRST));
    }

    private void misspellAKey(TestDaemon daemon, Path config) throws IOException, InterruptedException {
        Path program = config.resolveSibling("hello-world.toml");
        Files.writeString(program, Files.readString(program).replace("autorestart", "aurorestart"));
        sandbox.supervisord("-c", config.toString(), "check")
                .exits(2)
                .mentions("hello-world.toml:", "aurorestart", "did you mean autorestart?");
        daemon.ctl("reload").exits(1).mentions("hello-world.toml:", "did you mean autorestart?");
        allRun(daemon, 4);
    }

    private static void allRun(TestDaemon daemon, int processes) throws IOException, InterruptedException {
        List<String> expected = IntStream.range(0, processes)
                .mapToObj(i -> "hello-world:hello-world_0" + i + " RUNNING")
                .toList();
        eventually(() -> assertEquals(
                expected,
                daemon.status().rows().entrySet().stream()
                        .map(row -> row.getKey() + " " + row.getValue().state())
                        .toList()));
        daemon.ctl("status").exits(0);
    }

    private void answers(TestDaemon daemon, String process, int i) throws IOException, InterruptedException {
        String name = process.substring(process.indexOf(':') + 1);
        eventually(() -> assertEquals(
                "hello, world from " + name + ", pid " + daemon.pid(process) + "\n", Http.get(sandbox.port() + i)));
    }
}
