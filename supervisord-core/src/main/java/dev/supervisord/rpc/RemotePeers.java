package dev.supervisord.rpc;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/** Tells where a TCP connection comes from, and which certificate it has shown. */
final class RemotePeers implements Introduction.PeerFinder {

    @Override
    public Peer of(Channel channel) throws IOException {
        if (!(channel.remoteAddress() instanceof InetSocketAddress address)) {
            throw new IOException("the connection has gone");
        }
        return new Peer.Remote(
                address.getAddress().getHostAddress(),
                address.getPort(),
                certificate(channel.pipeline().get(SslHandler.class)));
    }

    private static Optional<Peer.Certificate> certificate(@Nullable SslHandler tls) {
        if (tls == null) {
            return Optional.empty();
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return chain[0] instanceof X509Certificate own
                    ? Optional.of(new Peer.Certificate(
                            own.getSubjectX500Principal().getName(X500Principal.RFC2253),
                            own.getNotAfter().toInstant()))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException none) {
            return Optional.empty(); // it has shown none, and needs a token
        }
    }
}
