package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.LogFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pump in a JVM of its own is killed again and again while a child writes much more than can be stored. */
@Timeout(300)
class KilledFloodTest {
    private static final int KILLS = 8;
    private static final int BYTES_MAX = 5_000_000;
    private static final int LINE_BYTES = 100;

    /** So much from one kill to the next, however late that comes: it finds room on the disk. */
    private static final int FLOOD_BYTES = 50_000_000;

    @TempDir
    Path directory;

    private final AtomicBoolean enough = new AtomicBoolean();
    private final AtomicLong written = new AtomicLong();
    private volatile long allowed;

    @Test
    void noByteOfAFloodIsLostOrStoredTwice() throws IOException, InterruptedException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path fifo = directory.resolve("run/fifo/p.stdout");
        Process pump = start();
        Eventually.until(() -> Files.exists(directory.resolve("begun")), () -> "the pump did not start");
        try (Child child = new Child(fifo)) {
            Thread writer = new Thread(() -> write(child));
            writer.start();
            for (int kill = 0; kill < KILLS; kill++) {
                long before = stored();
                allowed = written.get() + FLOOD_BYTES;
                Eventually.until(() -> stored() > before + BYTES_MAX / 2, () -> "nothing is stored");
                LockSupport.parkNanos(random.nextInt(10_000_000));
                pump.destroyForcibly().waitFor();
                pump = start();
            }
            enough.set(true);
            writer.join();
            Eventually.until(() -> stored() == written.get(), () -> stored() + " of " + written + ", seed " + seed);
        } finally {
            pump.destroyForcibly().waitFor();
            PumpProcess.keeper(directory, trouble -> {}).end();
        }
        check("seed " + seed);
    }

    private Process start() throws IOException {
        return PumpProcess.start(directory, LogFormat.RAW, BYTES_MAX);
    }

    /** Numbered lines, many in a write, until told to stop. */
    private void write(Child child) {
        for (int number = 0; !enough.get(); ) {
            if (written.get() >= allowed) {
                LockSupport.parkNanos(50_000);
                continue;
            }
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                lines.append(PumpRig.line(number++));
            }
            child.write(lines.toString());
            written.addAndGet(lines.length());
        }
    }

    /** The parts of the log, oldest first. */
    private List<Path> parts() {
        List<Path> parts = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory.resolve("log"))) {
            files.forEach(parts::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        parts.sort(Comparator.comparingInt(KilledFloodTest::number).reversed());
        return parts;
    }

    private static int number(Path part) {
        String name = part.getFileName().toString();
        return name.equals("out") ? 0 : Integer.parseInt(name.substring(name.lastIndexOf('.') + 1));
    }

    /** A file that is renamed meanwhile may be missed: it will be counted the next time. */
    private long stored() {
        return parts().stream().mapToLong(part -> part.toFile().length()).sum();
    }

    private void check(String seed) throws IOException {
        int expected = 0;
        for (Path part : parts()) {
            byte[] bytes = Files.readAllBytes(part);
            assertEquals(0, bytes.length % LINE_BYTES, seed + ": " + part + " ends within a line");
            for (int at = 0; at < bytes.length; at += LINE_BYTES) {
                String digits = new String(bytes, at, 8, StandardCharsets.US_ASCII);
                assertEquals(expected++, Integer.parseInt(digits), seed);
            }
        }
        assertEquals(written.get(), (long) expected * LINE_BYTES, seed);
    }
}
