package dev.supervisord.systemtests;

import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks a daemon without starting a client: a connection of its own to whatever daemon is there. */
final class ControlStubs implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 100;
    private static final MultiThreadIoEventLoopGroup LOOP =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());

    private final ManagedChannel channel;

    /** @throws IOException when nobody listens there */
    ControlStubs(Path socket) throws IOException {
        // Costs nothing to find out, where a call would take its time.
        SocketChannel.open(UnixDomainSocketAddress.of(socket)).close();
        channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .eventLoopGroup(LOOP)
                .channelType(EpollDomainSocketChannel.class)
                .withOption(ChannelOption.SO_KEEPALIVE, null) // a setting of TCP, which a unix socket does not know
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }

    /** For calls of any method. */
    Channel channel() {
        return channel;
    }

    ProcessServiceGrpc.ProcessServiceBlockingStub processes() {
        return ProcessServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    ConfigServiceGrpc.ConfigServiceBlockingStub config() {
        return ConfigServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    LogServiceGrpc.LogServiceBlockingStub logs() {
        return LogServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    DaemonServiceGrpc.DaemonServiceBlockingStub daemon() {
        return DaemonServiceGrpc.newBlockingStub(channel).withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** All processes by their names. */
    Map<String, ProcessStatus> status() throws IOException {
        return ask(() -> processes().getStatus(GetStatusRequest.getDefaultInstance()).getProcessesList().stream()
                .collect(Collectors.toMap(ProcessStatus::getProcess, Function.identity())));
    }

    /** The daemon's own pid. */
    long pid() throws IOException {
        return ask(() -> (long)
                daemon().getVersion(GetVersionRequest.getDefaultInstance()).getPid());
    }

    private static <T> T ask(Supplier<T> call) throws IOException {
        try {
            return call.get();
        } catch (StatusRuntimeException failed) {
            throw new IOException("the daemon does not answer: " + failed.getStatus(), failed);
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
