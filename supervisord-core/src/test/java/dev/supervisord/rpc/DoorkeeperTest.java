package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is expected of gRPC's internal classes: fails when a new version no longer keeps to it. */
class DoorkeeperTest {

    @TempDir
    Path directory;

    /** Notes who calls. */
    private static final class Witness extends HealthGrpc.HealthImplBase {
        private final AtomicReference<Peer> seen = new AtomicReference<>();

        @Override
        public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> reply) {
            seen.set(Peer.CONTEXT.get());
            reply.onNext(HealthCheckResponse.getDefaultInstance());
            reply.onCompleted();
        }
    }

    @Test
    void everyCallKnowsTheProcessAtTheOtherEnd() throws IOException, InterruptedException {
        DomainSocketAddress address =
                new DomainSocketAddress(directory.resolve("s").toString());
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Witness witness = new Witness();
        Server server = NettyServerBuilder.forAddress(
                        address,
                        Doorkeeper.credentials(
                                Limits.STANDARD,
                                new LocalPeers(socket -> Set.of(4711)),
                                Optional::empty,
                                (level, message) -> {}))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(ServerInterceptors.intercept(
                        witness,
                        new OpenCalls(Limits.STANDARD, new StatusMapper((level, message) -> {}), timer, timer)))
                .build()
                .start();
        ManagedChannel channel = NettyChannelBuilder.forAddress(address)
                .eventLoopGroup(loop)
                .channelType(EpollDomainSocketChannel.class)
                .usePlaintext()
                .build();
        try {
            HealthGrpc.newBlockingStub(channel).check(HealthCheckRequest.getDefaultInstance());
            Path self = Path.of("/proc/self");
            assertEquals(
                    new Peer.Local(
                            (Integer) Files.getAttribute(self, "unix:uid"),
                            Set.of((Integer) Files.getAttribute(self, "unix:gid"), 4711),
                            (int) ProcessHandle.current().pid()),
                    witness.seen.get());
        } finally {
            channel.shutdownNow();
            server.shutdownNow().awaitTermination();
            timer.shutdownNow();
            loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).await(2000);
        }
    }
}
