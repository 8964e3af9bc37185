package dev.supervisord.output;

import static dev.supervisord.output.PumpRig.P;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.Archive;
import dev.supervisord.model.Archive.Compression;
import dev.supervisord.model.Archive.Names;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.output.Outputs.Channel;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Readers of whatever a program may write, against what a plain array of the same bytes gives. */
@Timeout(300)
@SuppressWarnings("try") // what is closed at the end need not be named before
class ReaderFuzzTest {
    private static final int ROUNDS = 15;

    /** What a search takes for one line, at most. */
    private static final int LINE_OF_SEARCH_MAX = 128 * 1024;

    @TempDir
    Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void anyBytesAreReadAsTheyWereWritten() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Path place = directory.resolve("round" + round);
            try (PumpRig rig = new PumpRig(place)) {
                round(rig);
            }
        }
    }

    private void round(PumpRig rig) throws Exception {
        boolean compressed = random.nextBoolean();
        Archive archive =
                new Archive(Optional.empty(), Names.NUMBERED, compressed ? Compression.GZIP : Compression.NONE, 0);
        LogOptions options = new LogOptions(LogFormat.RAW, OnError.BLOCK, false, archive);
        int bytesMax = random.nextBoolean() ? 0 : 2000 + random.nextInt(50_000);
        LogSpec spec = new LogSpec(new Target.File(rig.file("out")), bytesMax, 1000, false, options);
        Child child = rig.child(spec);
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        ReadLines follower = new ReadLines();
        try (Closeable following = rig.pump.tail(P, Channel.STDOUT, new Start.Bytes(0), true, follower)) {
            for (int pieces = random.nextInt(40); pieces > 0; pieces--) {
                byte[] piece = piece();
                child.write(piece);
                written.writeBytes(piece);
            }
            rig.pump.flush(P);
            byte[] all = written.toByteArray();
            Eventually.until(
                    () -> follower.length() + follower.missed() >= all.length,
                    () -> follower.length() + " of " + all.length);
            assertEquals(0, follower.missed(), spec + ", seed " + seed);
            assertSame(all, follower);
            for (int i = 0; i < 5; i++) {
                int back = random.nextInt(all.length + 1000);
                assertSame(
                        Arrays.copyOfRange(all, Math.max(0, all.length - back), all.length),
                        read(rig, new Start.Bytes(back)));
            }
            if (!compressed) {
                for (int lines : new int[] {0, 1, 2, 1 + random.nextInt(300), 1_000_000}) {
                    assertSame(lastLines(all, lines), read(rig, new Start.Lines(lines)));
                }
            }
        }
    }

    private void assertSame(byte[] expected, ReadLines reader) {
        assertArrayEquals(expected, reader.text().getBytes(StandardCharsets.ISO_8859_1), "seed " + seed);
    }

    private static ReadLines read(PumpRig rig, Start start) throws IOException, Outputs.LogException {
        ReadLines reader = new ReadLines();
        try (Closeable reading = rig.pump.tail(P, Channel.STDOUT, start, false, reader)) {
            reader.awaitEnd();
        }
        assertEquals("ended", reader.end());
        return reader;
    }

    /** The model of {@code tail -n}: what is behind the last line feed is a line. */
    private static byte[] lastLines(byte[] all, int lines) {
        int at = all.length;
        for (int left = lines; left > 0 && at > 0; left--) {
            // The line feed before this place ends the line before the one that is looked for.
            at--;
            while (at > 0 && all[at - 1] != '\n') {
                at--;
            }
        }
        return Arrays.copyOfRange(all, at, all.length);
    }

    /** Noise, NULs, colours, broken UTF-8, long lines, many short ones. */
    private byte[] piece() {
        byte[] piece = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 150_000 : 2000)];
        switch (random.nextInt(6)) {
            case 0 -> random.nextBytes(piece);
            case 1 -> Arrays.fill(piece, (byte) 0);
            case 2 -> repeat(piece, "\u001b[31mred\u001b[0m\u001b[2J\u001b]0;title\u0007\n");
            case 3 -> repeat(piece, "\u00ff\u00c3(\u00f0\u009f\u0098\u00e2\u0082\n");
            case 4 -> Arrays.fill(piece, (byte) 'x');
            default -> repeat(piece, "\n\na\n");
        }
        return piece;
    }

    private static void repeat(byte[] piece, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < piece.length; i++) {
            piece[i] = bytes[i % bytes.length];
        }
    }

    @Test
    void theLongestLineOfAnyFormatIsOneForASearch() {
        byte[] text = new byte[16 * 1024];
        Arrays.fill(text, (byte) 1);
        text[0] = (byte) 0xff;
        StreamKey key = new StreamKey(PumpRig.other(), Channel.STDOUT);
        for (LogFormat format : LogFormat.values()) {
            Bytes out = new Bytes();
            Encoder.of(format).encode(new Encoder.Line(key, 1, 1, 0, false, true), text, 0, text.length, out);
            assertTrue(out.length() < LINE_OF_SEARCH_MAX, format + " makes " + out.length() + " bytes of a line");
            if (format == LogFormat.JSON) {
                byte[] line = Arrays.copyOf(out.array(), out.length() - 1);
                assertArrayEquals(text, StoredLine.of(line).text());
            }
        }
    }
}
