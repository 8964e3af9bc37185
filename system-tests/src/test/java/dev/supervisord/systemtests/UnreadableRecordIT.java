package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A program that cannot be found by its mark, whose record cannot be read: what listens on its port is asked about. */
class UnreadableRecordIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void noSecondCopyIsStartedBesideOneThatListensOnItsPort() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon("""
                [program.web]
                command = "/usr/bin/env -i /usr/bin/python3 -S {children}/listens.py {dir}/copies %(port)d"
                port = {port}
                startsecs = 0
                """);
        eventually(() -> assertEquals(1, copies().size()));
        long copy = copies().get(0);
        assertEquals(copy, first.pid("web"));
        Path record = sandbox.dir().resolve("run/runs/web.run");
        // It is written a moment after the launch.
        eventually(() -> assertTrue(Files.readString(record).contains("pid = " + copy)));
        first.kill();
        byte[] whole = Files.readAllBytes(record);
        Files.write(record, Arrays.copyOf(whole, whole.length / 2));

        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        try {
            String listener = "pid " + copy + " (python3) listens on port " + sandbox.port();
            assertEquals("FATAL", second.status().state("web"));
            assertTrue(
                    second.ctl("status").out().contains("held back: " + listener),
                    second.ctl("status").out());
            assertTrue(second.ctl("why", "web").out().contains(listener));
            assertTrue(second.log().contains("'web' is not started"), second.log());
            assertTrue(second.log().contains("'" + record + "'"), second.log());
            assertEquals(List.of(copy), copies());

            // Who asks for a start has decided, and this program can stand a copy beside it.
            second.ctl("start", "web").exits(0);
            eventually(() -> assertEquals(List.of(copy, second.pid("web")), copies()));
        } finally {
            Processes.signal(copy, "KILL"); // nobody supervises it
            eventually(() -> assertFalse(Processes.isAlive(copy)));
        }
    }

    private List<Long> copies() throws IOException {
        return Files.readAllLines(sandbox.dir().resolve("copies")).stream()
                .map(Long::valueOf)
                .toList();
    }
}
