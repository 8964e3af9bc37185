package dev.supervisord.rpc;

import dev.supervisord.log.Log;
import dev.supervisord.model.ControlSpec.Tcp;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * The TCP address on which the daemon is controlled, with an event loop of its own, so that handshakes delay nobody on the unix
 * socket. Nothing of it is loaded where none is configured.
 */
final class TcpDoor {

    /** After that time a connection takes no more calls, so that a certificate is shown anew. */
    private static final Duration AGE_MAX = Duration.ofHours(1);

    /** A machine that is gone without a word is noticed so. */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(2);

    private static final Duration KEEP_ALIVE_PATIENCE = Duration.ofSeconds(20);

    private final Tcp spec;
    private final Optional<TlsContext> tls;
    private final EventLoopGroup group;
    private final Server server;

    /**
     * Listens.
     *
     * @param furnish adds the services, with their limits
     * @throws IOException when it cannot
     */
    TcpDoor(Tcp spec, Limits limits, ThreadFactory io, Log log, UnaryOperator<NettyServerBuilder> furnish)
            throws IOException {
        this.spec = spec;
        this.tls =
                spec.tls().isPresent() ? Optional.of(new TlsContext(spec.tls().get())) : Optional.empty();
        this.group = new MultiThreadIoEventLoopGroup(1, io, EpollIoHandler.newFactory());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(
                                spec.address().host(), spec.address().port()),
                        Doorkeeper.credentials(limits, new RemotePeers(), () -> tls.map(TlsContext::handler), log))
                .channelType(EpollServerSocketChannel.class)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group);
        this.server = furnish.apply(builder)
                .keepAliveTime(KEEP_ALIVE.toMillis(), TimeUnit.MILLISECONDS)
                .keepAliveTimeout(KEEP_ALIVE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .maxConnectionAge(AGE_MAX.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        try {
            server.start();
        } catch (IOException taken) {
            var unused = group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            throw taken;
        }
    }

    Tcp spec() {
        return spec;
    }

    /**
     * Takes over what a new configuration says of this address, as far as that can be done now.
     *
     * @return what is left to be done, or went wrong; for people
     */
    Optional<String> renew(Tcp fresh) {
        if (fresh.tls().isPresent() != tls.isPresent()) {
            return Optional.of("[control] changes between TLS and plain text on the same address: that is done when the"
                    + " daemon is restarted or upgraded (ctl upgrade)");
        }
        if (tls.isPresent() && fresh.tls().isPresent()) {
            try {
                tls.get().renew(fresh.tls().get());
            } catch (IOException wrong) {
                return Optional.of(wrong.getMessage() + "; the certificate of before is still used");
            }
        }
        return Optional.empty();
    }

    /** Takes no more calls. */
    void shutdown() {
        server.shutdown();
    }

    /** Ends what is left after a time. */
    void close(Duration grace) throws InterruptedException {
        if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            server.shutdownNow();
            server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
        }
        group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).await(grace.toMillis());
    }
}
