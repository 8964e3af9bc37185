package dev.supervisord.ctl.http2;

/**
 * The frame that was read last; its payload is overwritten by the next one.
 *
 * <p>{@link #offset} and {@link #length} delimit the payload without padding.
 */
final class Frame {
    final byte[] payload = new byte[Protocol.FRAME_BYTES_MAX];
    int type;
    int flags;
    int stream;
    int offset;
    int length;

    /** What a DATA frame takes of the windows: its payload with its padding. */
    int windowBytes;

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** A big-endian 32-bit number somewhere in the payload, its first bit ignored where the protocol reserves it. */
    int int32(int at) {
        int i = offset + at;
        return (payload[i] & 0xff) << 24
                | (payload[i + 1] & 0xff) << 16
                | (payload[i + 2] & 0xff) << 8
                | (payload[i + 3] & 0xff);
    }

    int int31(int at) {
        return int32(at) & 0x7fff_ffff;
    }

    int int16(int at) {
        int i = offset + at;
        return (payload[i] & 0xff) << 8 | (payload[i + 1] & 0xff);
    }
}
