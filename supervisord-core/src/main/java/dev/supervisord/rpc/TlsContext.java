package dev.supervisord.rpc;

import dev.supervisord.model.ControlSpec.Tls;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.netty.buffer.ByteBufAllocator;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.handler.ssl.ClientAuth;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import java.io.IOException;

/**
 * The daemon's certificate and whom it trusts, for connections that begin from now on; they can be replaced. Any thread may use it.
 *
 * <p>TLS 1.3 only, by the JDK: OpenSSL would be one more native library in the daemon's memory.
 */
final class TlsContext {

    private volatile SslContext context;

    /** @throws IOException with what is wrong with the files */
    TlsContext(Tls files) throws IOException {
        context = read(files);
    }

    /** Reads the files again; when one of them is not good, everything stays as it is. */
    void renew(Tls files) throws IOException {
        context = read(files);
    }

    private static SslContext read(Tls files) throws IOException {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            files.certificate().toFile(), files.key().toFile())
                    .protocols("TLSv1.3");
            if (files.clientCa().isPresent()) {
                // Who shows none can still show a token.
                builder.trustManager(files.clientCa().get().toFile()).clientAuth(ClientAuth.OPTIONAL);
            }
            SslContext read =
                    GrpcSslContexts.configure(builder, SslProvider.JDK).build();
            KeyProof.check(files.certificate(), files.key());
            return read;
        } catch (IllegalArgumentException unreadable) {
            Throwable cause = unreadable.getCause() == null ? unreadable : unreadable.getCause();
            throw new IOException(
                    "cannot use " + files.certificate() + " with " + files.key() + ": " + cause.getMessage(),
                    unreadable);
        }
    }

    /** For one connection. */
    ChannelHandler handler() {
        return context.newHandler(ByteBufAllocator.DEFAULT);
    }
}
