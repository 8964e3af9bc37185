package dev.supervisord.ctl.http2;

import io.grpc.Deadline;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connected unix socket with blocking reads and writes that end at a deadline.
 *
 * <p>Without a deadline the channel simply blocks. With one it is non-blocking and waits in a selector, which costs a little
 * more at the first call. One thread uses it; {@link #close} may come from any and ends what is waiting.
 *
 * <p>The streams of {@code java.nio.channels.Channels} are avoided: on JDK 17 their reader and writer share one lock and
 * block each other.
 */
final class UnixWire implements Wire {
    private final SocketChannel channel;
    private final @Nullable Selector selector;
    private final @Nullable Deadline deadline;
    private final ByteBuffer in =
            ByteBuffer.allocate(2 * Protocol.FRAME_BYTES_MAX).flip();

    private UnixWire(SocketChannel channel, @Nullable Selector selector, @Nullable Deadline deadline) {
        this.channel = channel;
        this.selector = selector;
        this.deadline = deadline;
    }

    /** Connects; throws a {@link ConnectFailure} when that is not possible. */
    static UnixWire connect(Path socket, @Nullable Deadline deadline) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            if (deadline == null) {
                return new UnixWire(channel, null, null);
            }
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            return new UnixWire(channel, selector, deadline);
        } catch (IOException e) {
            channel.close();
            throw new ConnectFailure("unix://" + socket, reason(socket, e), e);
        }
    }

    /** Asks the file system, because the exceptions differ only in their words. */
    private static ConnectFailure.Reason reason(Path socket, IOException e) {
        if (Files.notExists(socket)) {
            return ConnectFailure.Reason.NO_SUCH_FILE;
        }
        if (e instanceof ConnectException) {
            return ConnectFailure.Reason.REFUSED;
        }
        return Files.isWritable(socket) ? ConnectFailure.Reason.OTHER : ConnectFailure.Reason.PERMISSION_DENIED;
    }

    @Override
    public void readFully(byte[] to, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            if (!in.hasRemaining()) {
                refill();
            }
            int part = Math.min(length - done, in.remaining());
            in.get(to, offset + done, part);
            done += part;
        }
    }

    private void refill() throws IOException {
        in.clear();
        int got = channel.read(in);
        while (got == 0) {
            await(SelectionKey.OP_READ);
            got = channel.read(in);
        }
        in.flip();
        if (got < 0) {
            in.limit(0);
            throw new EOFException("the connection was closed");
        }
    }

    @Override
    public void write(byte[] from, int length) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(from, 0, length);
        while (out.hasRemaining()) {
            if (channel.write(out) == 0) {
                await(SelectionKey.OP_WRITE);
            }
        }
    }

    private void await(int operation) throws IOException {
        if (selector == null || deadline == null) {
            throw new IllegalStateException("a blocking channel did not block");
        }
        long millis = deadline.timeRemaining(TimeUnit.MILLISECONDS);
        if (deadline.isExpired()) {
            throw new SocketTimeoutException("deadline exceeded");
        }
        try {
            channel.register(selector, operation);
            // One more, because what is left of a millisecond counts as well, and zero would wait for ever.
            if (selector.select(millis + 1) > 0) {
                selector.selectedKeys().clear();
            }
        } catch (ClosedSelectorException e) {
            throw new ClosedWhileWaiting(e);
        }
    }

    /** The connection was closed by another thread; what a blocking channel reports by itself. */
    private static final class ClosedWhileWaiting extends IOException {
        private static final long serialVersionUID = 1L;

        ClosedWhileWaiting(ClosedSelectorException cause) {
            super("the connection was closed", cause);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (selector != null) {
            selector.close();
        }
    }
}
