package dev.supervisord.rpc;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that sends whatever it likes. */
final class RawClient implements Closeable {

    private final SocketChannel socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    RawClient(Path path) throws IOException {
        socket = SocketChannel.open(StandardProtocolFamily.UNIX);
        socket.connect(UnixDomainSocketAddress.of(path));
        socket.configureBlocking(false);
    }

    /** Sends as much as the other side takes; an end of the connection shows when reading. */
    RawClient send(byte[] bytes) {
        try {
            socket.write(ByteBuffer.wrap(bytes));
        } catch (IOException gone) {
            // isClosed tells.
        }
        return this;
    }

    /** Takes what has come; whether the other side has closed the connection. */
    boolean isClosed() {
        ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
        try {
            while (true) {
                int read = socket.read(buffer.clear());
                if (read < 0) {
                    return true;
                }
                if (read == 0) {
                    return false;
                }
                received.write(buffer.array(), 0, read);
            }
        } catch (IOException reset) {
            return true;
        }
    }

    /** What was received until now, as Latin-1. */
    String text() {
        return received.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
