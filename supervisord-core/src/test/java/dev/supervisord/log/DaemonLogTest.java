package dev.supervisord.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogLevel;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Eventually;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DaemonLogTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-21T03:31:03.170Z"));
    private static final ZoneId SHANGHAI = ZoneId.of("Asia/Shanghai");
    private static final LogSpec NOWHERE = new LogSpec(new Target.None(), 0, 0, false);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    private Path file() {
        return directory.resolve("daemon.log");
    }

    private LogSpec to(Path path, long bytesMax, int backups) {
        return new LogSpec(new Target.File(path), bytesMax, backups, false);
    }

    private DaemonLog open(LogSpec spec, LogLevel threshold) throws IOException {
        return DaemonLog.open(spec, threshold, Optional.of(terminal), CLOCK, () -> SHANGHAI);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Before the log is closed, which does not wait for ever until the last lines are written. */
    private static void awaitEnd(Supplier<String> text, String end) {
        Eventually.until(() -> text.get().endsWith(end), text);
    }

    @Test
    void linesHaveSupervisorsFormatInLocalTime() throws IOException {
        try (DaemonLog log = open(to(file(), 0, 0), LogLevel.INFO)) {
            log.info("spawned: 'p' with pid 7");
            log.critical("three\nlines\n\u001b[31mred");
            log.debug("not important enough");
            awaitEnd(() -> read(file()), "red\n");
            awaitEnd(() -> terminal.toString(UTF_8), "red\n");
        }
        String expected = "2026-11-21 11:31:03,170 INFO spawned: 'p' with pid 7\n"
                + "2026-11-21 11:31:03,170 CRIT three\n"
                + "2026-11-21 11:31:03,170 CRIT lines\n"
                + "2026-11-21 11:31:03,170 CRIT \\x1b[31mred\n";
        assertEquals(expected, Files.readString(file()));
        assertEquals(expected, terminal.toString(UTF_8));
    }

    @Test
    void theFileIsContinuedAndRotatedAtItsSize() throws IOException {
        Files.writeString(file(), "from before\n");
        for (int number = 0; number < 8; number++) {
            int i = number; // for lambdas
            try (DaemonLog log = open(to(file(), 100, 2), LogLevel.INFO)) {
                log.info("x".repeat(20) + i);
                boolean full = i % 2 > 0;
                awaitEnd(() -> read(full ? directory.resolve("daemon.log.1") : file()), "x" + i + "\n");
                Eventually.until(() -> read(file()).isEmpty() == full, () -> "not rotated");
            }
        }
        // Two lines of 51 bytes reach the limit.
        assertEquals(0, Files.size(file()));
        assertTrue(Files.readString(directory.resolve("daemon.log.1")).endsWith("x7\n"));
        assertTrue(Files.readString(directory.resolve("daemon.log.2")).endsWith("x5\n"));
        assertTrue(Files.notExists(directory.resolve("daemon.log.3")));
    }

    @Test
    void reopeningFollowsARename() throws IOException {
        Path moved = directory.resolve("moved");
        try (DaemonLog log = open(to(file(), 0, 0), LogLevel.INFO)) {
            log.info("old");
            Files.move(file(), moved);
            log.reopen();
            log.info("new");
            awaitEnd(() -> read(file()), "new\n");
        }
        assertTrue(Files.readString(moved).endsWith("INFO old\n"));
        assertTrue(Files.readString(file()).endsWith("INFO new\n"));
    }

    @Test
    void aFullDiskIsToldOnTheTerminalAndHurtsNothingElse() throws IOException {
        try (DaemonLog log = open(to(Path.of("/dev/full"), 0, 0), LogLevel.INFO)) {
            log.info("one");
            Eventually.until(() -> terminal.toString(UTF_8).contains("cannot write"), () -> terminal.toString(UTF_8));
            log.info("two");
            awaitEnd(() -> terminal.toString(UTF_8), "two\n");
        }
        assertEquals(
                "2026-11-21 11:31:03,170 INFO one\n"
                        + "2026-11-21 11:31:03,170 ERRO cannot write the daemon's log /dev/full: IOException: No space left on"
                        + " device; it is tried again every second\n"
                        + "2026-11-21 11:31:03,170 INFO two\n",
                terminal.toString(UTF_8));
    }

    @Test
    void aLogThatCannotBeOpenedIsAnError() {
        LogSpec spec = to(directory.resolve("missing/daemon.log"), 0, 0);
        NoSuchFileException failed = assertThrows(NoSuchFileException.class, () -> open(spec, LogLevel.INFO));
        assertEquals(directory.resolve("missing/daemon.log").toString(), failed.getMessage());
    }

    @Test
    void aLogWithoutAFileGoesToTheTerminalOnly() throws IOException {
        try (DaemonLog log = open(NOWHERE, LogLevel.BLATHER)) {
            log.log(LogLevel.BLATHER, "very fine");
            awaitEnd(() -> terminal.toString(UTF_8), "fine\n");
        }
        assertEquals("2026-11-21 11:31:03,170 BLAT very fine\n", terminal.toString(UTF_8));
    }

    @Test
    void whatIsLoggedAfterTheEndIsDropped() throws IOException {
        DaemonLog log = open(to(file(), 0, 0), LogLevel.INFO);
        log.close();
        log.info("too late");
        log.reopen();
        assertEquals("", Files.readString(file()));
    }
}
