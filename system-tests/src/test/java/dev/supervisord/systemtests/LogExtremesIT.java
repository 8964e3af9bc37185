package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Logs as no program should make them: a file of eight kilobytes that is rotated a thousand times while somebody follows it, and a line of
 * many megabytes.
 *
 * <p>{@code -Dlogs.megabytes=100} for a longer line.
 */
class LogExtremesIT {
    private static final int ROTATIONS = 1000;
    private static final int LINE_BYTES = 40;
    private static final int MEGABYTES = Integer.getInteger("logs.megabytes", 8);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** What a daemon may grow by while the line goes through it, three times at once. */
    private static final long MEMORY_KB_MAX = 64 * 1024;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void aFollowerSeesEachLineOnceOverAThousandRotations() throws IOException, InterruptedException {
        // Dated names, because a thousand numbered files would all be renamed a thousand times.
        TestDaemon daemon = sandbox.daemon("""
                [program.raw]
                command = "/usr/bin/env python3 -S {children}/pours.py {dir} raw 1000"
                startsecs = 0
                autorestart = false
                stdout_logfile = "{dir}/raw.log"
                stdout_logfile_maxbytes = "8KB"
                stdout_logfile_backups = 100000
                rotate = "weekly"
                rotate_names = "dated"
                """);
        StoredLog log = new StoredLog(sandbox.dir().resolve("raw.log"));
        Execution tail = daemon.startCtl("tail", "-f", "raw");
        eventually(() -> assertTrue(tail.soFar().out().contains(" ..."), "the reader reads"));
        long before = log.number().parts();
        eventually(PATIENCE, () -> assertTrue(log.number().parts() >= before + ROTATIONS, "rotations"));
        Files.createFile(sandbox.dir().resolve("enough"));
        Path count = sandbox.dir().resolve("raw.count");
        eventually(PATIENCE, () -> assertTrue(Files.size(count) > 0, "it does not end"));
        String last = line(Integer.parseInt(Files.readString(count)) - 1);
        eventually(PATIENCE, () -> assertTrue(tail.endsWith(last + "\n"), "the reader is not at the end"));
        tail.signal("INT");
        // The first line may have been cut.
        List<String> seen = tail.await()
                .out()
                .lines()
                .filter(line -> line.length() == last.length())
                .toList();
        int first = Integer.parseInt(seen.get(0).substring(4, 14));
        for (int i = 0; i < seen.size(); i++) {
            assertEquals(line(first + i), seen.get(i));
        }
        assertEquals(last, seen.get(seen.size() - 1));
    }

    private static String line(int number) {
        String digits = Integer.toString(number);
        String head = "raw " + "0".repeat(10 - digits.length()) + digits + " ";
        return head + ".".repeat(LINE_BYTES - 1 - head.length());
    }

    @Test
    void aLineOfManyMegabytesIsStoredAndSearchedInABoundedRoom() throws IOException, InterruptedException {
        StringBuilder programs = new StringBuilder();
        List<String> formats = List.of("raw", "timestamps", "json");
        for (String format : formats) {
            programs.append("""
                    [program.FORMAT]
                    command = "/usr/bin/env python3 -S {children}/one-line.py MILLIONS"
                    startsecs = 0
                    autostart = false
                    autorestart = false
                    log_format = "FORMAT"
                    stdout_logfile = "{dir}/FORMAT.log"
                    stdout_logfile_maxbytes = "2MB"
                    stdout_logfile_backups = 1000
                    compress = "gzip"
                    """.replace("FORMAT", format).replace("MILLIONS", Integer.toString(MEGABYTES)));
        }
        TestDaemon daemon = sandbox.daemon(programs.toString());
        daemon.ctl("status").mentions("raw");
        long before = peakKilobytes(daemon.pid());
        daemon.ctl("start", "all").exits(0);
        for (String format : formats) {
            eventually(PATIENCE, () -> assertEquals("EXITED", daemon.status().state(format)));
            // The end of a program may be known before the last of what it has written is in the file.
            eventually(() -> daemon.ctl("status", "--json", format)
                    .mentions("\"stored_bytes\":" + (MEGABYTES * 1_000_000L + 5) + ","));
            assertEquals(
                    format + " | end",
                    daemon.ctl("logs", "--grep", "^end$", format)
                            .exits(0)
                            .out()
                            .strip()
                            .replaceFirst("^\\S+Z ", ""));
        }
        long more = peakKilobytes(daemon.pid()) - before;
        assertTrue(more < MEMORY_KB_MAX, () -> "the daemon has grown by " + more + " KB");
    }

    /** The most memory that the process has ever used. */
    private static long peakKilobytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
