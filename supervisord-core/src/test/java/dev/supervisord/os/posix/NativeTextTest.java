package dev.supervisord.os.posix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class NativeTextTest {

    private static String decode(byte[] bytes) {
        return NativeText.decode(bytes, 0, bytes.length);
    }

    @Test
    void utf8IsText() {
        assertEquals("Zürich € 𝄞", decode("Zürich € 𝄞".getBytes(UTF_8)));
        assertArrayEquals("Zürich € 𝄞".getBytes(UTF_8), NativeText.encode("Zürich € 𝄞"));
    }

    @Test
    void otherBytesBecomeLoneSurrogates() {
        assertEquals("Z\udcfcrich", decode(new byte[] {'Z', (byte) 0xfc, 'r', 'i', 'c', 'h'}));
    }

    @Test
    void anyBytesComeOutAsTheyWentIn() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(20)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, NativeText.encode(decode(bytes)), () -> "seed " + seed);
        }
    }

    @Test
    void surrogatesThatStandForNoByteBecomeQuestionMarks() {
        assertArrayEquals(new byte[] {'a', '?', 'b', '?'}, NativeText.encode("a\ud800b\udc41"));
    }

    @Test
    void aPartOfTheBytesCanBeDecoded() {
        assertEquals("bc", NativeText.decode("abcd".getBytes(UTF_8), 1, 2));
    }
}
