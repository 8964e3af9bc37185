package dev.supervisord.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.log.DaemonLog;
import dev.supervisord.model.LogLevel;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a daemon that is no use any more; in a process of its own, which ends with it. */
@Timeout(300)
class VitalThreadsTest {

    @TempDir
    Path directory;

    @Test
    void oneThatFailsEndsTheDaemonAtOnceAndIsInTheLog() throws IOException, InterruptedException {
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        VitalThreadsTest.class.getName(),
                        directory.resolve("log").toString(),
                        directory.resolve("orderly").toString())
                .inheritIO()
                .start();
        try {
            assertEquals(VitalThreads.FAILED, daemon.waitFor());
        } finally {
            daemon.destroyForcibly();
        }
        String log = Files.readString(directory.resolve("log"));
        assertTrue(log.contains("CRIT the thread supervisor-loop failed"), log);
        assertTrue(log.contains("java.lang.NoClassDefFoundError: gone"), log);
        assertTrue(Files.notExists(directory.resolve("orderly")), "it has tidied up");
    }

    public static void main(String[] files) throws IOException, InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            var unused = Path.of(files[1]).toFile().mkdir();
        }));
        LogSpec spec = new LogSpec(new Target.File(Path.of(files[0])), 0, 0, false);
        try (DaemonLog log = DaemonLog.open(spec, LogLevel.INFO, Optional.empty())) {
            new VitalThreads(log).start("supervisor-loop", () -> {
                throw new NoClassDefFoundError("gone");
            });
            new CountDownLatch(1).await();
        }
    }
}
