package dev.supervisord.systemtests;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Pieces of HTTP/2 (RFC 9113) and gRPC, also such as no client sends that keeps the rules. */
final class Http2 {

    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int HEADER_TABLE_SIZE = 1;
    static final int INITIAL_WINDOW_SIZE = 4;

    private Http2() {}

    /** RFC 9113, 4.1. */
    static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        return frame.put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static byte[] setting(int key, int value) {
        return frame(
                SETTINGS,
                0,
                0,
                ByteBuffer.allocate(6).putShort((short) key).putInt(value).array());
    }

    /** RFC 7541, 6.2.2: not indexed, not compressed. */
    static byte[] header(String name, String value) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(0);
        header.write(name.length());
        header.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        length(value.length(), header);
        header.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
        return header.toByteArray();
    }

    /** RFC 7541, 5.1, with a prefix of seven bits. */
    private static void length(int length, ByteArrayOutputStream to) {
        if (length < 127) {
            to.write(length);
            return;
        }
        to.write(127);
        int rest = length - 127;
        while (rest >= 128) {
            to.write((rest & 127) | 128);
            rest >>= 7;
        }
        to.write(rest);
    }

    /** The headers with which a call begins. */
    static byte[] call(String method, String... more) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(header(":method", "POST"));
        headers.writeBytes(header(":scheme", "http"));
        headers.writeBytes(header(":path", "/supervisord.v1." + method));
        headers.writeBytes(header("content-type", "application/grpc"));
        headers.writeBytes(header("te", "trailers"));
        headers.writeBytes(header("authorization", "Bearer secret"));
        for (int i = 0; i < more.length; i += 2) {
            headers.writeBytes(header(more[i], more[i + 1]));
        }
        return headers.toByteArray();
    }

    /** A message of gRPC, which may say any length of itself. */
    static byte[] message(boolean packed, int length, byte[] bytes) {
        return ByteBuffer.allocate(5 + bytes.length)
                .put((byte) (packed ? 1 : 0))
                .putInt(length)
                .put(bytes)
                .array();
    }
}
