package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs that wait for others, work with an end, and a program whose end is the daemon's. */
class DependenciesIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void programsStartInTheirOrderAndTheLastOneTakesTheDaemonWithIt() throws IOException, InterruptedException {
        Path story = sandbox.dir().resolve("story");
        String tell = "echo %s >> " + story + "; ";
        TestDaemon daemon =
                sandbox.daemon("""
                [program.db]
                command = ["/bin/sh", "-c", "%sexec sleep 1000"]
                startsecs = 0
                [program.migrate]
                type = "oneshot"
                command = ["/bin/sh", "-c", "%s"]
                depends_on = ["db"]
                [program.web]
                command = ["/bin/sh", "-c", "trap 'exit 3' USR1; %swhile :; do sleep 0.1; done"]
                startsecs = 0
                autorestart = false
                priority = 1
                depends_on = ["migrate", "db"]
                exit_policy = "shutdown"
                """.formatted(tell.formatted("db"), tell.formatted("migrated"), tell.formatted("web")));
        daemon.awaitState("web", "RUNNING");
        Eventually.eventually(() -> assertEquals(List.of("db", "migrated", "web"), Files.readAllLines(story)));
        assertTrue(daemon.status().description("migrate").endsWith(", done"), daemon.status()::toString);

        // Work that is done is not done again by a daemon that takes over, nor by a start of what waited for it.
        Path config = sandbox.dir().resolve("supervisord.toml");
        daemon.kill();
        daemon = sandbox.daemonOn(config);
        daemon.ctl("stop", "db", "web").exits(0).prints("db: stopped", "web: stopped");
        daemon.ctl("start", "web").exits(0).prints("db: started", "web: started");
        Eventually.eventually(
                () -> assertEquals(List.of("db", "migrated", "web", "db", "web"), Files.readAllLines(story)));

        daemon.ctl("stop", "db").exits(0);
        assertEquals("RUNNING", daemon.status().state("web"));
        daemon.ctl("signal", "USR1", "web").exits(0);
        daemon.awaitEnd().exits(3);
    }
}
