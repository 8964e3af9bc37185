package dev.supervisord.rpc;

import dev.supervisord.log.Log;
import dev.supervisord.os.PeerGroups;
import io.grpc.ServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcHttp2ConnectionHandler;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiator;
import io.grpc.netty.shaded.io.grpc.netty.InternalProtocolNegotiators;
import io.grpc.netty.shaded.io.grpc.netty.ProtocolNegotiationEvent;
import io.grpc.netty.shaded.io.netty.channel.ChannelHandler;
import io.grpc.netty.shaded.io.netty.util.AsciiString;

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
    private final PeerGroups groups;
    private final Log log;

    private Doorkeeper(Limits limits, PeerGroups groups, Log log) {
        this.limits = limits;
        this.lobby = new Lobby(limits.strangers());
        this.connections = new Quota(limits.connections(), limits.connectionsPerUser());
        this.groups = groups;
        this.log = log;
    }

    /** For a server on a unix socket with one event loop. */
    static ServerCredentials credentials(Limits limits, PeerGroups groups, Log log) {
        return InternalNettyServerCredentials.create(new Doorkeeper(limits, groups, log));
    }

    @Override
    public AsciiString scheme() {
        return plain.scheme();
    }

    @Override
    public ChannelHandler newHandler(GrpcHttp2ConnectionHandler grpc) {
        return new Introduction(plain.newHandler(grpc), limits.introduction(), lobby, connections, groups, log) {
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
