package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A pump in a JVM of its own is killed again and again while a child writes as fast as it can. */
@Timeout(300)
class KilledPumpTest {
    private static final int KILLS = 25;
    private static final int KILLS_OF_FORMATS = 12;
    private static final int BACKUPS = PumpProcess.BACKUPS;

    /** So many lines from one kill to the next, however late that comes: all of them find room in the backups. */
    private static final int LINES_MAX = 20_000;

    @TempDir
    Path directory;

    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicInteger written = new AtomicInteger();
    private volatile int allowed;

    @ParameterizedTest
    @EnumSource(LogFormat.class)
    void noByteIsLostOrStoredTwice(LogFormat format) throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path fifo = directory.resolve("run/fifo/p.stdout");
        Path log = directory.resolve("log/out");
        Files.createDirectories(log.getParent());
        Process pump = start(format);
        // As a program is launched only when its run has begun: that sets the numbers of JSON lines.
        Eventually.until(() -> Files.exists(directory.resolve("begun")), () -> "the pump did not start");
        Path marker = directory.resolve("marker");
        try (Child child = new Child(fifo)) {
            Thread writer = new Thread(() -> write(child));
            writer.start();
            for (int kill = 0; kill < (format == LogFormat.RAW ? KILLS : KILLS_OF_FORMATS); kill++) {
                Files.writeString(marker, "");
                allowed = written.get() + LINES_MAX;
                Eventually.until(() -> isStoringAfter(log, marker), () -> "nothing is stored");
                LockSupport.parkNanos(random.nextInt(50_000_000));
                pump.destroyForcibly().waitFor();
                pump = start(format);
            }
            enough.set(true);
            writer.join();
            String last = line(written.get() - 1);
            Eventually.until(() -> endsWith(log, last), () -> "the last of " + written + " lines is not stored");
        } finally {
            pump.destroyForcibly().waitFor();
            PumpProcess.keeper(directory, trouble -> {}).end();
        }
        check(log, format, written.get(), "seed " + seed);
    }

    private Process start(LogFormat format) throws IOException {
        return PumpProcess.start(directory, format, 20_000);
    }

    private static String line(int number) {
        return "line " + (1_000_000_000 + number) + " xxx";
    }

    /** Lines of twenty bytes, several in a write, until told to stop. */
    private void write(Child child) {
        while (!enough.get()) {
            if (written.get() < allowed) {
                StringBuilder lines = new StringBuilder();
                for (int i = 0; i < 50; i++) {
                    lines.append(line(written.getAndIncrement())).append('\n');
                }
                child.write(lines.toString());
            }
            // Else they would all be written long before the kill.
            LockSupport.parkNanos(50_000);
        }
    }

    private static boolean isStoringAfter(Path log, Path marker) {
        return log.toFile().lastModified() > marker.toFile().lastModified();
    }

    /** Whether a line is the last one stored: the live file has it, or the part that it has just become. */
    private static boolean endsWith(Path log, String line) {
        String live = text(log);
        return (live.isEmpty() ? text(log.resolveSibling("out.1")) : live).contains(line);
    }

    /** Nothing of a file that a rotation has just taken away. */
    private static String text(Path part) {
        try {
            return Files.readString(part, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException rotated) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path log, LogFormat format, int lines, String seed) {
        int expected = 0;
        for (int number = BACKUPS; number >= 0; number--) {
            Path part = number == 0 ? log : log.resolveSibling("out." + number);
            if (Files.exists(part)) {
                String text = text(part);
                assertTrue(text.isEmpty() || text.endsWith("\n"), seed + ": " + part + " ends within a line");
                for (String line : text.lines().toList()) {
                    String plain = switch (format) {
                        case RAW -> line;
                        case TIMESTAMPS -> line.substring(25);
                        case JSON -> textOf(line, expected + 1L, seed);
                    };
                    assertEquals(line(expected++), plain, seed);
                }
            }
        }
        assertEquals(lines, expected, seed);
    }

    private static String textOf(String object, long sequence, String seed) {
        StoredLines.Stored line =
                StoredLines.ofJson(object.getBytes(StandardCharsets.UTF_8)).get(0);
        assertEquals(sequence, line.sequence(), seed);
        return line.text();
    }
}
