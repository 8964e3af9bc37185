package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static dev.supervisord.output.PumpRig.lines;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.Archive;
import dev.supervisord.model.Archive.Compression;
import dev.supervisord.model.Archive.Names;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.Rotated;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rotation by the calendar and by request, and what becomes of rotated files. */
@Timeout(300)
class ArchiveTest {
    private static final Optional<Duration> DAILY = Optional.of(Duration.ofDays(1));

    @TempDir
    Path directory;

    private final ShiftedClock clock = new ShiftedClock();
    private PumpRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new PumpRig(directory, clock);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private LogSpec to(String name, long bytesMax, int backups, Archive archive) {
        LogOptions options = new LogOptions(LogFormat.RAW, OnError.BLOCK, false, archive);
        return new LogSpec(new Target.File(rig.file(name)), bytesMax, backups, false, options);
    }

    private void store(Child child, String text) {
        child.write(text);
        rig.pump.flush(P);
    }

    private void date(int day, int hour) {
        clock.set(LocalDateTime.of(2026, 11, day, hour, 30)
                .atZone(ZoneId.systemDefault())
                .toInstant());
    }

    private String unpacked(String name) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(rig.file(name)))) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    private void awaitNames(String... names) {
        Eventually.until(
                () -> rig.names().equals(List.of(names)), () -> rig.names().toString() + rig.log.lines());
    }

    @Test
    void aFileIsRotatedWhenItsDayIsOverThoughNobodyWrites() {
        date(21, 23);
        Child child = rig.child(to("out", 0, 3, new Archive(DAILY, Names.DATED, Compression.NONE, 0)));
        store(child, "a day\n");
        date(22, 1);
        // The pump had meant to look again in a minute.
        rig.child(PumpRig.other(), to("other", 0, 3, new Archive(DAILY, Names.DATED, Compression.NONE, 0)));
        awaitNames("other", "out", "out-20261121");
        assertEquals("a day\n", rig.read("out-20261121"));
        store(child, "another\n");
        assertEquals("another\n", rig.read("out"));
    }

    @Test
    void aDayThatEndsWithinALineLastsUntilTheLineEnds() throws Exception {
        date(21, 12);
        Child child = rig.child(to("out", 0, 3, new Archive(DAILY, Names.NUMBERED, Compression.NONE, 0)));
        store(child, "one\ntw");
        date(22, 12);
        // Whoever begins to read makes the pump look at the file.
        rig.pump
                .tail(P, Channel.STDOUT, new Start.Bytes(0), false, new ReadLines())
                .close();
        store(child, "o");
        assertEquals(List.of("out"), rig.names());
        store(child, "\nthree\n");
        assertEquals("one\ntwo\n", rig.read("out.1"));
        assertEquals("three\n", rig.read("out"));
    }

    @Test
    void partsOfOneDateAreNumberedAndTheOldestGo() {
        date(21, 12);
        Child child = rig.child(to("out", 500, 3, new Archive(DAILY, Names.DATED, Compression.NONE, 0)));
        store(child, lines(0, 26));
        assertEquals(List.of("out", "out-20261121.2", "out-20261121.3", "out-20261121.4"), rig.names());
        assertEquals(lines(10, 15), rig.read("out-20261121.2"));
        assertEquals(lines(20, 25), rig.read("out-20261121.4"));
    }

    @Test
    void aRequestRotatesWhatEndsWithALineAndNothingThatIsEmpty() throws Exception {
        Child child = rig.child(rig.to("out", 0, 3));
        assertEquals(Rotated.NOTHING, rig.pump.rotate(P));
        assertEquals(List.of("out"), rig.names());
        child.write("one\n");
        assertEquals(Rotated.DONE, rig.pump.rotate(P));
        assertEquals("one\n", rig.read("out.1"));
        store(child, "tw");
        assertEquals(Rotated.AT_END_OF_LINE, rig.pump.rotate(P));
        store(child, "o\nthree");
        assertEquals("two\n", rig.read("out.1"));
        assertEquals("three", rig.read("out"));
    }

    @Test
    void rotatedFilesAreCompressedAndMoveOnCompressed() throws IOException {
        Child child = rig.child(to("out", 1000, 3, new Archive(Optional.empty(), Names.NUMBERED, Compression.GZIP, 0)));
        for (int i = 0; i < 5; i++) {
            store(child, lines(10 * i, 10 * i + 10));
            List<String> expected = new ArrayList<>(List.of("out"));
            expected.addAll(Collections.nCopies(Math.min(i + 1, 3), "part"));
            Eventually.until(
                    () -> rig.names().stream()
                            .map(name -> name.endsWith(".gz") ? "part" : name)
                            .sorted()
                            .toList()
                            .equals(expected),
                    () -> rig.names().toString() + rig.log.lines());
        }
        awaitNames("out", "out.1.gz", "out.2.gz", "out.3.gz");
        assertEquals(lines(40, 50), unpacked("out.1.gz"));
        assertEquals(lines(20, 30), unpacked("out.3.gz"));
    }

    @Test
    void whatAKilledDaemonLeftHalfCompressedIsCompleted() throws IOException {
        Files.writeString(rig.file("out"), "live\n");
        Files.writeString(rig.file("out.1"), "youngest\n");
        Files.writeString(rig.file("out.2"), "older\n");
        Files.writeString(rig.file("out.compressing"), "cut off");
        try (OutputStream gzip = new GZIPOutputStream(Files.newOutputStream(rig.file("out.2.gz")))) {
            gzip.write("older\n".getBytes(StandardCharsets.US_ASCII));
        }
        rig.child(to("out", 1000, 3, new Archive(Optional.empty(), Names.NUMBERED, Compression.GZIP, 0)));
        awaitNames("out", "out.1.gz", "out.2.gz");
        assertEquals("youngest\n", unpacked("out.1.gz"));
        assertEquals("older\n", unpacked("out.2.gz"));
        assertEquals("live\n", rig.read("out"));
    }

    @Test
    void aRequestCompressesWhatWasKeptForAReaderThoughTheLogIsEmpty() throws Exception {
        Child child = rig.child(to("out", 0, 3, new Archive(Optional.empty(), Names.NUMBERED, Compression.GZIP, 0)));
        store(child, "one\n");
        Outputs.Tailing reader = rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(0), true, new ReadLines());
        assertEquals(Rotated.DONE, rig.pump.rotate(P));
        awaitNames("out", "out.1");
        reader.close();
        Eventually.until(
                () -> rotated() == Rotated.NOTHING && rig.names().equals(List.of("out", "out.1.gz")),
                () -> rig.names().toString());
        assertEquals("one\n", unpacked("out.1.gz"));
    }

    private Rotated rotated() {
        try {
            return rig.pump.rotate(P);
        } catch (Outputs.LogException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @SuppressWarnings("try") // what is closed at the end need not be named before
    void allFilesTogetherStayBelowTheirLimit() throws Exception {
        Child child =
                rig.child(to("out", 1000, 50, new Archive(Optional.empty(), Names.NUMBERED, Compression.NONE, 3500)));
        store(child, lines(0, 95));
        assertEquals(List.of("out", "out.1", "out.2"), rig.names());
        assertEquals(lines(70, 80), rig.read("out.2"));
        ReadLines reader = new ReadLines();
        try (Outputs.Tailing reading = rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(1_000_000), false, reader)) {
            assertEquals(lines(70, 95), reader.awaitEnd());
        }
        assertEquals(0, reader.missed(), "nobody asks for what had gone before");
    }
}
