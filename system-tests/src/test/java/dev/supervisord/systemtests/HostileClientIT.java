package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that keep no rule, on the control socket: whoever keeps them is served at once, before, during and after. */
class HostileClientIT {

    private static final int SILENT = 10_000;
    private static final int FLOOD = 20_000;

    /** Far more than it takes; without limits it would take for ever. */
    private static final Duration SOON = Duration.ofSeconds(20);

    /** A daemon that reads no more of a connection has defended itself. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    /** What a client does on its connection until it is through, or is sent away. */
    private interface Attack {
        void on(SocketChannel connection) throws IOException;
    }

    @Test
    void whoKeepsTheRulesIsServed() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.web]
                command = "sleep 1000"
                startsecs = 0
                """);
        daemon.awaitState("web", "RUNNING");
        long pid = daemon.pid("web");

        List<SocketChannel> silent = new ArrayList<>();
        try {
            openMany(silent);
            assertServed(daemon, pid);
        } finally {
            for (SocketChannel connection : silent) {
                connection.close();
            }
        }

        attack(connection -> send(connection, new Random(1).ints(1 << 16, 0, 256)));
        assertServed(daemon, pid);
        attack(connection -> send(connection, "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        assertServed(daemon, pid);
        attack(connection -> flood(connection, frame(PING, 0, 0, new byte[8])));
        assertServed(daemon, pid);
        attack(HostileClientIT::endlessHeaders);
        assertServed(daemon, pid);
        attack(HostileClientIT::callsThatAreTakenBack);
        assertServed(daemon, pid);
        attack(connection -> send(connection, frame(HEADERS, END_HEADERS, 1, new byte[] {(byte) 0xff, 1, 2})));
        assertServed(daemon, pid);
        // A frame that says to be 16 MB long, of which nothing follows.
        attack(connection -> send(connection, new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 0, 0, 0, 0, 0, 1}));
        assertServed(daemon, pid);
    }

    /** As many as this machine lets a process have. */
    private void openMany(List<SocketChannel> connections) throws IOException {
        try {
            while (connections.size() < SILENT) {
                connections.add(connect());
            }
        } catch (IOException noDescriptorsLeft) {
            connections.remove(0).close(); // the client below needs some
            assertTrue(connections.size() > 500, noDescriptorsLeft::toString);
        }
    }

    private void assertServed(TestDaemon daemon, long pid) throws IOException, InterruptedException {
        long began = System.nanoTime();
        daemon.ctl("status").exits(0);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(SOON) < 0, () -> "status took " + took);
        assertEquals(pid, daemon.pid("web"));
    }

    private SocketChannel connect() throws IOException {
        SocketChannel connection =
                SocketChannel.open(UnixDomainSocketAddress.of(sandbox.dir().resolve("socket")));
        connection.configureBlocking(false);
        return connection;
    }

    /** Being sent away is what the client deserves, and no failure. */
    private void attack(Attack attack) throws IOException {
        try (SocketChannel connection = connect()) {
            send(connection, PREFACE);
            send(connection, frame(SETTINGS, 0, 0, new byte[0]));
            attack.on(connection);
        } catch (IOException sentAway) {
            assertTrue(sentAway.getMessage() != null, sentAway::toString);
        }
    }

    private static void endlessHeaders(SocketChannel connection) throws IOException {
        send(connection, frame(HEADERS, 0, 1, header("x-0", "y")));
        flood(connection, frame(CONTINUATION, 0, 1, header("x-more", "y".repeat(100))));
    }

    private static void callsThatAreTakenBack(SocketChannel connection) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        headers.writeBytes(header(":method", "POST"));
        headers.writeBytes(header(":scheme", "http"));
        headers.writeBytes(header(":path", "/supervisord.v1.ProcessService/GetStatus"));
        headers.writeBytes(header("content-type", "application/grpc"));
        headers.writeBytes(header("te", "trailers"));
        for (int stream = 1; stream < 2 * FLOOD; stream += 2) {
            send(connection, frame(HEADERS, END_HEADERS, stream, headers.toByteArray()));
            send(connection, frame(RST_STREAM, 0, stream, new byte[] {0, 0, 0, 8}));
        }
    }

    private static void flood(SocketChannel connection, byte[] frame) throws IOException {
        for (int i = 0; i < FLOOD; i++) {
            send(connection, frame);
        }
    }

    /** RFC 9113, 4.1. */
    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        return frame.put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    /** RFC 7541, 6.2.2: not indexed, not compressed. */
    private static byte[] header(String name, String value) {
        return ByteBuffer.allocate(3 + name.length() + value.length())
                .put((byte) 0)
                .put((byte) name.length())
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put((byte) value.length())
                .put(value.getBytes(StandardCharsets.US_ASCII))
                .array();
    }

    private static void send(SocketChannel connection, IntStream bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        bytes.forEach(all::write);
        send(connection, all.toByteArray());
    }

    /** What the daemon answers is not read: also a rule that is not kept. */
    private static void send(SocketChannel connection, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (left.hasRemaining()) {
            if (connection.write(left) > 0) {
                until = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > until) {
                throw new IOException("the daemon reads no more of this");
            } else {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }
}
