package dev.supervisord.os;

import java.nio.file.Path;
import java.util.Optional;

/** Messages to sockets on this machine, {@code unix(7)}. */
public interface Datagrams {

    /**
     * Connects to the socket of this name; messages keep their borders.
     *
     * @return empty when nobody listens there
     */
    Optional<Outlet> connect(Path socket);

    /** A connected socket. Used by one thread. */
    interface Outlet extends AutoCloseable {
        /** What became of a message. */
        enum Result {
            SENT,
            /** The receiver takes none at present. */
            BUSY,
            /** Nobody listens any more. */
            GONE,
            /** The message is too long for the receiver. */
            TOO_LONG
        }

        /** Sends one message, and does not wait. */
        Result send(byte[] message, int length);

        @Override
        void close();
    }
}
