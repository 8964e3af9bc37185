package dev.supervisord.rpc;

import dev.supervisord.log.Log;
import dev.supervisord.rpc.Introduction.PeerFinder;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.util.AsciiString;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Puts an {@link Introduction} before gRPC on each new connection, and the connection's {@link Peer} into its attributes.
 *
 * <p>gRPC has no public place for either. This is the only class that uses its {@code Internal} classes, which may change with
 * any version: {@code DoorkeeperTest} tells when they do.
 */
final class Doorkeeper implements InternalProtocolNegotiator.ProtocolNegotiator {

    private final InternalProtocolNegotiator.ProtocolNegotiator plain = InternalProtocolNegotiators.serverPlaintext();
    private final Limits limits;
    private final Lobby lobby;
    private final Quota connections;
    private final PeerFinder peers;
    private final Supplier<Optional<ChannelHandler>> tls;
    private final Log log;

    private Doorkeeper(Limits limits, PeerFinder peers, Supplier<Optional<ChannelHandler>> tls, Log log) {
        this.limits = limits;
        this.lobby = new Lobby(limits.strangers());
        this.connections = new Quota(limits.connections(), limits.connectionsPerUser());
        this.peers = peers;
        this.tls = tls;
        this.log = log;
    }

    /**
     * For a server with one event loop.
     *
     * @param peers tells who is there
     * @param tls makes, for a connection that is to be encrypted, what does that
     */
    static ServerCredentials credentials(
            Limits limits, PeerFinder peers, Supplier<Optional<ChannelHandler>> tls, Log log) {
        return InternalNettyServerCredentials.create(new Doorkeeper(limits, peers, tls, log));
    }

    @Override
    public AsciiString scheme() {
        return plain.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        Optional<ChannelHandler> secure = tls.get();
        return new Introduction(
                plain.newHandler(grpc),
                secure.isPresent() ? Limits.INTRODUCTION_BY_TLS : limits.introduction(),
                lobby,
                connections,
                peers,
                secure.orElse(null),
                log) {
            @Override
            void passedOn() {
                HeaderTable.limit(grpc);
            }

            @Override
            Object withPeer(Object event, Peer peer) {
                return event instanceof ProtocolNegotiationEvent negotiation
                        ? InternalProtocolNegotiationEvent.withAttributes(
                                negotiation,
                                InternalProtocolNegotiationEvent.getAttributes(negotiation).toBuilder()
                                        .set(Peer.ATTRIBUTE, peer)
                                        .build())
                        : event;
            }
        };
    }

    @Override
    public void close() {
        plain.close();
    }
}
