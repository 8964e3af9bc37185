package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.RunTrees;
import dev.supervisord.engine.RunUsage;
import dev.supervisord.log.AuditLog;
import dev.supervisord.log.Log;
import dev.supervisord.log.LogThreshold;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tcp;
import dev.supervisord.model.Plan;
import dev.supervisord.model.SocketSpec.Login;
import dev.supervisord.os.Inputs;
import dev.supervisord.os.PeerGroups;
import dev.supervisord.output.Outputs;
import dev.supervisord.rpc.PlanReader.Reading;
import dev.supervisord.v1.GetVersionResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The gRPC server on a unix socket: the services of {@code supervisord.v1}, reflection and the standard health service.
 *
 * <p>Threads: one event loop ({@code rpc-io}), another one where a TCP address is configured ({@code rpc-tcp}), a small pool for
 * calls ({@code rpc}), one for reading configuration files ({@code config}), and one for each search of logs ({@code logs}).
 */
public final class RpcServer {

    /**
     * What the services need.
     *
     * @param provision gets ready for what a configuration needs that is about to be applied
     */
    public record Dependencies(
            Control control,
            Outputs outputs,
            Inputs inputs,
            Supplier<Duration> monotonic,
            RunTrees trees,
            RunUsage usage,
            PlanReader planReader,
            SettingsReader settingsReader,
            Consumer<Plan> provision,
            Plan initialPlan,
            Optional<Path> daemonLog,
            Optional<Login> login,
            GetVersionResponse version,
            Upgrader upgrader,
            LogThreshold logThreshold,
            Safety safety,
            Log log) {}

    /**
     * What is needed to tell who calls, and to write it down.
     *
     * @param groups which groups a local process is in
     * @param trusted the users who may do everything, whatever is configured
     * @param userName the name of a user by number, empty when there is none; may wait
     * @param auditLog empty: refusals go to the daemon's own log
     */
    public record Safety(
            PeerGroups groups, IntPredicate trusted, IntFunction<String> userName, Optional<AuditLog> auditLog) {}

    /** So many connections there are at the most on each address. */
    public static final int CONNECTIONS_MAX = Limits.STANDARD.connections() + Limits.STANDARD.strangers();

    static final int CALL_THREADS = 4;
    static final int SEARCH_THREADS = 8;

    private final Dependencies dependencies;
    private final Limits limits;
    private final ExecutorService calls;
    private final ExecutorService config;
    private final ExecutorService searches;
    private final ConfigService configService;
    private final WatchFeed feed;
    private @Nullable EventLoopGroup eventLoop;
    private volatile @Nullable EpollServerDomainSocketChannel listener;
    private @Nullable Server server;
    private final List<Server> former = new ArrayList<>();
    private boolean closed;
    private volatile @Nullable Services services;
    private final ThreadFactory remoteThreads;
    private final RemoteDoor remote;

    /** @param threads makes threads with the given name */
    public RpcServer(Dependencies dependencies, Function<String, ThreadFactory> threads) {
        this(dependencies, threads, Limits.STANDARD);
    }

