package dev.supervisord.ctl.http2;

import java.io.IOException;
import java.util.Arrays;

/**
 * Collects frames and writes them to the connection at once, so that a whole request is one system call. Any thread may use it; a
 * write that waits for the server holds up the others.
 */
final class FrameWriter {
    private static final int FLUSH_BYTES = 64 * 1024;
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

    private final Wire wire;
    private byte[] buffer = new byte[1024];
    private int used;

    FrameWriter(Wire wire) {
        this.wire = wire;
    }

    synchronized void preface() {
        need(PREFACE.length());
        for (int i = 0; i < PREFACE.length(); i++) {
            buffer[used++] = (byte) PREFACE.charAt(i);
        }
    }

    /** Announces settings: pairs of number and value. */
    synchronized void settings(int... pairs) {
        begin(pairs.length / 2 * 6, Protocol.SETTINGS, 0, 0);
        for (int i = 0; i < pairs.length; i += 2) {
            buffer[used++] = (byte) (pairs[i] >>> 8);
            buffer[used++] = (byte) pairs[i];
            int32(pairs[i + 1]);
        }
    }

    synchronized void settingsAck() {
        begin(0, Protocol.SETTINGS, Protocol.FLAG_ACK, 0);
    }

    /** Answers the PING that is in {@code frame}. */
    synchronized void pingAck(Frame frame) {
        begin(frame.length, Protocol.PING, Protocol.FLAG_ACK, 0);
        put(frame.payload, frame.offset, frame.length);
    }

    synchronized void windowUpdate(int stream, int bytes) {
        begin(4, Protocol.WINDOW_UPDATE, 0, stream);
        int32(bytes);
    }

    /** Writes a header block, cut into as many frames as it needs. */
    synchronized void headers(byte[] block, int length) throws IOException {
        int done = 0;
        do {
            int part = Math.min(length - done, Protocol.FRAME_BYTES_MAX);
            int type = done == 0 ? Protocol.HEADERS : Protocol.CONTINUATION;
            int flags = done + part == length ? Protocol.FLAG_END_HEADERS : 0;
            begin(part, type, flags, Protocol.STREAM);
            put(block, done, part);
            done += part;
        } while (done < length);
        flushIfLarge();
    }

    /** Writes one DATA frame of at most {@link Protocol#FRAME_BYTES_MAX} bytes. */
    synchronized void data(byte[] from, int offset, int length, boolean last) throws IOException {
        begin(length, Protocol.DATA, last ? Protocol.FLAG_END_STREAM : 0, Protocol.STREAM);
        put(from, offset, length);
        flushIfLarge();
    }

    synchronized void flush() throws IOException {
        if (used > 0) {
            int length = used;
            used = 0;
            wire.write(buffer, length);
        }
    }

    private void flushIfLarge() throws IOException {
        if (used >= FLUSH_BYTES) {
            flush();
        }
    }

    private void begin(int length, int type, int flags, int stream) {
        need(Protocol.FRAME_HEADER_BYTES + length);
        int32(length << 8 | type);
        buffer[used++] = (byte) flags;
        int32(stream);
    }

    private void int32(int value) {
        buffer[used++] = (byte) (value >>> 24);
        buffer[used++] = (byte) (value >>> 16);
        buffer[used++] = (byte) (value >>> 8);
        buffer[used++] = (byte) value;
    }

    private void put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, buffer, used, length);
        used += length;
    }

    private void need(int more) {
        if (buffer.length - used < more) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, used + more));
        }
    }
}
