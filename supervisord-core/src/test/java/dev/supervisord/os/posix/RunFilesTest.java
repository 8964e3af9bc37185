package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Child;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.RunRecord.StoredLog;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.Signal;
import dev.supervisord.model.StopPolicy;
import dev.supervisord.model.StopSteps;
import dev.supervisord.os.OsException;
import dev.supervisord.os.RunRecords.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {

    @TempDir
    Path temporary;

    private Path directory = Path.of("/nonexistent");
    private RunFiles files;

    @BeforeEach
    void open() throws IOException {
        directory = temporary.resolve("runs");
        files = RunFiles.in(directory);
    }

    private static RunRecord record(String name, Stage stage, ExitStatus exit, String reason) {
        return new RunRecord(
                ProcessName.parse(name),
                "boot-1",
                3,
                "3.d-1." + name + "@/run/s",
                stage,
                stage.mayLive() ? Optional.of(new Child(77, 4711)) : Optional.empty(),
                Optional.of("00aa"),
                new StopPolicy(StopSteps.of("INT:1.5", "TERM", "KILL"), Duration.ofMillis(1500), true, false),
                stage == Stage.STOPPING ? 1 : 0,
                Optional.of(new StoredLog(true, Path.of("/tmp/a b = c.log"))),
                Optional.of(new StoredLog(false, Path.of("/var/log/x"))),
                Instant.parse("2026-01-02T03:04:05.123456789Z"),
                Optional.of(Instant.EPOCH),
                Optional.of(exit),
                reason,
                new Setbacks(2, 3),
                stage == Stage.WAITING ? Optional.of(Duration.ofMillis(4321)) : Optional.empty());
    }

    @Test
    void aRecordIsReadAsItWasWritten() {
        List<RunRecord> all = List.of(
                record("a", Stage.UP, new ExitStatus.Exited(3), ""),
                record("b:c", Stage.FATAL, new ExitStatus.Unobserved(), "two\nlines \\n and a \\"),
                record("ü/..:x y", Stage.STOPPING, new ExitStatus.Signaled(new Signal(6), true), "=\r"),
                record("w", Stage.WAITING, new ExitStatus.Exited(1), "Exited too quickly"),
                record("z".repeat(300), Stage.EXITED, new ExitStatus.Signaled(new Signal(9), false), ""));
        all.forEach(files::write);
        Reading reading = files.readAll();
        assertEquals(List.of(), reading.unreadable());
        assertEquals(
                all.stream().map(RunRecord::toString).sorted().toList(),
                reading.records().stream().map(RunRecord::toString).sorted().toList());
    }

    @Test
    void aLaterRecordReplacesAnEarlierOneAndRemovingLeavesNothing() throws IOException {
        RunRecord first = record("a", Stage.UP, new ExitStatus.Exited(0), "");
        files.write(first);
        RunRecord later = record("a", Stage.STOPPED, new ExitStatus.Exited(0), "");
        files.write(later);
        assertEquals(List.of(later), files.readAll().records());
        files.remove(ProcessName.parse("a"));
        files.remove(ProcessName.parse("a"));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(0, left.count());
        }
    }

    @Test
    void aRecordOfAnySizeReplacesOneOfAnyOtherAndTheUsualOneKeepsItsFile() throws IOException {
        RunRecord small = record("a", Stage.UP, new ExitStatus.Exited(0), "why");
        RunRecord large = record("a", Stage.FATAL, new ExitStatus.Exited(0), "x".repeat(9000));
        for (RunRecord record : List.of(small, large, small, large)) {
            files.write(record);
            assertEquals(List.of(record), files.readAll().records());
        }
        files.write(small);
        Object file = Files.getAttribute(directory.resolve("a.run"), "unix:ino");
        files.write(record("a", Stage.STOPPED, new ExitStatus.Exited(0), "another reason"));
        assertEquals(file, Files.getAttribute(directory.resolve("a.run"), "unix:ino"));
        assertEquals(1, files.readAll().records().size());
    }

    @Test
    void aRecordCutShortAnywhereIsReportedAndNeverTakenForAnother() throws IOException {
        RunRecord whole = record("a", Stage.UP, new ExitStatus.Exited(0), "why");
        files.write(whole);
        Path file = directory.resolve("a.run");
        byte[] bytes = Files.readAllBytes(file);
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            Reading reading = files.readAll();
            assertEquals(List.of(), reading.records(), "cut to " + length);
            assertEquals(1, reading.unreadable().size(), "cut to " + length);
        }
    }

    @Test
    void aDamagedRecordIsReportedAndNeverTakenForAnother() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        files.write(record("a", Stage.UP, new ExitStatus.Exited(0), "why"));
        Path file = directory.resolve("a.run");
        byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            byte[] damaged = bytes.clone();
            damaged[i] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, damaged);
            assertEquals(List.of(), files.readAll().records(), "byte " + i + ", seed " + seed);
        }
    }

    @Test
    void momentsAsTheFirstVersionsWroteThemAreUnderstood() throws IOException {
        RunRecord record = record("a", Stage.UP, new ExitStatus.Exited(3), "");
        files.write(record);
        Path file = directory.resolve("a.run");
        String text = Files.readString(file);
        String old = text.substring(0, text.indexOf("check = "))
                .replaceFirst("started = [0-9 ]+", "started = " + record.startedAt())
                .replaceFirst("ended = [0-9 ]+", "ended = 1970-01-01T00:00:00Z");
        Files.writeString(file, stamped(old));
        assertEquals(List.of(record), files.readAll().records());
    }

    private static String stamped(String body) {
        CRC32 sum = new CRC32();
        sum.update(body.getBytes(StandardCharsets.UTF_8));
        return body + String.format(Locale.ROOT, "check = %08x\n", sum.getValue());
    }

    @Test
    void foreignFilesAndFutureSchemasAreReported() throws IOException {
        Files.writeString(directory.resolve("README"), "hello");
        Files.createDirectory(directory.resolve("sub.run"));
        Files.writeString(directory.resolve("x.run.draft"), "half a rec");
        Files.writeString(directory.resolve("noise.run"), "\0\1\2\u00ff = \n = \ncheck = 0\n");
        String future = "schema = 2\nname = future\n";
        Files.writeString(directory.resolve("future.run"), stamped(future));
        files.write(record("good", Stage.UP, new ExitStatus.Exited(0), ""));
        Files.copy(directory.resolve("good.run"), directory.resolve("copy.run"));
        Reading reading = files.readAll();
        assertEquals(1, reading.records().size());
        assertEquals(
                List.of("README", "copy.run", "future.run", "noise.run", "sub.run"),
                reading.unreadable().stream()
                        .map(file -> Path.of(file.file()).getFileName().toString())
                        .toList());
        assertTrue(reading.unreadable().get(2).reason().contains("schema 2"));
    }

    @Test
    void clearingRemovesRecordsAndNothingElse() throws IOException {
        Files.writeString(directory.resolve("README"), "hello");
        files.write(record("a", Stage.UP, new ExitStatus.Exited(0), ""));
        files.clear();
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(directory.resolve("README")), left.toList());
        }
    }

    @Test
    void aRecordThatCannotBeReplacedIsRemoved() throws IOException {
        files.write(record("a", Stage.UP, new ExitStatus.Exited(0), ""));
        Files.writeString(directory.resolve("a.run"), "no record, so that it has to be replaced");
        Files.createDirectory(directory.resolve("a.run.draft"));
        assertThrows(OsException.class, () -> files.write(record("a", Stage.STOPPED, new ExitStatus.Exited(0), "")));
        assertEquals(List.of(), files.readAll().records());
    }

    /** Cut, overwritten, lengthened, doubled: it is the old record, or it is reported, and nothing is thrown. */
    @Test
    void noDamageIsEverTakenForAnotherRecord() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RunRecord whole = record("a", Stage.UP, new ExitStatus.Exited(3), "why");
        files.write(whole);
        Path file = directory.resolve("a.run");
        byte[] good = Files.readAllBytes(file);
        for (int i = 0; i < 3000; i++) {
            byte[] bad = Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(2 * good.length) : good.length);
            int changes = random.nextInt(4);
            for (int c = 0; c < changes && bad.length > 0; c++) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            Files.write(file, bad);
            Reading reading = files.readAll();
            int told = reading.records().size() + reading.unreadable().size();
            assertEquals(1, told, "seed " + seed + ", round " + i);
            reading.records().forEach(read -> assertEquals(whole.toString(), read.toString(), "seed " + seed));
        }
    }
}
