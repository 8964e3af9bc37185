package dev.supervisord.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.LogFormat;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Outputs.Channel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What lines look like in each format. */
class EncoderTest {
    private static final StreamKey KEY = new StreamKey(new ProcessName("web", "web_00"), Channel.STDERR);
    private static final long MILLIS = Instant.parse("2026-11-21T16:51:45.007Z").toEpochMilli();

    private static Encoder.Line line(boolean continued, boolean partial) {
        return new Encoder.Line(KEY, 3, 17, MILLIS, continued, partial);
    }

    private static String encode(LogFormat format, Encoder.Line line, byte[] text) {
        Bytes out = new Bytes();
        Encoder.of(format).encode(line, text, 0, text.length, out);
        return new String(out.array(), 0, out.length(), StandardCharsets.UTF_8);
    }

    private static String encode(LogFormat format, String text) {
        return encode(format, line(false, false), text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aTimestampIsInUtcAndHasMilliseconds() {
        assertEquals("2026-11-21T16:51:45.007Z grün\n", encode(LogFormat.TIMESTAMPS, "grün"));
        byte[] rest = {'r', 'e', 's', 't'};
        assertEquals("2026-11-21T16:51:45.007Z+rest\n", encode(LogFormat.TIMESTAMPS, line(true, false), rest));
    }

    @Test
    void anObjectSaysWhereALineComesFrom() {
        assertEquals(
                "{\"time\":\"2026-11-21T16:51:45.007Z\",\"group\":\"web\",\"process\":\"web_00\",\"stream\":\"stderr\","
                        + "\"run\":3,\"seq\":17,\"text\":\"a \\\"b\\\" \\\\ \\t\\u001b[1m \\u0000 grün 😀\"}\n",
                encode(LogFormat.JSON, "a \"b\" \\ \t\u001b[1m \u0000 grün 😀"));
    }

    @Test
    void bytesThatAreNoTextAreThereInBase64() {
        byte[] text = {'x', (byte) 0xff, (byte) 0xc3, 'y', (byte) 0xed, (byte) 0xa0, (byte) 0x80};
        String object = encode(LogFormat.JSON, line(false, true), text);
        assertTrue(
                object.endsWith(
                        ",\"text\":\"x\ufffd\ufffdy\ufffd\ufffd\ufffd\",\"base64\":\"eP/Dee2ggA==\",\"partial\":true}\n"),
                object);
    }

    @Test
    void aGapIsTold() {
        Gap gap = new Gap(new Counts());
        gap.open("No space left on device");
        gap.add("one\ntwo\n".getBytes(StandardCharsets.US_ASCII), 0, 8);
        Bytes out = new Bytes();
        for (LogFormat format : LogFormat.values()) {
            Encoder.of(format).encode(line(false, false), gap, out);
        }
        String remark = "supervisord: 8 bytes of stderr were dropped: No space left on device\n";
        assertEquals(
                "{\"time\":\"2026-11-21T16:51:45.007Z\",\"group\":\"web\",\"process\":\"web_00\",\"stream\":\"stderr\",\"run\":3,"
                        + "\"seq\":17,\"dropped_bytes\":8,\"dropped_lines\":2,\"reason\":\"No space left on device\"}\n",
                new String(out.array(), 0, out.length(), StandardCharsets.UTF_8)
                        .replace("2026-11-21T16:51:45.007Z " + remark, "")
                        .replace(remark, ""));
    }

    private static boolean isValid(byte[] bytes) {
        int at = 0;
        int length = 1;
        while (at < bytes.length && length > 0) {
            length = Utf8.length(bytes, at, bytes.length);
            at += length;
        }
        return length > 0;
    }

    @Test
    void everyCharacterIsRecognisedAsTheJdkDoes() {
        Random random = new Random(5);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(6) + 1];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes = Character.toString(random.nextInt(0x2000) * 0x88 % 0xd800)
                        .getBytes(StandardCharsets.UTF_8);
            }
            String decoded = new String(bytes, StandardCharsets.UTF_8);
            boolean valid = Arrays.equals(decoded.getBytes(StandardCharsets.UTF_8), bytes);
            assertEquals(valid, isValid(bytes), Arrays.toString(bytes));
        }
    }

    @Test
    void aLongLineIsCutBetweenCharacters() {
        byte[] text = "aä€😀".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(new int[] {1, 1, 3, 3, 3, 6, 6, 6, 6, 10}, new int[] {
            border(text, 1), border(text, 2), border(text, 3), border(text, 4), border(text, 5),
            border(text, 6), border(text, 7), border(text, 8), border(text, 9), border(text, 10)
        });
    }

    private static int border(byte[] text, int at) {
        return Utf8.border(text, 0, at);
    }
}
