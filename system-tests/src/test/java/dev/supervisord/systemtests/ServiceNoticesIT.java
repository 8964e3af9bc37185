package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What systemd is told of a daemon that it has started with {@code Type=notify}. */
class ServiceNoticesIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void itIsToldOfTheStartOfReloadsUpgradesAndTheEnd() throws IOException, InterruptedException {
        Path socket = sandbox.dir().resolve("notify");
        Path notices = Files.createFile(sandbox.dir().resolve("notices"));
        Execution manager = sandbox.start(
                Map.of(),
                "/usr/bin/env",
                "python3",
                App.CHILDREN.resolve("notices.py").toString(),
                socket.toString(),
                notices.toString());
        try {
            eventually(() -> assertTrue(Files.exists(socket)));
            tell(socket, notices);
        } finally {
            manager.signal("TERM");
            manager.await();
        }
    }

    private void tell(Path socket, Path notices) throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemonOn(sandbox.toml("""
                [program.steady]
                command = "/usr/bin/env python3 {children}/shows-its-environment.py {dir}/environment"
                startsecs = 0
                """), Map.of("NOTIFY_SOCKET", socket.toString()));
        List<String> ready = List.of("READY=1", "MAINPID=" + daemon.pid());
        eventually(() -> assertEquals(ready, Files.readAllLines(notices)));
        Path environment = sandbox.dir().resolve("environment");
        eventually(() -> assertTrue(Files.exists(environment)));
        assertTrue(
                Files.readAllLines(environment).stream().noneMatch(line -> line.startsWith("NOTIFY_SOCKET=")),
                "a program could speak in the daemon's name");

        daemon.signal("HUP");
        eventually(() -> {
            List<String> told = Files.readAllLines(notices);
            assertEquals(6, told.size(), told.toString());
            assertEquals("RELOADING=1", told.get(2));
            assertTrue(told.get(3).matches("MONOTONIC_USEC=\\d+"), told.toString());
            assertEquals(ready, told.subList(4, 6));
        });

        daemon.ctl("reload").exits(0);
        eventually(() -> assertEquals(10, Files.readAllLines(notices).size()));
        assertEquals("RELOADING=1", Files.readAllLines(notices).get(6));

        daemon.ctl("upgrade").exits(0);
        eventually(() -> assertEquals(12, Files.readAllLines(notices).size()));

        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd();
        eventually(() -> {
            List<String> told = Files.readAllLines(notices);
            assertEquals("STOPPING=1", told.get(told.size() - 1), told.toString());
        });
    }
}
