package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.model.LogFormat;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredLineTest {
    private static final long MILLIS = Instant.parse("2026-11-21T16:51:45.123Z").toEpochMilli();

    private static byte[] stored(LogFormat format, byte[] text) {
        Bytes out = new Bytes();
        StreamKey key = new StreamKey(new ProcessName("we\"b", "web,\"text\":\"x"), Channel.STDOUT);
        Encoder.of(format).encode(new Encoder.Line(key, 1, 1, MILLIS, false, false), text, 0, text.length, out);
        return Arrays.copyOf(out.array(), out.length() - 1);
    }

    @Test
    void whatWasWrittenIsFoundAgainInEveryFormat() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] text = new byte[random.nextInt(40)];
            random.nextBytes(text);
            for (int at = 0; at < text.length; at++) {
                // A line has no line feed; half of them are ASCII, with all that JSON escapes.
                text[at] = (byte)
                        (i % 2 == 0 ? "\"\\{},:tx\t\r\0\u001b\u007f".charAt(Math.floorMod(text[at], 13)) : text[at]);
                text[at] = text[at] == '\n' ? (byte) ' ' : text[at];
            }
            for (LogFormat format : new LogFormat[] {LogFormat.TIMESTAMPS, LogFormat.JSON}) {
                byte[] line = stored(format, text);
                StoredLine found = StoredLine.of(line);
                assertEquals(Optional.of(Instant.ofEpochMilli(MILLIS)), found.time());
                assertArrayEquals(text, found.text(), () -> new String(line, StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void anyTimeIsFoundAgain() {
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            Instant time = Instant.ofEpochMilli(random.nextLong(253_402_300_800_000L));
            byte[] line = (new String(new Stamp().of(time.toEpochMilli()), StandardCharsets.US_ASCII) + " x")
                    .getBytes(StandardCharsets.US_ASCII);
            assertEquals(Optional.of(time), StoredLine.of(line).time());
        }
    }

    @Test
    void whatOnlyLooksLikeAFormatIsLeftAsItIs() {
        for (String line : new String[] {
            "",
            "text",
            "2026-11-21T16:51:45.123Z",
            "2026-13-21T16:51:45.123Z x",
            "2026-02-29T16:51:45.123Z x",
            "2026-00-21T16:51:45.123Z x",
            "2026-11-00T16:51:45.123Z x",
            "2026-11-21T24:51:45.123Z x",
            "2026-11-21T16:60:45.123Z x",
            "2026-11-21T16:51:61.123Z x",
            "2026-11-21T16:51:45.1234 x",
            "2026-11-21 16:51:45.123Z x",
            "{\"time\":\"yesterday\",\"text\":\"x\"}",
            "{\"time\":\""
        }) {
            StoredLine found = StoredLine.of(line.getBytes(StandardCharsets.UTF_8));
            assertEquals(Optional.empty(), found.time(), line);
            assertEquals(line, new String(found.text(), StandardCharsets.UTF_8));
        }
        String cut = "{\"time\":\"2026-11-21T16:51:45.123Z\",\"text\":\"x\\u00";
        assertEquals(
                cut,
                new String(StoredLine.of(cut.getBytes(StandardCharsets.UTF_8)).text(), StandardCharsets.UTF_8));
    }
}