    RpcServer(Dependencies dependencies, Function<String, ThreadFactory> threads, Limits limits) {
        this.dependencies = dependencies;
        this.limits = limits;
        this.calls = pool(CALL_THREADS, threads.apply("rpc"));
        this.config = pool(1, threads.apply("config"));
        this.searches = new ThreadPoolExecutor(
                0, SEARCH_THREADS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), threads.apply("logs"));
        this.remoteThreads = threads.apply("rpc-tcp");
        this.remote = new RemoteDoor(this::open, dependencies.log());
        this.feed = new WatchFeed(calls);
        dependencies.control().tellChanges(feed::published);
        this.configService = new ConfigService(
                dependencies.control(),
                dependencies.planReader(),
                dependencies.provision(),
                dependencies.initialPlan(),
                new StatusMapper(dependencies.log()),
                config,
                this::renew);
    }

    private static ThreadPoolExecutor pool(int threads, ThreadFactory factory) {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /**
     * Listens at this path, where nothing may be yet. Where it listened before nobody is accepted any more; calls that are open go on.
     *
     * @throws IOException when it cannot
     */
    public synchronized void listen(Path socket, ThreadFactory io) throws IOException {
        if (closed) {
            throw new IOException("no requests are taken any more");
        }
        EventLoopGroup present = eventLoop;
        EventLoopGroup group =
                present != null ? present : new MultiThreadIoEventLoopGroup(1, io, EpollIoHandler.newFactory());
        eventLoop = group;
        StatusMapper statuses = new StatusMapper(dependencies.log());
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new DomainSocketAddress(socket.toString()),
                        Doorkeeper.credentials(
                                limits,
                                new LocalPeers(dependencies.safety().groups()),
                                Optional::empty,
                                dependencies.log()))
                .channelFactory(this::listeningChannel)
                .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                .bossEventLoopGroup(group)
                .workerEventLoopGroup(group)
                // A suspended `tail -f` cannot answer pings; the kernel tells of a client that is gone.
                .keepAliveTime(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        Quota logReaders = new Quota(limits.logReaders(), limits.logReaders());
        Quota inputWriters = new Quota(limits.inputWriters(), limits.inputWriters());
        Services shared = new Services(
                dependencies,
                limits,
                new Services.Threads(calls, searches, group.next()),
                logReaders,
                List.of(
                        new ProcessService(
                                dependencies.control(),
                                dependencies.inputs(),
                                new InputWriters(inputWriters, limits.inputIdle(), group.next()),
                                dependencies.outputs(),
                                dependencies.monotonic(),
                                statuses,
                                dependencies.trees(),
                                dependencies.usage(),
                                feed,
                                new Descriptions(
                                        dependencies.control(), dependencies.settingsReader(), statuses, config),
                                calls),
                        new AttachService(new AttachService.Means(
                                dependencies.control(),
                                dependencies.outputs(),
                                dependencies.inputs(),
                                feed,
                                statuses,
                                logReaders,
                                inputWriters,
                                calls)),
                        configService));
        services = shared;
        Server earlier = server;
        server = shared.addTo(builder).build().start();
        if (earlier != null) {
            former.add(earlier.shutdown());
        }
    }

    /**
     * Listens on the TCP address of {@code [control]} as well, if there is one, once it listens on its unix socket; later
     * configurations may change that.
     *
     * @return why it cannot, for people
     */
    public Optional<String> listenRemotely(ControlSpec spec) {
        return remote.renew(spec);
    }

    /** Takes over from where, and by whom, the daemon is controlled from now on; tells what went wrong. */
    private Optional<String> renew(ControlSpec fresh) {
        Services shared = services;
        if (shared != null) {
            shared.reviewRights();
        }
        return remote.renew(fresh);
    }

    private synchronized TcpDoor open(Tcp tcp) throws IOException {
        Services shared = services;
        if (shared == null) {
            throw new IllegalStateException("the unix socket comes first");
        }
        return new TcpDoor(tcp, limits, remoteThreads, dependencies.log(), shared::addTo);
    }

    private ServerChannel listeningChannel() {
        EpollServerDomainSocketChannel channel = new EpollServerDomainSocketChannel();
        listener = channel;
        return channel;
    }

    /** The descriptor of the socket that it listens on, as long as it does. */
    public OptionalInt listener() {
        EpollServerDomainSocketChannel channel = listener;
        return channel == null || !channel.isOpen()
                ? OptionalInt.empty()
                : OptionalInt.of(channel.fd().intValue());
    }

    /**
     * Reads the configuration again and applies what differs, as {@code SIGHUP} asks.
     *
     * @param told what was read
     * @return done when it was applied, with why it was not, for people; empty: it was
     */
    public CompletionStage<Optional<String>> reload(Consumer<Reading> told) {
        return configService.reloadOnSignal(told);
    }

    /** Ends the server; answers that are on their way get {@code grace} to leave. */
    public synchronized void close(Duration grace) throws InterruptedException {
        closed = true;
        Server running = server;
        remote.shutdown();
        if (running != null) {
            running.shutdown();
            dependencies.outputs().cutOffReaders();
            feed.end(new StatusMapper(dependencies.log()).daemonEnds());
            if (!running.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                running.shutdownNow();
                running.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        former.forEach(Server::shutdownNow);
        remote.close(grace);
        calls.shutdown(); // what has been cut off is still told so
        if (!calls.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            calls.shutdownNow();
        }
        config.shutdownNow();
        searches.shutdownNow();
        // An event loop left waiting in the kernel would hold up the end of the JVM by 300 ms.
        EventLoopGroup group = eventLoop;
        if (group != null) {
            group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).await(grace.toMillis());
        }
    }
}
