package dev.supervisord.ctl.http2;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;

/** A server that says exactly what a test wrote down, to one client, and tells what it was sent. */
final class HostileServer implements AutoCloseable {
    /** Frames of an honest server. */
    static final byte[] SETTINGS = frame(4, 0, 0, "");

    /** ":status: 200", "content-type: application/grpc". */
    static final byte[] HEADERS = frame(1, 4, 1, "88" + "0f10" + "10" + hex("application/grpc"));

    /** "grpc-status: 0" and the end of the stream. */
    static final byte[] TRAILERS = frame(1, 5, 1, trailers("0"));

    private final ServerSocketChannel listener;
    private final CompletableFuture<byte[]> served;

    /** What the server does with a connection. */
    interface Script {
        void serve(SocketChannel client) throws IOException;
    }

    HostileServer(Path socket, Script script) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        listener.bind(UnixDomainSocketAddress.of(socket));
        served = CompletableFuture.supplyAsync(() -> {
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            try (SocketChannel client = listener.accept()) {
                script.serve(client);
                client.shutdownOutput();
                // Who was not answered at all comes again, to nobody.
                listener.close();
                drain(client, seen);
            } catch (IOException e) {
                // The client went away, as it may.
                return seen.toByteArray();
            }
            return seen.toByteArray();
        });
    }

    /** Sends these bytes, whatever they are, then nothing more. */
    static HostileServer saying(Path socket, byte[]... pieces) throws IOException {
        return new HostileServer(socket, client -> write(client, concat(pieces)));
    }

    /** Sends these bytes and keeps the connection open. */
    static HostileServer sayingAndWaiting(Path socket, byte[]... pieces) throws IOException {
        return new HostileServer(socket, client -> {
            write(client, concat(pieces));
            drain(client, new ByteArrayOutputStream());
        });
    }

    static void write(SocketChannel client, byte[] bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            client.write(buffer);
        }
    }

    private static void drain(SocketChannel client, ByteArrayOutputStream seen) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(8192);
        while (client.read(buffer) >= 0) {
            seen.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    /** All that the client sent until it closed the connection. */
    byte[] seen() {
        return Await.result(served);
    }

    static byte[] frame(int type, int flags, int stream, String payloadHex) {
        byte[] payload = HexFormat.of().parseHex(payloadHex);
        return frame(payload.length, type, flags, stream, payload);
    }

    static byte[] frame(int length, int type, int flags, int stream, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.putInt(length << 8 | type).put((byte) flags).putInt(stream).put(payload);
        return frame.array();
    }

    /** A header block with a status, its fields without index. */
    static String trailers(String status) {
        return "00" + "0b" + hex("grpc-status") + HexFormat.of().toHexDigits((byte) status.length()) + hex(status);
    }

    static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] concat(byte[]... pieces) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] piece : pieces) {
            all.writeBytes(piece);
        }
        return all.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
