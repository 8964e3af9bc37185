package dev.supervisord.ctl.http2;

import java.io.InterruptedIOException;

/**
 * How many bytes of the request the server will take: the smaller of the connection's and the stream's window. Any thread may use it.
 */
final class SendWindow {
    private long connection = Protocol.DEFAULT_WINDOW_BYTES;
    private long stream = Protocol.DEFAULT_WINDOW_BYTES;
    private long initial = Protocol.DEFAULT_WINDOW_BYTES;
    private boolean over;

    /** Takes at most {@code wanted} bytes; 0 when the server must open a window first. */
    synchronized int take(int wanted) {
        int part = (int) Math.max(0, Math.min(wanted, Math.min(connection, stream)));
        connection -= part;
        stream -= part;
        return part;
    }

    /** Waits until the server takes more, and says whether it ever will: not after {@link #end}. */
    synchronized boolean await() throws InterruptedIOException {
        try {
            while (!isOpen() && !over) {
                wait();
            }
            return !over;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Whether the server takes more now. */
    synchronized boolean isOpen() {
        return Math.min(connection, stream) > 0;
    }

    /** Nothing more is to be sent. */
    synchronized void end() {
        over = true;
        notifyAll();
    }

    /** The server takes {@code bytes} more, on the connection (0) or on a stream. */
    synchronized void grow(int where, int bytes) throws ProtocolViolation {
        if (bytes == 0) {
            throw new ProtocolViolation("a window update of 0 bytes");
        }
        if (where == 0) {
            connection = checked(connection + bytes);
        } else if (where == Protocol.STREAM) {
            stream = checked(stream + bytes);
        }
        notifyAll();
    }

    /** The server set the first window of streams anew, which also moves the one that is open. */
    synchronized void initial(int bytes) throws ProtocolViolation {
        if (bytes < 0) {
            throw new ProtocolViolation("an initial window of more than 2^31-1 bytes");
        }
        stream = checked(stream + bytes - initial);
        initial = bytes;
        notifyAll();
    }

    private static long checked(long window) throws ProtocolViolation {
        if (window > Integer.MAX_VALUE) {
            throw new ProtocolViolation("a window of more than 2^31-1 bytes");
        }
        return window;
    }
}
