package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.v1.ProcessStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A daemon is followed by another, by an upgrade or after a kill: what it knew of its processes goes on to be true. */
class SuccessionIT {

    private static final String PROGRAMS = """
            [program.failing]
            command = ["/bin/sh", "-c", "echo $$ >>{dir}/failing; exit 1"]
            autostart = false
            startsecs = 60
            startretries = 3
            backoff = { initial = "100ms", factor = 8, max = "10s", jitter = 0 }

            [program.broken]
            command = ["/bin/sh", "-c", "echo $$ >>{dir}/broken; exit 1"]
            startsecs = 60
            startretries = 0

            [program.once]
            command = ["/bin/sh", "-c", "echo $$ >>{dir}/once"]
            type = "oneshot"

            [program.over]
            command = ["/bin/sh", "-c", "echo $$ >>{dir}/over; sleep 0.1; exit 3"]
            startsecs = 0
            autorestart = false

            [program.halted]
            command = "/bin/sh {children}/stays.sh {dir}/halted"
            startsecs = 0

            [program.steady]
            command = "/bin/sh {children}/stays.sh {dir}/steady"
            startsecs = 0
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void countsAndStatesAndUptimeGoOn() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(PROGRAMS);
        first.awaitState("steady", "RUNNING");
        first.awaitState("broken", "FATAL");
        first.awaitState("over", "EXITED");
        first.awaitState("once", "EXITED");
        first.ctl("stop", "halted").exits(0);
        ProcessStatus steady = status("steady");

        Execution starting = first.startCtl("start", "failing");
        eventually(() -> assertTrue(runs("failing").size() >= 2));
        first.ctl("upgrade").exits(0);
        assertAtRest();
        assertGoesOn(steady);

        eventually(() -> assertTrue(runs("failing").size() >= 3));
        first.kill(); // six seconds before the next attempt: one that is killed itself would count and write nothing
        starting.await(); // its connection is lost
        TestDaemon second = sandbox.daemonOn(config());
        assertAtRest();
        assertGoesOn(steady);

        second.awaitState("failing", "FATAL");
        assertEquals(4, runs("failing").size(), "the first attempt, and startretries more");

        // Nothing at all is left: autostart decides, as at a first start.
        second.kill();
        sandbox.killAll();
        TestDaemon third = sandbox.daemonOn(config());
        third.awaitState("steady", "RUNNING");
        third.awaitState("halted", "RUNNING");
        third.awaitState("once", "EXITED");
        assertEquals(2, runs("once").size());
        assertEquals("STOPPED", third.status().state("failing"));
    }

    private void assertAtRest() throws IOException, InterruptedException {
        eventually(() -> {
            Map<String, String> expected =
                    Map.of("broken", "FATAL", "once", "EXITED", "over", "EXITED", "halted", "STOPPED");
            for (Map.Entry<String, String> process : expected.entrySet()) {
                String name = process.getKey();
                assertEquals(
                        "PROCESS_STATE_" + process.getValue(),
                        status(name).getState().name(),
                        name);
                assertEquals(1, runs(name).size(), "runs of " + name);
            }
            assertTrue(
                    status("once").getReason().contains("done"), status("once").toString());
        });
    }

    /** The record is written a moment before the launch. */
    private void assertGoesOn(ProcessStatus before) throws IOException {
        ProcessStatus now = status(before.getProcess());
        assertEquals(before.getPid(), now.getPid());
        long later = now.getStartedAt().getSeconds() - before.getStartedAt().getSeconds();
        assertTrue(later >= -60 && later <= 0, () -> "runs since then: " + before + now);
    }

    private Path config() {
        return sandbox.dir().resolve("supervisord.toml");
    }

    private ProcessStatus status(String name) throws IOException {
        try (ControlStubs stubs = new ControlStubs(sandbox.dir().resolve("socket"))) {
            return Objects.requireNonNull(stubs.status().get(name), name);
        }
    }

    private List<String> runs(String name) throws IOException {
        Path file = sandbox.dir().resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }
}
