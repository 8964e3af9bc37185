package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stops that outlive the daemon, and the standard input of what outlives it. */
class KeptStopIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void whatIsKeptStoppedStaysSoUntilItIsStartedAndItsNeighbourStillReads() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.kept]
                command = "/bin/cat"
                startsecs = 0
                [program.cat]
                command = "/bin/cat"
                startsecs = 0
                """);
        Path config = sandbox.dir().resolve("supervisord.toml");
        daemon.awaitState("kept", "RUNNING");
        daemon.ctl("stop", "--keep", "kept").exits(0).prints("kept: stopped");
        daemon.kill();
        daemon = sandbox.daemonOn(config);
        assertKept(daemon);
        daemon.fg("cat", "hello", 1).exits(0).mentions("hello", "Exiting foreground");
        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd().exits(0);
        daemon = sandbox.daemonOn(config);
        daemon.awaitState("cat", "RUNNING");
        assertKept(daemon);
        daemon.ctl("reload").exits(0);
        assertKept(daemon);
        daemon.ctl("start", "kept").exits(0).prints("kept: started");
    }

    private static void assertKept(TestDaemon daemon) throws IOException, InterruptedException {
        Status status = daemon.status();
        assertEquals("STOPPED", status.state("kept"));
        assertTrue(status.description("kept").endsWith("(kept)"), status::toString);
    }
}
