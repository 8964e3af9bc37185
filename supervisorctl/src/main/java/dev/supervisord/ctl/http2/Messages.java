package dev.supervisord.ctl.http2;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Puts the pieces of a body together to gRPC messages: a flag, the length in four bytes, then the message. */
final class Messages {
    private static final int PREFIX_BYTES = 5;

    private final int bytesMax;
    private final Deque<byte[]> complete = new ArrayDeque<>(4);
    private long completeBytes;
    private final byte[] prefix = new byte[PREFIX_BYTES];
    private int prefixUsed;
    private byte @Nullable [] message;
    private int messageUsed;

    Messages(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** A message that is larger than the limit; refused before any of it is kept. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;

        TooLarge(long bytes, int bytesMax) {
            super("a message of " + bytes + " bytes, more than the limit of " + bytesMax);
        }
    }

    /** Prefixes an outgoing message. */
    static byte[] framed(byte[] message) {
        byte[] framed = new byte[PREFIX_BYTES + message.length];
        for (int i = 1; i < PREFIX_BYTES; i++) {
            framed[i] = (byte) (message.length >>> (8 * (PREFIX_BYTES - 1 - i)));
        }
        System.arraycopy(message, 0, framed, PREFIX_BYTES, message.length);
        return framed;
    }

    void add(byte[] from, int offset, int length) throws IOException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (message == null) {
                prefix[prefixUsed++] = from[at++];
                if (prefixUsed == PREFIX_BYTES) {
                    message = new byte[length()];
                    messageUsed = 0;
                }
            } else {
                int part = Math.min(end - at, message.length - messageUsed);
                System.arraycopy(from, at, message, messageUsed, part);
                messageUsed += part;
                at += part;
            }
            if (message != null && messageUsed == message.length) {
                complete.add(message);
                completeBytes += message.length;
                message = null;
                prefixUsed = 0;
            }
        }
    }

    private int length() throws IOException {
        if (prefix[0] != 0) {
            throw new ProtocolViolation("a compressed message, though compression was not offered");
        }
        long length = 0;
        for (int i = 1; i < PREFIX_BYTES; i++) {
            length = length << 8 | (prefix[i] & 0xff);
        }
        if (length > bytesMax) {
            throw new TooLarge(length, bytesMax);
        }
        return (int) length;
    }

    /** The next complete message, or null. */
    byte @Nullable [] poll() {
        byte[] next = complete.poll();
        completeBytes -= next == null ? 0 : next.length;
        return next;
    }

    /** How many bytes the complete messages have that nobody has taken yet. */
    long bytes() {
        return completeBytes;
    }

    boolean isEmpty() {
        return complete.isEmpty();
    }

    /** Part of a message came, but not all of it. */
    boolean cutOff() {
        return prefixUsed > 0;
    }
}
