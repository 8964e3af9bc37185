package dev.supervisord.rpc;

import dev.supervisord.engine.Ownership;
import dev.supervisord.engine.RunTrees;
import dev.supervisord.engine.RunUsage;
import dev.supervisord.log.AuditLog;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.SocketSpec.Login;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.fake.FakeAccounting;
import dev.supervisord.os.fake.FakeOs;
import dev.supervisord.os.fake.FakeProcesses;
import dev.supervisord.output.RecordedLog;
import dev.supervisord.rpc.PlanReader.Reading;
import dev.supervisord.rpc.RpcServer.Safety;
import dev.supervisord.v1.GetVersionResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A server on a unix socket over a scripted engine and scripted logs, and real clients for it. */
final class Rig {

    static final Duration GRACE = Duration.ofSeconds(2);

    /** {@code cat}, alone in its group, and two {@code web} processes. */
    static final Plan PLAN = Plans.of(
            SpecBuilder.process("cat").build(),
            SpecBuilder.process("web:web_00").build(),
            SpecBuilder.process("web:web_01").build());

    /** On a busy machine it takes its time until a client of a test has said its first words. */
    static final Limits PATIENT = new Limits(
            Limits.STANDARD.connections(),
            Limits.STANDARD.connectionsPerUser(),
            Limits.STANDARD.strangers(),
            Duration.ofMinutes(2),
            Limits.STANDARD.idle(),
            Limits.STANDARD.calls(),
            Limits.STANDARD.callsPerUser(),
            Limits.STANDARD.logReaders(),
            Limits.STANDARD.inputWriters(),
            Limits.STANDARD.inputIdle(),
            Duration.ofMinutes(2));

    private static final Safety TRUSTING =
            new Safety(socket -> Set.of(), uid -> true, uid -> "user" + uid, Optional.empty());

    final ScriptedControl control = new ScriptedControl(PLAN);
    final ScriptedOutputs outputs = new ScriptedOutputs();
    final ScriptedInputs inputs = new ScriptedInputs();
    final RecordedLog log = new RecordedLog();

    /** The configurations that were prepared for, in their order. */
    final List<Plan> provided = new CopyOnWriteArrayList<>();

    final RpcServer server;
    final Path socket;

    private volatile Reading configuration = new Reading(Optional.of(PLAN), List.of(), List.of());
    private volatile CompletionStage<Upgrader.Accepted> upgrade =
            CompletableFuture.failedFuture(new Upgrader.Refused("cannot upgrade: nothing is installed"));
    private volatile List<SettingsReader.Setting> settings = List.of();
    private final EventLoopGroup clientLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<ManagedChannel> channels = new ArrayList<>();

    final FakeProcesses processes = new FakeOs().processes();

    private Rig(Path directory, Optional<Login> login, Optional<Path> daemonLog, Limits limits, Safety safety)
            throws IOException {
        socket = directory.resolve("supervisor.sock");
        GetVersionResponse version = GetVersionResponse.newBuilder()
                .setVersion("1.2.3")
                .setPid(42)
                .setIdentifier("supervisor")
                .build();
        RunTrees trees = new RunTrees(
                processes.list(),
                processes.self(),
                new Ownership(processes.list(), Cgroups.none("not here"), "/run/supervisord"));
        server = new RpcServer(
                new RpcServer.Dependencies(
                        control,
                        outputs,
                        inputs,
                        () -> Duration.ofSeconds(100),
                        trees,
                        new RunUsage(trees, Cgroups.none("not here"), new FakeAccounting()),
                        () -> configuration,
                        (processes, daemon) -> new SettingsReader.Shown(
                                processes.stream().map(any -> settings).toList(), ""),
                        provided::add,
                        PLAN,
                        daemonLog,
                        login,
                        version,
                        () -> upgrade,
                        log,
                        safety,
                        log),
                name -> body -> daemonThread(name, body),
                limits);
        server.listen(socket, body -> daemonThread("rpc-io", body));
    }

    static Rig in(Path directory) throws IOException {
        return in(directory, PATIENT);
    }

    static Rig in(Path directory, Limits limits) throws IOException {
        return new Rig(directory, Optional.empty(), Optional.of(Path.of("/var/log/d.log")), limits, TRUSTING);
    }

    static Rig withoutDaemonLog(Path directory) throws IOException {
        return new Rig(directory, Optional.empty(), Optional.empty(), PATIENT, TRUSTING);
    }

    static Rig withLogin(Path directory, String user, String password) throws IOException {
        return new Rig(directory, Optional.of(new Login(user, password)), Optional.empty(), PATIENT, TRUSTING);
    }

    /** Where nobody is trusted but by rules. */
    static Rig guarded(Path directory, Optional<AuditLog> audit) throws IOException {
        return new Rig(
                directory,
                Optional.empty(),
                Optional.of(Path.of("/var/log/d.log")),
                PATIENT,
                new Safety(socket -> Set.of(4711), uid -> false, uid -> "user" + uid, audit));
    }

    private static Thread daemonThread(String name, Runnable body) {
        Thread thread = new Thread(body, "test-" + name);
        thread.setDaemon(true);
        return thread;
    }

    /** What an upgrade gives from now on. */
    void upgradeGives(CompletionStage<Upgrader.Accepted> answer) {
        upgrade = answer;
    }

    /** What reading the configuration gives from now on. */
    void configurationIs(Reading reading) {
        configuration = reading;
    }

    /** How each process is configured from now on. */
    void settingsAre(List<SettingsReader.Setting> configured) {
        settings = configured;
    }

    /** A connection of its own. */
    ManagedChannel connect() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toString()))
                .eventLoopGroup(clientLoop)
                .channelType(EpollDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .flowControlWindow(64 << 10)
                .build();
        channels.add(channel);
        return channel;
    }

    void close() throws InterruptedException {
        channels.forEach(ManagedChannel::shutdownNow);
        server.close(GRACE);
        clientLoop.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).await(GRACE.toMillis());
        control.assertNothingLeft();
    }
}
