package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams whose lines are stored in a format. */
@Timeout(300)
class EncodedStreamTest {
    @TempDir
    Path directory;

    private PumpRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new PumpRig(directory);
    }

    @AfterEach
    void end() {
        rig.close();
    }

    private LogSpec to(String name, LogFormat format, long bytesMax, boolean stripped) {
        LogOptions options = new LogOptions(format, OnError.BLOCK, false, Archive.DEFAULT);
        return new LogSpec(new Target.File(rig.file(name)), bytesMax, 200, stripped, options);
    }

    private void store(Child child, String text) {
        child.write(text);
        rig.pump.flush(P);
    }

    private List<String> texts(String name) {
        return StoredLines.ofJson(rig.bytes(name)).stream()
                .map(line -> line.text() + (line.partial() ? "…" : ""))
                .toList();
    }

    @Test
    void eachLineHasATime() {
        Child child = rig.child(to("out", LogFormat.TIMESTAMPS, 0, false));
        store(child, "one\n\ntw");
        assertTrue(rig.read("out").matches("(\\S{23}Z (one)?\n){2}"), rig.read("out"));
        store(child, "o\n");
        assertTrue(rig.read("out").matches("(\\S{23}Z (one|two|)\n){3}"), rig.read("out"));
        assertEquals(9, rig.pump.stored(P, Channel.STDOUT));
    }

    @Test
    void linesAreNumberedWithinTheirRun() {
        Child child = rig.child(to("out", LogFormat.JSON, 0, false));
        rig.pump.begin(P, 1);
        store(child, "a\nb\nunfinished");
        rig.pump.finish(P);
        rig.pump.begin(P, 2);
        store(child, "c\n");
        assertEquals(List.of("a", "b", "unfinished…", "c"), texts("out"));
        assertEquals(
                List.of("1/1", "1/2", "1/3", "2/1"),
                StoredLines.ofJson(rig.bytes("out")).stream()
                        .map(line -> line.run() + "/" + line.sequence())
                        .toList());
    }

    @Test
    void aLongLineIsStoredInParts() {
        Child child = rig.child(to("out", LogFormat.JSON, 0, false));
        String part = "x".repeat(EncodedWay.LINE_BYTES_MAX);
        store(child, part + part + "end\nnext\n");
        assertEquals(List.of(part + "…", part + "…", "end", "next"), texts("out"));
    }

    @Test
    void escapesAreRemovedBeforeTheFormat() {
        Child child = rig.child(to("out", LogFormat.JSON, 0, true));
        store(child, "\u001b[31mre");
        store(child, "d\u001b[0m\nplain\n");
        assertEquals(List.of("red", "plain"), texts("out"));
    }

    @Test
    void filesAreRotatedByTheLineThatReachesTheirLimit() throws IOException {
        Child child = rig.child(to("out", LogFormat.TIMESTAMPS, 1000, false));
        store(child, PumpRig.lines(0, 100));
        String all = rig.whole("out", 200);
        assertEquals(PumpRig.lines(0, 100), all.replaceAll("(?m)^\\S{23}Z ", ""));
        for (String name : rig.names()) {
            long size = Files.size(rig.file(name));
            assertTrue(name.equals("out") ? size < 1000 : size >= 1000 && size < 1125, name + " " + size);
        }
    }

    @Test
    void aNewFormatHoldsFromTheNextLineOn() throws Exception {
        Child child = rig.child(to("out", LogFormat.RAW, 0, false));
        store(child, "raw\nwithin a li");
        rig.pump.attach(P, PumpRig.only(to("out", LogFormat.JSON, 0, false)));
        store(child, "ne\n");
        rig.pump.attach(P, PumpRig.only(to("out", LogFormat.RAW, 0, false)));
        store(child, "raw again\n");
        List<String> lines = rig.read("out").lines().toList();
        assertEquals(List.of("raw", "within a li", "raw again"), List.of(lines.get(0), lines.get(1), lines.get(3)));
        assertTrue(lines.get(2).endsWith("\"text\":\"ne\"}"), lines.get(2));
    }

    /** Noise, escape sequences, and lines that are too long, in pieces of any size. */
    private static byte[] storm(Random random) {
        byte[] all = new byte[600_000];
        random.nextBytes(all);
        for (int i = 0; i < all.length; i++) {
            int kind = i / 50_000 % 4;
            if (kind == 1) {
                all[i] = (byte) "\u001b[0;31m\n\u0000]x\u0007".charAt(Math.floorMod(all[i], 12));
            } else if (kind == 2) {
                all[i] = (byte) 'x';
            }
        }
        return all;
    }

    /** Writes a storm to a log that is rotated or not; gives what was written. */
    private byte[] written(LogFormat format, boolean stripped, long seed) {
        Random random = new Random(seed);
        Child child = rig.child(to("out", format, random.nextBoolean() ? 0 : 100_000, stripped));
        byte[] all = storm(random);
        for (int at = 0; at < all.length; ) {
            int length = Math.min(all.length - at, 1 + random.nextInt(40_000));
            child.write(Arrays.copyOfRange(all, at, at + length));
            at += length;
        }
        rig.pump.finish(P);
        return all;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void anyBytesComeBackFromJson(long seed) {
        byte[] all = written(LogFormat.JSON, false, seed);
        byte[] stored = StoredLines.bytes(rig.whole("out", 200).getBytes(StandardCharsets.ISO_8859_1));
        assertArrayEquals(all, stored, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6, 7, 8})
    void anyBytesComeBackFromTimestamps(long seed) {
        byte[] all = written(LogFormat.TIMESTAMPS, false, seed);
        String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
        String stored =
                rig.whole("out", 200).replaceAll("\n" + time + "\\+", "").replaceAll("(?<![^\n])" + time + " ", "");
        String lines = new String(all, StandardCharsets.ISO_8859_1);
        assertEquals(lines.endsWith("\n") ? lines : lines + "\n", stored, "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {9, 10, 11, 12})
    void withoutEscapesIsWhatTheFilterLeavesOfTheWhole(long seed) {
        byte[] all = written(LogFormat.RAW, true, seed);
        byte[] left = all.clone();
        int length = new AnsiFilter().filter(left, left.length);
        byte[] stored = rig.whole("out", 200).getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals(Arrays.copyOf(left, length), stored, "seed " + seed);
    }

    /** What is read at once ends within a line nearly always. */
    @Test
    void aFloodOfLinesLeavesASmallSpool() throws IOException {
        Child child = rig.child(to("out", LogFormat.TIMESTAMPS, 3_000_000, false));
        String lines = ("z".repeat(1000) + "\n").repeat(997);
        Path spool = directory.resolve("run/spool/p.stdout");
        for (int i = 0; i < 20; i++) {
            child.write(lines);
            long bytes = Files.size(spool);
            assertTrue(bytes <= 136 * 1024, () -> "the spool has " + bytes + " bytes");
        }
        rig.pump.flush(P);
        assertEquals(20L * lines.length(), rig.pump.stored(P, Channel.STDOUT));
        assertEquals(
                20 * 997,
                rig.whole("out", 200)
                        .lines()
                        .filter(line -> line.length() == 1025)
                        .count());
    }

    @Test
    void aLineOfAnyLengthTakesNoMemory() {
        Child child = rig.child(to("out", LogFormat.JSON, 5_000_000, false));
        byte[] block = "y".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 20; i++) {
            child.write(block);
        }
        child.write("\n");
        rig.pump.flush(P);
        assertEquals(20_000_001, rig.pump.stored(P, Channel.STDOUT));
    }
}
