package dev.supervisord.ctl.http2;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedChannelException;

/** Cuts the bytes of a connection into frames and refuses those whose shape is wrong (RFC 9113, section 4.1). */
final class FrameReader {
    private static final int HTTP1_ANSWER = 'H' << 16 | 'T' << 8 | 'T';

    private final Wire wire;
    private final Frame frame = new Frame();
    private final byte[] header = new byte[Protocol.FRAME_HEADER_BYTES];
    private boolean first = true;

    FrameReader(Wire wire) {
        this.wire = wire;
    }

    /** Waits for the next frame. */
    Frame next() throws IOException {
        readHeader();
        int length = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | (header[2] & 0xff);
        frame.type = header[3] & 0xff;
        frame.flags = header[4] & 0xff;
        frame.stream =
                (header[5] & 0x7f) << 24 | (header[6] & 0xff) << 16 | (header[7] & 0xff) << 8 | (header[8] & 0xff);
        if (first && (frame.type != Protocol.SETTINGS || frame.has(Protocol.FLAG_ACK))) {
            throw new ProtocolViolation(
                    length == HTTP1_ANSWER
                            ? "the server answers in HTTP/1, so it is not this daemon's control socket"
                            : "the server does not speak HTTP/2");
        }
        first = false;
        if (length > Protocol.FRAME_BYTES_MAX) {
            throw new ProtocolViolation(
                    "a frame of " + length + " bytes, more than the " + Protocol.FRAME_BYTES_MAX + " that are allowed");
        }
        wire.readFully(frame.payload, 0, length);
        frame.offset = 0;
        frame.length = length;
        frame.windowBytes = length;
        checkShape();
        if (frame.type == Protocol.DATA || frame.type == Protocol.HEADERS) {
            removePadding();
        }
        return frame;
    }

    /** A server whose first word is missing has not begun: it may have ended with the connection in its queue. */
    private void readHeader() throws IOException {
        try {
            wire.readFully(header, 0, header.length);
        } catch (SocketTimeoutException | ClosedChannelException ours) {
            throw ours;
        } catch (IOException lost) {
            throw first ? new Unprocessed(lost) : lost;
        }
    }

    private void checkShape() throws ProtocolViolation {
        int length = frame.length;
        boolean right = switch (frame.type) {
            case Protocol.SETTINGS ->
                frame.stream == 0 && length % 6 == 0 && (length == 0 || !frame.has(Protocol.FLAG_ACK));
            case Protocol.PING -> frame.stream == 0 && length == 8;
            case Protocol.GOAWAY -> frame.stream == 0 && length >= 8;
            case Protocol.WINDOW_UPDATE -> length == 4;
            case Protocol.RST_STREAM -> frame.stream != 0 && length == 4;
            case Protocol.DATA, Protocol.HEADERS, Protocol.CONTINUATION -> frame.stream == Protocol.STREAM;
            case Protocol.PUSH_PROMISE -> false;
            default -> true; // Frames of unknown types are to be ignored.
        };
        if (!right) {
            throw new ProtocolViolation("a frame of type " + frame.type + " with " + length + " bytes on stream "
                    + frame.stream + ", which is not allowed");
        }
    }

    private void removePadding() throws ProtocolViolation {
        int front = 0;
        int back = 0;
        if (frame.has(Protocol.FLAG_PADDED)) {
            front = 1;
            back = frame.length > 0 ? frame.payload[0] & 0xff : 0;
        }
        if (frame.type == Protocol.HEADERS && frame.has(Protocol.FLAG_PRIORITY)) {
            front += 5;
        }
        if (front + back > frame.length) {
            throw new ProtocolViolation("a frame with more padding than bytes");
        }
        frame.offset = front;
        frame.length -= front + back;
    }
}
