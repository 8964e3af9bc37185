package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    private final UnfinishedLines unfinished = new UnfinishedLines();
    private final LineSplitter splitter = new LineSplitter(unfinished);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private List<String> lines(byte[] piece) {
        List<String> lines = new ArrayList<>();
        splitter.feed(piece);
        for (Optional<byte[]> line = splitter.next(); line.isPresent(); line = splitter.next()) {
            lines.add(text(line.get()));
        }
        return lines;
    }

    @Test
    void aLineEndsWithItsLineFeedWhateverThePieces() {
        assertEquals(List.of("a", ""), lines(bytes("a\n\nb")));
        assertEquals(List.of(), lines(bytes("c")));
        assertEquals(List.of("bcd", "\0\u00ff\u001b[0m"), lines(bytes("d\n\0\u00ff\u001b[0m\ne")));
        assertEquals(Optional.of("e"), splitter.rest().map(LineSplitterTest::text));
        assertEquals(Optional.empty(), splitter.rest());
    }

    @Test
    void whatIsLeftTellsWhereALineEnds() {
        splitter.feed(bytes("one\ntwo\nthr"));
        splitter.next();
        assertEquals("two\nthr".length(), splitter.left());
        splitter.next();
        splitter.next();
        assertEquals(0, splitter.left());
    }

    @Test
    void longLinesComeInParts() {
        byte[] piece = new byte[100_000];
        Arrays.fill(piece, (byte) 'x');
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lines(piece).forEach(line -> lengths.add(line.length()));
        }
        lines(bytes("\n")).forEach(line -> lengths.add(line.length()));
        assertEquals(List.of(131_072, 131_072, 131_072, 400_000 - 3 * 131_072), lengths);
    }

    @Test
    void aLineOfTheLongestLengthIsOne() {
        byte[] piece = new byte[UnfinishedLines.LINE_BYTES_MAX];
        assertEquals(0, lines(piece).size());
        assertEquals(List.of(text(piece)), lines(bytes("\n")));
    }

    @Test
    void manyUnfinishedLinesTakeABoundedRoom() {
        List<LineSplitter> splitters = new ArrayList<>();
        for (int i = 0; i < 128; i++) {
            splitters.add(new LineSplitter(unfinished));
        }
        byte[] piece = new byte[10_000];
        long given = 0;
        for (int round = 0; round < 30; round++) {
            for (LineSplitter one : splitters) {
                one.feed(piece);
                for (Optional<byte[]> part = one.next(); part.isPresent(); part = one.next()) {
                    given += part.get().length;
                }
            }
        }
        long kept = 0;
        for (LineSplitter one : splitters) {
            int rest = one.rest().map(part -> part.length).orElse(0);
            kept += rest;
            given += rest;
        }
        assertEquals(30L * 128 * piece.length, given);
        int most = UnfinishedLines.BYTES_MAX + 128 * UnfinishedLines.PART_BYTES;
        assertEquals(Math.min(most, kept), kept, "more than " + most + " bytes were kept");
        assertEquals(UnfinishedLines.LINE_BYTES_MAX, unfinished.lineBytesMax(), "all room is given back");
    }

    @Test
    void anyBytesInAnyPiecesGiveTheSameLines() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] log = new byte[random.nextInt(300)];
            random.nextBytes(log);
            for (int at = 0; at < log.length; at++) {
                log[at] = random.nextInt(8) == 0 ? (byte) '\n' : log[at];
            }
            List<String> got = new ArrayList<>();
            for (int at = 0; at < log.length; ) {
                int end = Math.min(log.length, at + 1 + random.nextInt(40));
                got.addAll(lines(Arrays.copyOfRange(log, at, end)));
                at = end;
            }
            splitter.rest().map(LineSplitterTest::text).ifPresent(got::add);
            List<String> expected = new ArrayList<>(List.of(text(log).split("\n", -1)));
            if (expected.get(expected.size() - 1).isEmpty()) {
                expected.remove(expected.size() - 1);
            }
            assertEquals(expected, got, "seed " + seed);
        }
    }
}
