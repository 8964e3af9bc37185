package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** While programs are launched as a user all the time, that user can neither signal nor read nor trace the daemon. */
class LaunchAttackIT {

    /** A daemon that lowers the rights of one of its threads is dead after a few dozen launches. */
    private static final int SECONDS = Integer.getInteger("attack.seconds", 8);

    private static final int PROCESSES = 4;
    private static final int LAUNCHES_MIN = 20;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void theUserOfAProgramHasNoPowerOverTheDaemonAtAnyMomentOfALaunch() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can launch programs as another user");
        Path report = Files.createDirectory(sandbox.dir().resolve("attack")).resolve("report");
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(report.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
        TestDaemon daemon = sandbox.daemon("""
                [program.short]
                command = ["/bin/sh", "-c", "echo launched"]
                numprocs = {processes}
                user = "nobody"
                limits = { nofile = "1024:4096" }
                startsecs = 0
                autorestart = true
                stdout_logfile = "{dir}/%(process_num)d.log"
                """.replace("{processes}", Integer.toString(PROCESSES)));
        Execution attack = sandbox.start(
                Map.of(),
                "python3",
                App.CHILDREN.resolve("attack.py").toString(),
                Long.toString(daemon.pid()),
                Integer.toString(SECONDS),
                report.toString(),
                report.resolveSibling("enough").toString());
        eventually(() -> assertTrue(launched() >= LAUNCHES_MIN || !attack.isAlive(), () -> "too few launches"));
        Files.createFile(report.resolveSibling("enough"));
        attack.await(Duration.ofSeconds(SECONDS + 120L)).exits(0);
        String outcome = Files.readString(report);
        assertTrue(outcome.startsWith("nothing in "), outcome);
        assertTrue(daemon.isAlive());
        assertEquals(0, daemon.ctl("stop", "all").code());
    }

    private long launched() throws IOException {
        long launched = 0;
        for (int i = 0; i < PROCESSES; i++) {
            launched += Files.readAllLines(sandbox.dir().resolve(i + ".log")).size();
        }
        return launched;
    }
}
