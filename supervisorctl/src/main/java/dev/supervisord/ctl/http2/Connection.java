package dev.supervisord.ctl.http2;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/**
 * One HTTP/2 connection with its one stream: keeps the rules of the connection (settings, pings, flow control) and hands the
 * stream's content on.
 *
 * <p>One thread uses it; {@link #close} may come from any. Where both directions are used at once, one thread receives and another
 * one sends.
 */
final class Connection implements Closeable {
    /** What the server may send before we have taken it: enough that it never waits for us in practice. */
    static final int WINDOW_BYTES = 1 << 20;

    /** Error details travel in headers, so this is generous. */
    static final int HEADER_BYTES_MAX = 1 << 20;

    private final Wire wire;
    private final FrameReader reader;
    private final FrameWriter writer;
    private final Inbound inbound;
    private final HeaderDecoder decoder = new HeaderDecoder(HEADER_BYTES_MAX);
    private final SendWindow sendWindow = new SendWindow();
    private final boolean duplex;
    private int receivedBytes;

    /** @param duplex whether somebody else receives while somebody sends */
    Connection(Wire wire, Inbound inbound, boolean duplex) {
        this.duplex = duplex;
        this.wire = wire;
        this.reader = new FrameReader(wire);
        this.writer = new FrameWriter(wire);
        this.inbound = inbound;
    }

    /** Opens connection and stream. Nothing is sent before the request ends, a buffer is full or a window is used up. */
    void open(HeaderEncoder headers) throws IOException {
        writer.preface();
        writer.settings(
                Protocol.SETTING_HEADER_TABLE_SIZE,
                0,
                Protocol.SETTING_ENABLE_PUSH,
                0,
                Protocol.SETTING_INITIAL_WINDOW_SIZE,
                WINDOW_BYTES,
                Protocol.SETTING_MAX_HEADER_LIST_SIZE,
                HEADER_BYTES_MAX);
        writer.windowUpdate(0, WINDOW_BYTES - Protocol.DEFAULT_WINDOW_BYTES);
        writer.headers(headers.block(), headers.length());
    }

    /** Sends a piece of the body as the server's windows allow, receiving while it has to wait for them if nobody else does. */
    void send(byte[] from, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int part = sendWindow.take(Math.min(length - done, Protocol.FRAME_BYTES_MAX));
            if (part == 0 && duplex) {
                writer.flush();
                if (!sendWindow.await()) {
                    return;
                }
            } else if (part == 0) {
                receive();
                if (inbound.ended()) {
                    return;
                }
            } else {
                writer.data(from, done, part, false);
                done += part;
            }
        }
    }

    /** Whether something can be sent without waiting for the server. */
    boolean canSend() {
        return sendWindow.isOpen();
    }

    /** Sends what is waiting. */
    void flush() throws IOException {
        writer.flush();
    }

    /** Tells the server that the request is complete. */
    void endRequest() throws IOException {
        writer.data(new byte[0], 0, 0, true);
        writer.flush();
    }

    /** Sends what is waiting, then waits for one frame and does what it says. */
    void receive() throws IOException {
        replenish();
        writer.flush();
        Frame frame = reader.next();
        switch (frame.type) {
            case Protocol.DATA -> data(frame);
            case Protocol.HEADERS -> headers(frame);
            case Protocol.SETTINGS -> settings(frame);
            case Protocol.PING -> {
                if (!frame.has(Protocol.FLAG_ACK)) {
                    writer.pingAck(frame);
                }
            }
            case Protocol.WINDOW_UPDATE -> sendWindow.grow(frame.stream, frame.int31(0));
            case Protocol.RST_STREAM -> {
                if (frame.stream == Protocol.STREAM) {
                    inbound.reset(frame.int32(0));
                }
            }
            case Protocol.GOAWAY -> {
                if (frame.int31(0) < Protocol.STREAM) {
                    throw new Unprocessed(new IOException("the server accepts no more requests"));
                }
            }
            case Protocol.CONTINUATION -> throw new ProtocolViolation("a continuation of no headers");
            default -> { // PRIORITY says nothing to a client; unknown types are to be ignored.
            }
        }
        if (inbound.ended()) {
            sendWindow.end();
        }
    }

    private void data(Frame frame) throws IOException {
        synchronized (this) {
            receivedBytes += frame.windowBytes;
            if (receivedBytes > WINDOW_BYTES) {
                throw new ProtocolViolation("more data than the window allows");
            }
        }
        inbound.data(frame.payload, frame.offset, frame.length, frame.has(Protocol.FLAG_END_STREAM));
    }

    private void headers(Frame frame) throws IOException {
        boolean last = frame.has(Protocol.FLAG_END_STREAM);
        byte[] block = Arrays.copyOfRange(frame.payload, frame.offset, frame.offset + frame.length);
        while (!frame.has(Protocol.FLAG_END_HEADERS)) {
            frame = reader.next();
            if (frame.type != Protocol.CONTINUATION) {
                throw new ProtocolViolation("headers that are interrupted by a frame of type " + frame.type);
            }
            if (block.length + frame.length > HEADER_BYTES_MAX) {
                throw new ProtocolViolation("headers of more than " + HEADER_BYTES_MAX + " bytes");
            }
            int length = block.length;
            block = Arrays.copyOf(block, length + frame.length);
            System.arraycopy(frame.payload, frame.offset, block, length, frame.length);
        }
        inbound.headers(decoder.decode(block, block.length), last);
    }

    private void settings(Frame frame) throws IOException {
        if (frame.has(Protocol.FLAG_ACK)) {
            return;
        }
        for (int at = 0; at < frame.length; at += 6) {
            if (frame.int16(at) == Protocol.SETTING_INITIAL_WINDOW_SIZE) {
                sendWindow.initial(frame.int32(at + 2));
            }
        }
        writer.settingsAck();
    }

    /** Lets the server send on after something was taken. */
    void taken() throws IOException {
        replenish();
        writer.flush();
    }

    /** Gives back to the server what was taken, once it is worth a frame. */
    private synchronized void replenish() {
        if (receivedBytes >= WINDOW_BYTES / 2 && inbound.wantsMore()) {
            writer.windowUpdate(0, receivedBytes);
            writer.windowUpdate(Protocol.STREAM, receivedBytes);
            receivedBytes = 0;
        }
    }

    @Override
    public void close() throws IOException {
        sendWindow.end();
        wire.close();
    }
}
