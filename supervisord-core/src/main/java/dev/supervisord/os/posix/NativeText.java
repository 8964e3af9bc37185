package dev.supervisord.os.posix;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Text as the kernel has it: bytes without an encoding, which are UTF-8 by custom.
 *
 * <p>Bytes that are not UTF-8 become the lone surrogates U+DC80 to U+DCFF and back (Python's {@code surrogateescape}), so a
 * variable of the daemon's environment reaches the children unchanged whatever it holds.
 */
final class NativeText {

    private static final int ESCAPE = 0xDC00;
    private static final int ESCAPE_FIRST = 0xDC80;
    private static final int ESCAPE_LAST = 0xDCFF;

    private NativeText() {}

    static String decode(byte[] bytes, int offset, int length) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
        CharBuffer out = CharBuffer.allocate(length);
        for (; ; ) {
            CoderResult result = decoder.decode(in, out, true);
            if (result.isUnderflow()) {
                return out.flip().toString();
            }
            for (int i = result.length(); i > 0; i--) {
                out.put((char) (ESCAPE + (in.get() & 0xFF)));
            }
        }
    }

    static byte[] encode(String text) {
        try {
            ByteBuffer plain = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] bytes = new byte[plain.remaining()];
            plain.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            return encodeEscaped(text); // it has surrogates that stand for bytes
        }
    }

    private static byte[] encodeEscaped(String text) {
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        CharBuffer in = CharBuffer.wrap(text);
        ByteBuffer out = ByteBuffer.allocate(3 * text.length());
        for (; ; ) {
            CoderResult result = encoder.encode(in, out, true);
            if (result.isUnderflow()) {
                byte[] bytes = new byte[out.flip().remaining()];
                out.get(bytes);
                return bytes;
            }
            for (int i = result.length(); i > 0; i--) {
                char escape = in.get();
                boolean stands = escape >= ESCAPE_FIRST && escape <= ESCAPE_LAST;
                out.put(stands ? (byte) (escape - ESCAPE) : (byte) '?');
            }
        }
    }
}
