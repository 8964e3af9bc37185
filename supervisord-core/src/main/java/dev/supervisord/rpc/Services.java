package dev.supervisord.rpc;

import dev.supervisord.rpc.RpcServer.Dependencies;
import dev.supervisord.rpc.RpcServer.Safety;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerStreamTracer;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The services and what stands before them: one set, with one set of limits, for all addresses. */
final class Services {

    /** @param timer ends calls whose request does not come, or whose caller is no longer who it was */
    record Threads(ExecutorService calls, ExecutorService searches, ScheduledExecutorService timer) {}

    private final Limits limits;
    private final Threads threads;
    private final List<BindableService> services;
    private final List<ServerInterceptor> interceptors;
    private final Shares shares;
    private final AccessGuard guard;
    private final ServerStreamTracer.Factory arrivals =
            Arrival.countedBy(new Quota(Limits.ARRIVED_BYTES_MAX, Limits.ARRIVED_BYTES_PER_USER));

    /**
     * Makes them.
     *
     * @param logReaders how many logs may be read at a time
     * @param own those that the server has made itself
     */
    Services(Dependencies dependencies, Limits limits, Threads threads, Quota logReaders, List<BindableService> own) {
        this.limits = limits;
        this.threads = threads;
        this.shares = new Shares(threads.calls(), RpcServer.CALL_THREADS - 1);
        StatusMapper statuses = new StatusMapper(dependencies.log());
        services = new ArrayList<>(own);
        services.add(new LogService(
                dependencies.control(),
                dependencies.outputs(),
                dependencies.daemonLog(),
                statuses,
                logReaders,
                new LogSearches(
                        dependencies.control(),
                        dependencies.outputs(),
                        statuses,
                        threads.searches(),
                        new Quota(RpcServer.SEARCH_THREADS, RpcServer.SEARCH_THREADS))));
        services.add(new DaemonService(
                dependencies.control(),
                dependencies.version(),
                dependencies.upgrader(),
                dependencies.logThreshold(),
                dependencies.log(),
                statuses,
                threads.calls()));
        services.add(new HealthStatusManager().getHealthService());
        services.add(ProtoReflectionServiceV1.newInstance());
        services.add(formerReflection());
        interceptors = new ArrayList<>();
        // The one that is added last is the first that a call meets.
        dependencies.login().ifPresent(login -> interceptors.add(new LoginInterceptor(login)));
        guard = guard(dependencies, statuses, threads.timer());
        interceptors.add(guard);
        interceptors.add(new SelectorGuard(statuses));
        interceptors.add(new OpenCalls(limits, statuses, threads.timer(), threads.calls()));
    }

    /** The same under its first name, by which older tools ask for it and newer ones when they are not sure. */
    @SuppressWarnings("deprecation") // of all that is not such a tool
    private static BindableService formerReflection() {
        return ProtoReflectionService.newInstance();
    }

    private static AccessGuard guard(Dependencies dependencies, StatusMapper statuses, ScheduledExecutorService timer) {
        InstantSource clock = InstantSource.system();
        Safety safety = dependencies.safety();
        return new AccessGuard(
                dependencies.control(),
                new Identification(clock),
                statuses,
                new Audit(safety.auditLog(), safety.userName(), clock, dependencies.log()),
                safety.trusted(),
                timer);
    }

    /** Who may do what has changed: calls that last are looked at again. */
    void reviewRights() {
        guard.review();
    }

    /** Adds the services to a server that is being built, with the limits of each connection. */
    NettyServerBuilder addTo(NettyServerBuilder builder) {
        builder.executor(threads.calls())
                .callExecutor(shares)
                .maxInboundMessageSize(Limits.REQUEST_BYTES_MAX)
                .maxInboundMetadataSize(Limits.METADATA_BYTES_MAX)
                .flowControlWindow(Limits.WINDOW_BYTES)
                .maxConcurrentCallsPerConnection(Limits.CALLS_PER_CONNECTION_MAX)
                .maxRstFramesPerWindow(Limits.RESETS_MAX, Limits.RESETS_SECONDS)
                .maxConnectionIdle(limits.idle().toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveTime(Limits.PING_PERIOD_MIN.toMillis(), TimeUnit.MILLISECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addStreamTracerFactory(arrivals);
        services.forEach(builder::addService);
        interceptors.forEach(builder::intercept);
        return builder;
    }
}
