package dev.supervisord.ctl;

import io.grpc.HandlerRegistry;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerMethodDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server of grpc-java on a unix socket that answers what a test told it to. It keeps every request; a call that nobody
 * prepared for is refused and fails the test at {@link #close}.
 */
public final class FakeDaemon extends HandlerRegistry implements AutoCloseable {
    private final Map<String, ServerMethodDefinition<?, ?>> answers = new ConcurrentHashMap<>();
    private final List<Object> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> surprises = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> lacking = ConcurrentHashMap.newKeySet();
    private final List<Metadata> headers = Collections.synchronizedList(new ArrayList<>());
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final ExecutorService calls = Executors.newCachedThreadPool();
    private final Server server;

    public FakeDaemon(Path socket) throws IOException {
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .channelType(EpollServerDomainSocketChannel.class)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .fallbackHandlerRegistry(this)
                .executor(calls)
                .maxInboundMessageSize(64 << 20)
                .flowControlWindow(64 << 10)
                .build()
                .start();
    }

    /** Answers a unary method with a function; a {@link StatusRuntimeException} from it is the answer as well. */
    public <Q, A> FakeDaemon on(MethodDescriptor<Q, A> method, Function<Q, A> answer) {
        return onCall(method, (request, reply) -> {
            try {
                reply.onNext(answer.apply(request));
                reply.onCompleted();
            } catch (StatusRuntimeException e) {
                reply.onError(e);
            }
        });
    }

    /** Answers a method with anything that a server may do to a reply. */
    public <Q, A> FakeDaemon onCall(MethodDescriptor<Q, A> method, BiConsumer<Q, StreamObserver<A>> answer) {
        var handler = ServerCalls.asyncServerStreamingCall((Q request, StreamObserver<A> reply) -> {
            requests.add(request);
            answer.accept(request, reply);
        });
        answers.put(method.getFullMethodName(), ServerMethodDefinition.create(method, (call, metadata) -> {
            headers.add(metadata);
            return handler.startCall(call, metadata);
        }));
        return this;
    }

    /** Answers a bidirectional method with what takes its requests, which are not kept. */
    public <Q, A> FakeDaemon onDuplex(
            MethodDescriptor<Q, A> method, Function<ServerCallStreamObserver<A>, StreamObserver<Q>> answer) {
        var handler =
                ServerCalls.<Q, A>asyncBidiStreamingCall(reply -> answer.apply((ServerCallStreamObserver<A>) reply));
        answers.put(method.getFullMethodName(), ServerMethodDefinition.create(method, handler));
        return this;
    }

    /** Refuses every call of a method. */
    public <Q, A> FakeDaemon refuse(MethodDescriptor<Q, A> method, StatusRuntimeException refusal) {
        return onCall(method, (request, reply) -> reply.onError(refusal));
    }

    /** A method that this server is to lack. */
    public void lacks(MethodDescriptor<?, ?> method) {
        lacking.add(method.getFullMethodName());
    }

    @Override
    public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String name, @Nullable String authority) {
        ServerMethodDefinition<?, ?> answer = answers.get(name);
        if (answer == null && !lacking.contains(name)) {
            surprises.add(name);
        }
        return answer;
    }

    /** All requests so far, in order. */
    public List<Object> requests() {
        return List.copyOf(requests);
    }

    /** The only request so far. */
    public Object request() {
        if (requests.size() != 1) {
            throw new AssertionError("expected one request, got " + requests);
        }
        return requests.get(0);
    }

    /** The metadata of each call so far. */
    public List<Metadata> headers() {
        return List.copyOf(headers);
    }

    /** Accepts no more calls; those in progress may end. */
    public void goAway() {
        server.shutdown();
    }

    @Override
    public void close() {
        server.shutdownNow();
        if (!serverEnded() || !loopEnded()) {
            throw new AssertionError("the fake daemon does not end");
        }
        if (!surprises.isEmpty()) {
            throw new AssertionError("nobody prepared for calls of " + surprises);
        }
    }

    /** Connections first, then the calls that they end, so that none finds its thread gone. */
    private boolean serverEnded() {
        try {
            boolean ended = server.awaitTermination(60, TimeUnit.SECONDS);
            calls.shutdownNow();
            return ended && calls.awaitTermination(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private boolean loopEnded() {
        return loop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly(60, TimeUnit.SECONDS);
    }
}
