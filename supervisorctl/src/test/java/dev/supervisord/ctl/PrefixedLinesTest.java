package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PrefixedLinesTest {
    /** Counts what it is given, and the lines of it. */
    private static final class Counter extends OutputStream {
        private long bytes;
        private long lines;

        @Override
        public void write(int letter) {
            bytes++;
            lines += letter == '\n' ? 1 : 0;
        }

        @Override
        public void write(byte[] from, int offset, int length) {
            for (int at = offset; at < offset + length; at++) {
                write(from[at]);
            }
        }
    }

    private static PrefixedLines to(OutputStream out) throws UsageException {
        Console console = new Console(out, new ByteArrayOutputStream());
        ServerAddress nobody =
                new ServerAddress(new Target.Unix(Path.of("/nonexistent")), Credentials.NONE, "", "", "supervisor");
        return PrefixedLines.of("web", 3, 0, new Session(nobody, console, Ctl.nobody()));
    }

    @Test
    void linesThatComeInPiecesAreWhole() throws UsageException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrefixedLines lines = to(out);
        for (String piece : new String[] {"on", "e\n\ntw", "o\nthree"}) {
            lines.bytes(piece.getBytes(StandardCharsets.UTF_8));
        }
        lines.end();
        assertEquals("web | one\nweb | \nweb | two\nweb | three\n", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aLineOfAHundredMegabytesIsPrintedInParts() throws UsageException {
        Counter counter = new Counter();
        PrefixedLines lines = to(counter);
        byte[] piece = new byte[50_000];
        Arrays.fill(piece, (byte) 'x');
        for (int i = 0; i < 2000; i++) {
            lines.bytes(piece);
        }
        lines.end();
        long parts = 100_000_000 / (64 * 1024) + 1;
        assertEquals(parts, counter.lines);
        assertEquals(100_000_000 + parts * "web | \n".length(), counter.bytes);
    }
}
