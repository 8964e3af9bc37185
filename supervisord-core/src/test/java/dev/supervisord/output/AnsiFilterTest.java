package dev.supervisord.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnsiFilterTest {

    private static String filter(String... blocks) {
        AnsiFilter filter = new AnsiFilter();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        for (String block : blocks) {
            byte[] bytes = block.getBytes(UTF_8);
            kept.write(bytes, 0, filter.filter(bytes, bytes.length));
        }
        return kept.toString(UTF_8);
    }

    /** {@code ^} stands for ESC, {@code !} for BEL and {@code |} for a line break. */
    @ParameterizedTest
    @CsvSource({
        "^[31mred^[0m plain, red plain",
        "^[2Ga^[?25hb, ab",
        "^[38;2;1;2;3mtrue^[m, true",
        "^[1;31Htext, text",
        "^[>0;276;0cx, x",
        "^[ qcursor, cursor",
        "^(Bcharset^)0, charset",
        "^7saved^8^=^>^c, saved",
        "^]0;title!after, after",
        "^]8;;http://x^\\link^]8;;^\\, link",
        "^P1$r0m^\\dcs, dcs",
        "^_apc^\\^^pm^\\^Xsos^\\text, text",
        "^^[1mtwice, twice",
        "^[3|1m, |1m",
        "^]0;never closed|next line, |next line",
        "^[12^[1mbroken off, broken off",
        "^]0;title^[1mbold, bold",
        "[31m no escape, [31m no escape",
        "tab\tand|lines|, tab\tand|lines|",
    })
    void sequencesAreRemovedAndNothingElse(String input, String kept) {
        String escaped = input.replace('^', '\u001b').replace('!', '\u0007').replace('|', '\n');
        // A caret of its own is part of one sequence only, PM.
        assertEquals(kept.replace('|', '\n'), filter(escaped.replace("\u001b\u001bpm", "\u001b^pm")));
    }

    @Test
    void textInAnyLanguageIsLeftAlone() {
        String text = "中文 ÄÖÜ \u009b emoji \ud83d\ude00 \u0000\u0007\u0008\u000e\u007f";
        assertEquals(text, filter(text));
    }

    @Test
    void brokenUtf8InASequenceEndsItAndIsKept() {
        byte[] bytes = {0x1b, '[', '3', (byte) 0xff, 'm'};
        int kept = new AnsiFilter().filter(bytes, bytes.length);
        assertArrayEquals(new byte[] {(byte) 0xff, 'm'}, Arrays.copyOf(bytes, kept));
    }

    @Test
    void itMakesNoDifferenceWhereBlocksEnd() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String letters = "\u001b\u001b\u001b[]()PX^_\\;?0123456789mHJKl \n\rab\u0007\u0018中";
        for (int round = 0; round < 3000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            byte[] whole = text.toString().getBytes(UTF_8);
            byte[] atOnce = whole.clone();
            int length = new AnsiFilter().filter(atOnce, atOnce.length);
            assertArrayEquals(Arrays.copyOf(atOnce, length), inPieces(whole, random), "seed " + seed + ": " + text);
        }
    }

    private static byte[] inPieces(byte[] whole, Random random) {
        AnsiFilter filter = new AnsiFilter();
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        int from = 0;
        while (from < whole.length) {
            int to = Math.min(whole.length, from + 1 + random.nextInt(4));
            byte[] piece = Arrays.copyOfRange(whole, from, to);
            kept.write(piece, 0, filter.filter(piece, piece.length));
            from = to;
        }
        return kept.toByteArray();
    }

    @Test
    void randomBytesNeverLoseALineBreak() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] bytes = new byte[100_000];
        random.nextBytes(bytes);
        long breaks = count(bytes, bytes.length);
        int kept = new AnsiFilter().filter(bytes, bytes.length);
        assertEquals(breaks, count(bytes, kept), "seed " + seed);
        assertTrue(kept > 0);
    }

    private static long count(byte[] bytes, int length) {
        long count = 0;
        for (int i = 0; i < length; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
