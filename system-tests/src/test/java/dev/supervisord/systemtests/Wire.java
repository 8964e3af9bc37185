package dev.supervisord.systemtests;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A connection to the daemon on which anything can be sent, and nothing has to be read. */
class Wire implements Closeable {

    /** A daemon that reads no more of a connection has defended itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SocketChannel channel;

    Wire(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.configureBlocking(false);
    }

    /** As it stands, before anything else. */
    final void sendBare(byte[] bytes) throws IOException {
        sendBare(ByteBuffer.wrap(bytes));
    }

    final void sendBare(ByteBuffer left) throws IOException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (left.hasRemaining()) {
            if (channel.write(left) > 0) {
                until = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > until) {
                throw new IOException("the daemon reads no more of this");
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** What has come, as far as there is room; -1 at the end. */
    final int receiveBare(ByteBuffer room) throws IOException {
        return channel.read(room);
    }

    /** By the rules of the connection. */
    void send(byte[] bytes) throws IOException {
        sendBare(bytes);
    }

    /** Reads what has come and forgets it, so that the daemon can go on. */
    void drain() throws IOException {
        ByteBuffer room = ByteBuffer.allocate(1 << 16);
        int count;
        do {
            count = receiveBare(room.clear());
        } while (count > 0);
        if (count < 0) {
            throw new IOException("the daemon has closed this");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
