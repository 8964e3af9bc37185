package dev.supervisord.ctl.http2;

/** How many bytes of the request the server will take: the smaller of the connection's and the stream's window. */
final class SendWindow {
    private long connection = Protocol.DEFAULT_WINDOW_BYTES;
    private long stream = Protocol.DEFAULT_WINDOW_BYTES;
    private long initial = Protocol.DEFAULT_WINDOW_BYTES;

    /** Takes at most {@code wanted} bytes; 0 when the server must open a window first. */
    int take(int wanted) {
        int part = (int) Math.max(0, Math.min(wanted, Math.min(connection, stream)));
        connection -= part;
        stream -= part;
        return part;
    }

    /** The server takes {@code bytes} more, on the connection (0) or on a stream. */
    void grow(int where, int bytes) throws ProtocolViolation {
        if (bytes == 0) {
            throw new ProtocolViolation("a window update of 0 bytes");
        }
        if (where == 0) {
            connection = checked(connection + bytes);
        } else if (where == Protocol.STREAM) {
            stream = checked(stream + bytes);
        }
    }

    /** The server set the first window of streams anew, which also moves the one that is open. */
    void initial(int bytes) throws ProtocolViolation {
        if (bytes < 0) {
            throw new ProtocolViolation("an initial window of more than 2^31-1 bytes");
        }
        stream = checked(stream + bytes - initial);
        initial = bytes;
    }

    private static long checked(long window) throws ProtocolViolation {
        if (window > Integer.MAX_VALUE) {
            throw new ProtocolViolation("a window of more than 2^31-1 bytes");
        }
        return window;
    }
}
