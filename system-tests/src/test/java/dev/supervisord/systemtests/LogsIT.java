package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Every line that a program writes is stored once, in order and whole, whatever happens meanwhile; what may be lost is accounted for to
 * the byte.
 *
 * <p>{@code -Dlogs.lines=10000000} for more than a million lines.
 */
class LogsIT {

    private static final int LINES = Integer.getInteger("logs.lines", 1_000_000);
    private static final int LINE_BYTES = 40;
    private static final int A_SECOND_MAX = 100_000;
    private static final int DROPPED_MIN = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(5 + LINES / 1_000_000);

    private static final Pattern STDOUT = Pattern.compile("\"process\":\"([a-z]+)\".*?\"stored_bytes\":([0-9]+)"
            + ".*?\"dropped_bytes\":([0-9]+).*?\"write_error\":\"(.*?)\"");

    private static final String PROGRAM = """
            [program.%1$s]
            command = "/usr/bin/env python3 -S {children}/pours.py {dir} %1$s %2$d %5$d"
            startsecs = 0
            autorestart = false
            redirect_stderr = true
            stdout_logfile_maxbytes = "1MB"
            stdout_logfile_backups = 1000
            compress = "gzip"
            stdout_logfile = "%3$s/%1$s.log"
            %4$s

            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    private static String program(String name, int lines, Path directory, String more) {
        return String.format(Locale.ROOT, PROGRAM, name, lines, directory, more, A_SECOND_MAX);
    }

    /** So slow that its lines alone do not fill a small disk as long as a test waits for something. */
    private static String slowProgram(String name, Path directory, String more) {
        return String.format(Locale.ROOT, PROGRAM, name, LINES / 20, directory, more, A_SECOND_MAX / 5);
    }

    @Test
    void everyLineIsStoredOnceWhileFilesRotateReadersComeAndGoAndTheDaemonIsKilled()
            throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(program("raw", LINES / 3, sandbox.dir(), "")
                + program("stamped", LINES / 3, sandbox.dir(), "log_format = \"timestamps\"\nrotate_names = \"dated\"")
                + program("json", LINES / 3, sandbox.dir(), "log_format = \"json\""));
        Path config = sandbox.dir().resolve("supervisord.toml");
        Execution early = daemon.startCtl("tail", "-f", "-n", "5", "raw");
        eventually(() -> assertTrue(early.soFar().out().contains(" ..."), "the reader reads"));
        for (int kill = 1; kill <= 3; kill++) {
            int rotations = kill * (LINES / 3 * LINE_BYTES / 1_000_000 / 4);
            eventually(PATIENCE, () -> assertTrue(log("raw").number().parts() >= rotations, "rotations"));
            daemon.kill();
            daemon = sandbox.daemonOn(config);
        }
        Execution late = daemon.startCtl("tail", "-f", "-n", "5", "raw");
        Files.createFile(sandbox.dir().resolve("enough"));
        List<String> names = List.of("raw", "stamped", "json");
        for (String name : names) {
            awaitEnd(name);
            daemon.awaitState(name, "EXITED");
        }
        String last = line("raw", count("raw") - 1);
        for (Execution reader : List.of(early, late)) {
            eventually(PATIENCE, () -> assertTrue(reader.endsWith(last + "\n"), "a reader is at the end"));
            reader.signal("INT");
            assertEachOnce(reader.await()
                    .out()
                    .lines()
                    .filter(line -> line.length() == last.length())
                    .toList());
        }
        for (String name : names) {
            awaitCompressed(daemon, name, log(name));
        }
        assertStored("raw", "");
        assertStored("stamped", "[0-9-]{10}T[0-9:.]{12}Z ");
        assertStored("json", "\\{.*\"seq\":[0-9]+,\"text\":\"");
    }

    @Test
    void whatADiskWithoutRoomCostsIsAccountedForToTheByte() throws IOException, InterruptedException {
        SmallDisk disk = SmallDisk.mount(sandbox, 64 + LINES / 50_000);
        try {
            TestDaemon daemon = sandbox.daemon(slowProgram("blocks", disk.directory(), "")
                    + slowProgram("drops", disk.directory(), "log_on_error = \"drop\"")
                    + slowProgram("json", disk.directory(), "log_on_error = \"drop\"\nlog_format = \"json\""));
            for (int time = 1; time <= 3; time++) {
                int dropped = time * DROPPED_MIN;
                disk.fill();
                eventually(() -> {
                    List<Counts> now = counts(daemon);
                    assertTrue(
                            of("drops", now).dropped >= dropped && of("json", now).dropped >= dropped, now::toString);
                    assertEquals("No space left on device", of("blocks", now).trouble);
                });
                disk.free();
                eventually(() -> assertTrue(
                        counts(daemon).stream().allMatch(counts -> counts.trouble.isEmpty()),
                        "all can be written again"));
            }
            Files.createFile(sandbox.dir().resolve("enough"));
            List<String> names = List.of("blocks", "drops", "json");
            for (String name : names) {
                awaitEnd(name);
                daemon.awaitState(name, "EXITED");
            }
            for (String name : names) {
                assertAccounted(name, new StoredLog(disk.directory().resolve(name + ".log")), daemon);
            }
            assertEquals(0, of("blocks", counts(daemon)).dropped);
        } finally {
            disk.unmount();
        }
    }

    /** What {@code status} tells of the output of a process. */
    private record Counts(String process, long stored, long dropped, String trouble) {}

    private static List<Counts> counts(TestDaemon daemon) throws IOException, InterruptedException {
        String status = daemon.ctl("status", "--json").out().replace("\n", " ");
        List<Counts> counts = new ArrayList<>();
        Matcher found = STDOUT.matcher(status);
        while (found.find()) {
            counts.add(new Counts(
                    found.group(1), Long.parseLong(found.group(2)), Long.parseLong(found.group(3)), found.group(4)));
        }
        assertEquals(3, counts.size(), status);
        return counts;
    }

    private static long written(String name, TestDaemon daemon) throws IOException, InterruptedException {
        Counts counts = of(name, counts(daemon));
        return counts.stored + counts.dropped;
    }

    private static Counts of(String process, List<Counts> all) {
        return all.stream()
                .filter(counts -> counts.process.equals(process))
                .findFirst()
                .orElseThrow();
    }

    private StoredLog log(String name) {
        return new StoredLog(sandbox.dir().resolve(name + ".log"));
    }

    private static String line(String name, int number) {
        String head = String.format(Locale.ROOT, "%s %010d ", name, number);
        return head + ".".repeat(LINE_BYTES - 1 - head.length());
    }

    private void awaitEnd(String name) throws IOException, InterruptedException {
        eventually(PATIENCE, () -> assertTrue(count(name) > 0, "the end of " + name));
    }

    /** How many lines the program says that it has written. */
    private int count(String name) throws IOException {
        return Integer.parseInt("0" + Files.readString(sandbox.dir().resolve(name + ".count")));
    }

    /** Parts that readers may have wanted, or for which there was no room, are compressed at the next rotation. */
    private static void awaitCompressed(TestDaemon daemon, String name, StoredLog log)
            throws IOException, InterruptedException {
        daemon.ctl("rotate", name).exits(0);
        eventually(PATIENCE, () -> {
            long plain = log.number().plain();
            if (plain > 0) {
                daemon.ctl("rotate", name).exits(0); // a reader that had left may not have been gone before
            }
            assertEquals(0, plain, "parts that are not compressed");
        });
    }

    private static void assertEachOnce(List<String> lines) {
        int next = -1;
        for (String line : lines) {
            int number = Integer.parseInt(line.substring(4, 14));
            assertTrue(next == -1 || number == next, line);
            next = number + 1;
        }
        assertTrue(lines.size() >= 5, () -> "lines followed: " + lines.size());
    }

    private void assertStored(String name, String head) throws IOException {
        Pattern stored = Pattern.compile(head + name + " ([0-9]{10}) \\.+(?:\"})?");
        int[] next = {0};
        log(name).read(line -> {
            Matcher found = stored.matcher(line);
            assertTrue(found.matches(), () -> "after " + next[0] + " lines of " + name + ": " + line);
            assertEquals(next[0], Integer.parseInt(found.group(1)), name);
            next[0]++;
        });
        assertEquals(count(name), next[0], name);
    }

    /** What is in the files, what they say is missing, and what the daemon says of both, are the same. */
    private void assertAccounted(String name, StoredLog log, TestDaemon daemon)
            throws IOException, InterruptedException {
        // The end of a program may be known before the last of what it has written is in the file.
        eventually(() -> assertEquals(count(name) * (long) LINE_BYTES, written(name, daemon), name));
        awaitCompressed(daemon, name, log);
        Counts counts = of(name, counts(daemon));
        Tally tally = new Tally(name, LINE_BYTES);
        log.read(tally);
        assertEquals(count(name) * (long) LINE_BYTES, tally.stored() + tally.dropped(), () -> "written: " + tally);
        assertEquals(counts.stored, tally.stored(), () -> "stored: " + tally);
        assertEquals(counts.dropped, tally.dropped(), () -> "dropped: " + tally);
        System.out.println(tally);
    }
}
