package dev.supervisord.systemtests;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/** A connection by TLS, whose client decides itself when it reads. */
final class TlsWire extends Wire {

    private static final int RECORD = 1 << 15;

    private final SSLEngine engine;
    private final ByteBuffer in = ByteBuffer.allocate(4 * RECORD);
    private final ByteBuffer out = ByteBuffer.allocate(RECORD);
    private final ByteBuffer plain = ByteBuffer.allocate(RECORD);

    TlsWire(SocketAddress address, SSLContext context) throws IOException {
        super(address);
        engine = context.createSSLEngine();
        engine.setUseClientMode(true);
        var parameters = engine.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        while (engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING) {
            step();
        }
    }

    private void step() throws IOException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> wrap(ByteBuffer.allocate(0));
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> unwrap();
            case FINISHED, NOT_HANDSHAKING -> throw new AssertionError("it is over");
        }
    }

    private void wrap(ByteBuffer bytes) throws IOException {
        engine.wrap(bytes, out.clear());
        sendBare(out.flip());
    }

    private void unwrap() throws IOException {
        SSLEngineResult.Status status = engine.unwrap(in.flip(), plain.clear()).getStatus();
        in.compact();
        if (status == SSLEngineResult.Status.CLOSED) {
            throw new IOException("the daemon has closed this");
        }
        if (status == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
            int count = receiveBare(in);
            if (count < 0) {
                throw new IOException("the daemon has closed this");
            }
            if (count == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    @Override
    void send(byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            wrap(left);
        }
    }
}
