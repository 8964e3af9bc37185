package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nothing escapes from a program in a cgroup of its own; skipped where the machine lets us make none. */
class CgroupIT {

    /** A process that leaves one behind with a session of its own and without an environment. */
    private static final String ESCAPING = """
            [program.web]
            command = ["/bin/sh", "-c", "(setsid env -i /bin/sleep 4321 &); exec /bin/sleep 1000"]
            cgroup = true
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    private static Path cgroup(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "cgroup")).stream()
                .filter(line -> line.startsWith("0::"))
                .map(line -> Path.of(line.substring(3)))
                .findFirst()
                .orElse(Path.of("/"));
    }

    @Test
    void whatHidesFromTheSupervisorIsFoundInItsCgroupEvenByTheNextDaemon() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(ESCAPING);
        daemon.awaitState("web", "RUNNING");
        long main = daemon.pid("web");
        assumeTrue(cgroup(main).endsWith("web:web"), "no cgroup can be made on this machine: " + daemon.log());
        eventually(() -> assertTrue(daemon.ctl("status", "--tree", "web").out().contains("/bin/sleep 4321")));

        daemon.kill();
        TestDaemon next = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        Processes.signal(main, "KILL");
        eventually(() -> {
            next.awaitState("web", "RUNNING");
            assertNotEquals(main, next.pid("web"));
        });
        next.awaitLog("ending what 'web' left behind: SIGTERM");
        next.ctl("stop", "web").exits(0);
    }
}
