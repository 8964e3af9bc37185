package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The daemon becomes another version of itself. */
class UpgradeIT {

    private static final int UPGRADES = 3;

    private static final String PROGRAMS = """
            [program.counter]
            command = "/bin/sh {children}/counts.sh"
            startsecs = 0
            stdout_logfile = "{dir}/counter.log"

            [program.steady]
            command = "/bin/sh {children}/stays.sh {dir}/steady"
            startsecs = 0

            [program.brief]
            command = ["/bin/sh", "-c", "while [ ! -e {dir}/go ]; do sleep 0.01; done; exit 7"]
            startsecs = 0
            autorestart = false

            [program.slow]
            command = "/bin/sh {children}/stays.sh {dir}/slow"
            autostart = false
            startsecs = 3
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void programsRunOnAndNoLineIsLostAndClientsNoticeNothing() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(PROGRAMS);
        daemon.awaitState("steady", "RUNNING");
        long steady = daemon.pid("steady");
        Execution starting = daemon.startCtl("start", "slow");
        eventually(() -> assertTrue(Files.exists(sandbox.dir().resolve("slow"))));
        for (int i = 0; i < UPGRADES; i++) {
            Execution upgrade = daemon.startCtl("upgrade");
            while (upgrade.isAlive()) {
                daemon.ctl("status", "steady").exits(0);
            }
            assertTrue(upgrade.await().exits(0).out().contains("(pid " + daemon.pid() + ")"), "the daemon's pid");
        }
        assertEquals("slow: started\n", starting.await().exits(0).out());
        assertEquals(steady, daemon.pid("steady"));
        eventually(() -> assertEquals(1, sandbox.holders().size()));

        daemon.signal("USR1");
        daemon.awaitLog("received SIGUSR1");
        eventually(() -> assertEquals(UPGRADES + 1, upgrades(daemon)));
        daemon.awaitState("steady", "RUNNING");

        // Its children are still its own: it is told how they end.
        Files.createFile(sandbox.dir().resolve("go"));
        daemon.awaitLog("exited: brief (exit status 7; not expected)");
        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd(); // with all that was in the pipes in the files
        List<String> lines = Files.readAllLines(sandbox.dir().resolve("counter.log"));
        for (int i = 0; i < lines.size(); i++) {
            assertEquals("line " + i, lines.get(i));
        }
    }

    @Test
    void aConfigurationThatIsRefusedChangesNothing() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(PROGRAMS);
        daemon.awaitState("steady", "RUNNING");
        sandbox.toml(PROGRAMS + "nonsense = 1\n");
        Output refused = daemon.ctl("upgrade");
        assertNotEquals(0, refused.code());
        assertTrue(refused.err().contains("nonsense"), refused.toString());
        assertEquals("RUNNING", daemon.status().state("steady"));
        assertEquals(0, upgrades(daemon));
    }

    @Test
    void aVersionThatDoesNotComeUpIsFollowedByTheOneBefore() throws IOException, InterruptedException {
        Path config = sandbox.toml(PROGRAMS);
        Path program = sandbox.dir().resolve("bin-supervisord");
        Path bin = Path.of(App.supervisord()).getParent();
        install(
                program,
                "sv_program=supervisord\nsv_bin=" + bin + "\nsv_home=" + bin + "\n. \"$sv_home/launcher/launch.sh\"\n");
        Execution first = sandbox.start(Map.of(), program.toString(), "-n", "-c", config.toString());
        eventually(() -> assertEquals(
                1, Files.readAllLines(sandbox.dir().resolve("steady")).size()));
        eventually(
                () -> sandbox.ctl("-c", config.toString(), "status", "steady").exits(0));
        // Finds the configuration good, and ends at once when it is to run.
        install(program, "printf 'good\\000bad\\000/bin/false\\000that is all'\n");

        Output upgrade = sandbox.ctl("-c", config.toString(), "upgrade");
        assertEquals(1, upgrade.code(), upgrade.toString());
        assertTrue(upgrade.out().contains("version bad did not come up"), upgrade.toString());
        assertFalse(first.isAlive(), "the first process has become the bad version and ended");
        assertEquals(1, Files.readAllLines(sandbox.dir().resolve("steady")).size(), "copies of steady");
        Status status =
                Status.parse(sandbox.ctl("-c", config.toString(), "status").out());
        assertEquals("RUNNING", status.state("steady"));
        sandbox.ctl("-c", config.toString(), "shutdown").exits(0);
        eventually(() -> assertEquals(List.of(), sandbox.processes()));
    }

    private static void install(Path program, String script) throws IOException {
        Path fresh = program.resolveSibling("fresh");
        Files.writeString(fresh, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.move(fresh, program, StandardCopyOption.REPLACE_EXISTING);
    }

    private static long upgrades(TestDaemon daemon) throws IOException {
        return daemon.log()
                .lines()
                .filter(line -> line.contains("upgraded: supervisord is now"))
                .count();
    }
}
