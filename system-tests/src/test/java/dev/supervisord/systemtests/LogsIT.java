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
 * <p>{@code -Dlogs.lines=10000000} for ten million lines instead of one.
 */
class LogsIT {

    private static final int LINES = Integer.getInteger("logs.lines", 1_000_000);
    private static final int LINE_BYTES = 40;
    private static final int A_SECOND_MAX = 100_000;

    /** So few that the disk is full several times until the programs have ended. */
    private static final int A_SECOND_UNSTEADY = Math.min(A_SECOND_MAX, 40_000 + LINES / 200);

    private static final int DROPPED_MIN = 10_000;

    /** How often the disk is full; at least, that is: it begins with it. */
    private static final int FILLS = 2 + LINES / 500_000;

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

    private static String program(String name, Path directory, int aSecond, String more) {
        return String.format(Locale.ROOT, PROGRAM, name, LINES / 3, directory, more, aSecond);
    }

    private String program(String name, String more) {
        return program(name, sandbox.dir(), A_SECOND_MAX, more);
    }

    @Test
    void everyLineIsStoredOnceWhileFilesRotateReadersComeAndGoAndTheDaemonIsKilled()
            throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(program("raw", "")
                + program("stamped", "log_format = \"timestamps\"\nrotate_names = \"dated\"")
                + program("json", "log_format = \"json\""));
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
            assertEachOnce("raw", leave(reader));
        }
        for (String name : names) {
            awaitCompressed(daemon, name, log(name));
        }
        assertStored("raw", "");
        assertStored("stamped", "[0-9-]{10}T[0-9:.]{12}Z ");
        assertStored("json", "\\{.*\"seq\":[0-9]+,\"text\":\"");
    }

    @Test
    void everyGapIsAccountedForToTheByteWhileADiskFillsAndFreesAndReadersComeAndGo()
            throws IOException, InterruptedException {
        // There is room for all that is written, compressed or not: only the ballast makes it full.
        SmallDisk disk = SmallDisk.mount(sandbox, 32 + LINES / 10_000);
        try {
            disk.fill();
            Files.createFile(sandbox.dir().resolve("enough"));
            String drop = "log_on_error = \"drop\"\n";
            TestDaemon daemon = sandbox.daemon(program("blocks", disk.directory(), A_SECOND_UNSTEADY, "")
                    + program("drops", disk.directory(), A_SECOND_UNSTEADY, drop)
                    + program("json", disk.directory(), A_SECOND_UNSTEADY, drop + "log_format = \"json\""));
            eventually(() -> counts(daemon)); // before that the daemon may not know the logs
            Execution constant = daemon.startCtl("tail", "-f", "-n", "5", "blocks");
            fillAndFree(disk, daemon);
            List<String> names = List.of("blocks", "drops", "json");
            for (String name : names) {
                awaitEnd(name);
                daemon.awaitState(name, "EXITED");
            }
            String last = line("blocks", count("blocks") - 1);
            eventually(PATIENCE, () -> assertTrue(constant.endsWith(last + "\n"), "the reader is at the end"));
            assertEachOnce("blocks", leave(constant));
            for (String name : names) {
                assertAccounted(name, new StoredLog(disk.directory().resolve(name + ".log")), daemon);
            }
            assertEquals(0, of("blocks", counts(daemon)).dropped);
            assertTrue(of("drops", counts(daemon)).dropped >= DROPPED_MIN, "the disk was full");
        } finally {
            disk.unmount();
        }
    }

    /** Again and again until the programs have ended, with new readers each time; the disk is full at first. */
    private void fillAndFree(SmallDisk disk, TestDaemon daemon) throws IOException, InterruptedException {
        long some = LINES / 3L * LINE_BYTES / FILLS;
        for (boolean full = true; full || !hasEnded("blocks"); full = false) {
            List<Counts> before = counts(daemon);
            if (!full) {
                disk.fill();
            }
            Execution patient = daemon.startCtl("tail", "-f", "-n", "5", "blocks");
            Execution careless = daemon.startCtl("tail", "-f", "-n", "5", "drops");
            awaitGaps(before, daemon);
            disk.free();
            long stored = of("blocks", before).stored;
            eventually(PATIENCE, () -> {
                List<Counts> now = counts(daemon);
                assertTrue(now.stream().allMatch(counts -> counts.trouble.isEmpty()), now::toString);
                assertTrue(hasEnded("blocks") || of("blocks", now).stored >= stored + some, now::toString);
            });
            for (Execution reader : List.of(patient, careless)) {
                eventually(PATIENCE, () -> assertTrue(reader.soFar().out().contains("...\n"), "the reader reads"));
            }
            assertEachOnce("blocks", leave(patient));
            leave(careless).forEach(new Tally("drops", LINE_BYTES)::line);
        }
    }

    /** Until each program that still writes feels that the disk is full. */
    private void awaitGaps(List<Counts> before, TestDaemon daemon) throws IOException, InterruptedException {
        eventually(PATIENCE, () -> {
            List<Counts> now = counts(daemon);
            for (String name : List.of("drops", "json")) {
                assertTrue(
                        hasEnded(name) || of(name, now).dropped >= of(name, before).dropped + DROPPED_MIN,
                        now::toString);
            }
            assertTrue(
                    hasEnded("blocks") || of("blocks", now).trouble.equals("No space left on device"), now::toString);
        });
    }

    private boolean hasEnded(String name) {
        return Files.exists(sandbox.dir().resolve(name + ".count"));
    }

    /** The whole lines that a reader got until now. */
    private static List<String> leave(Execution reader) throws IOException, InterruptedException {
        reader.signal("INT");
        String out = reader.await().out();
        return out.substring(0, out.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> !line.startsWith("==>"))
                .toList();
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

    private static void assertEachOnce(String name, List<String> lines) {
        int digits = name.length() + 1;
        int first = lines.isEmpty() ? 0 : Integer.parseInt(lines.get(0).substring(digits, digits + 10));
        for (int i = 0; i < lines.size(); i++) {
            assertEquals(line(name, first + i), lines.get(i));
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
