package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pump in a JVM of its own is killed again and again while a child writes as fast as it can. */
@Timeout(120)
class KilledPumpTest {
    private static final int KILLS = 25;
    private static final int BACKUPS = 2000;

    @TempDir
    Path directory;

    private final AtomicBoolean enough = new AtomicBoolean();

    @Test
    void noByteIsLostOrStoredTwice() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path fifo = directory.resolve("run/fifo/p.stdout");
        Path log = directory.resolve("log/out");
        Files.createDirectories(log.getParent());
        Process pump = start();
        Eventually.until(() -> Files.exists(fifo), () -> "the pump did not start");
        Path marker = directory.resolve("marker");
        int[] written = {0};
        try (Child child = new Child(fifo)) {
            Thread writer = new Thread(() -> written[0] = write(child));
            writer.start();
            for (int kill = 0; kill < KILLS; kill++) {
                Files.writeString(marker, "");
                Eventually.until(() -> isStoringAfter(log, marker), () -> "nothing is stored");
                LockSupport.parkNanos(random.nextInt(50_000_000));
                pump.destroyForcibly().waitFor();
                pump = start();
            }
            enough.set(true);
            writer.join();
            Eventually.until(
                    () -> wholeSize(log) == 20L * written[0], () -> wholeSize(log) + " of " + 20L * written[0]);
        } finally {
            pump.destroyForcibly().waitFor();
        }
        check(log, written[0], "seed " + seed);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Djna.tmpdir=" + System.getProperty("jna.tmpdir", "/tmp"),
                        "-cp",
                        System.getProperty("java.class.path").replace(File.pathSeparator, ":"),
                        PumpProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(BACKUPS))
                .inheritIO()
                .start();
    }

    /** Lines of twenty bytes, several in a write, until told to stop. */
    private int write(Child child) {
        int number = 0;
        while (!enough.get()) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                lines.append("line ").append(1_000_000_000 + number++).append(" xxx\n");
            }
            child.write(lines.toString());
            // Else the files would take gigabytes.
            LockSupport.parkNanos(50_000);
        }
        return number;
    }

    private static boolean isStoringAfter(Path log, Path marker) {
        return log.toFile().lastModified() > marker.toFile().lastModified();
    }

    private static long wholeSize(Path log) {
        long sum = 0;
        for (int number = 0; number <= BACKUPS; number++) {
            File part = number == 0
                    ? log.toFile()
                    : log.resolveSibling("out." + number).toFile();
            sum += part.length();
        }
        return sum;
    }

    private static void check(Path log, int lines, String seed) throws IOException {
        int expected = 0;
        for (int number = BACKUPS; number >= 0; number--) {
            Path part = number == 0 ? log : log.resolveSibling("out." + number);
            if (Files.exists(part)) {
                String text = Files.readString(part, StandardCharsets.ISO_8859_1);
                assertTrue(text.isEmpty() || text.endsWith("\n"), seed + ": " + part + " ends within a line");
                for (String line : text.lines().toList()) {
                    assertEquals("line " + (1_000_000_000 + expected++) + " xxx", line, seed);
                }
            }
        }
        assertEquals(lines, expected, seed);
    }
}
