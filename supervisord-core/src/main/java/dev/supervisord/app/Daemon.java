package dev.supervisord.app;

import dev.supervisord.engine.Asker;
import dev.supervisord.log.DaemonLog;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.posix.KeptStopsFile;
import dev.supervisord.os.posix.PosixCgroups;
import dev.supervisord.os.posix.PosixDatagrams;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.os.posix.PosixMemory;
import dev.supervisord.os.posix.PosixPipeKeeper;
import dev.supervisord.os.posix.PosixPriority;
import dev.supervisord.os.posix.PosixUsers;
import dev.supervisord.output.OutputPump;
import dev.supervisord.output.OutputSystem;
import dev.supervisord.rpc.RpcServer;
import dev.supervisord.v1.GetVersionResponse;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The composition root: makes the parts of a running daemon, lets them know each other, and takes them apart again.
 *
 * <p>Programs are started before the control socket listens: nobody waits for gRPC to get ready but its own clients.
 */
final class Daemon {

    private static final Duration GRACE = Duration.ofSeconds(2);

    /** By then what starts with the daemon has started. */
    private static final Duration SETTLING = Duration.ofSeconds(3);

    private final Configuration configuration;
    private final Plan plan;
    private final Invocation invocation;
    private final Handoff handoff;
    private final ReadAhead ahead;
    private final ServiceNotices notices = ServiceNotices.ofThisProcess(new PosixDatagrams());
    private final Posix posix = Posix.ofThisProcess();

    /**
     * @param plan what the configuration says now
     * @param handoff what the version before has given to this one
     * @param ahead what was read of an earlier daemon meanwhile
     */
    Daemon(Configuration configuration, Plan plan, Invocation invocation, Handoff handoff, ReadAhead ahead) {
        this.configuration = configuration;
        this.plan = plan;
        this.invocation = invocation;
        this.handoff = handoff;
        this.ahead = ahead;
    }

    private DaemonSpec spec() {
        return plan.daemon();
    }

    /**
     * Runs until somebody shuts the daemon down, or a program ends whose end is also the daemon's.
     *
     * @return the code to exit with
     * @throws Usage when it cannot start; nothing runs then
     */
    int run(List<String> startingRemarks) throws Usage, InterruptedException {
        RuntimeDirectory runtime =
                RuntimeDirectory.create(spec(), configuration.environment(), PosixUsers.effectiveUid());
        ControlSocket socket = new ControlSocket(runtime.socket(spec()), spec().socket(), posix.users());
        Instance instance = Instance.claim(runtime.lock(), handoff.lock());
        try {
            Ending ending = run(runtime, instance, socket, startingRemarks);
            ending.upgrade().carryOut(instance);
            return ending.exitCode();
        } finally {
            instance.release();
        }
    }

    private record Ending(Upgrade upgrade, int exitCode) {}

    /** Everything but what comes after the end: an upgrade, if that is why it has ended. */
    private Ending run(RuntimeDirectory runtime, Instance instance, ControlSocket socket, List<String> startingRemarks)
            throws Usage, InterruptedException {
        try (DaemonLog log = openLog();
                Auditing audit = Auditing.open(spec(), posix.users(), log)) {
            Cgroups cgroups = PosixCgroups.find(spec().cgroupRoot(), runtime.instance(), posix.self());
            Site site = new Site(posix, plan, runtime, cgroups, log, audit);
            if (handoff.listener().isEmpty()) {
                socket.claim();
            }
            int exitCode;
            Upgrade upgrade = new Upgrade(invocation, posix.processes(), new PosixDescriptors(), handoff, log);
            posix.processes().becomeSubreaper();
            posix.processes().keepTerminalsIn(runtime.terminals());
            ResourceLimits.require(spec());
            ResourceLimits.makeRoom(plan, log);
            startingRemarks.forEach(log::warn);
            PosixPipeKeeper keeper = keeper(site);
            try (OutputPump outputs = OutputPump.start(outputSystem(keeper), log, site.places())) {
                Inheritance inheritance = Inheritance.find(site, keeper, ahead);
                new VitalThreads(log).start("keeper", keeper::run);
                exitCode = supervise(site, instance, socket, outputs, inheritance, upgrade);
            } catch (IOException failed) {
                throw new Usage("Error: cannot prepare the log pipes in " + runtime.path() + ": "
                        + RuntimeDirectory.reason(failed));
            } finally {
                if (!upgrade.isDue()) {
                    keeper.end();
                }
            }
            if (!upgrade.isDue()) {
                cgroups.end();
                notices.stopping(log);
                runtime.remove(log);
                log.info("supervisord ended in order");
            }
            return new Ending(upgrade, exitCode);
        }
    }

    private OutputSystem outputSystem(PosixPipeKeeper keeper) {
        return new OutputSystem(
                new PosixDescriptors(), posix.clock(), keeper, new PosixDatagrams(), new PosixPriority());
    }

    private DaemonLog openLog() throws Usage {
        try {
            return DaemonLog.open(
                    spec().log(),
                    spec().logLevel(),
                    spec().foreground() && !spec().silent() ? Optional.of(System.out) : Optional.empty());
        } catch (IOException failed) {
            throw new Usage("Error: cannot open the log " + spec().log().file().orElse(Path.of("-")) + ": "
                    + RuntimeDirectory.reason(failed));
        }
    }

    private static PosixPipeKeeper keeper(Site site) throws Usage {
        Path directory = site.runtime().keeper();
        try {
            return PosixPipeKeeper.in(directory, site.places().pipeDirectories(), site.log()::error);
        } catch (IOException failed) {
            throw new Usage("Error: cannot use the directory " + directory + ": " + RuntimeDirectory.reason(failed));
        }
    }

    private int supervise(
            Site site,
            Instance instance,
            ControlSocket socket,
            OutputPump outputs,
            Inheritance inheritance,
            Upgrade upgrade)
            throws Usage, InterruptedException {
        DaemonLog log = site.log();
        KeptStops keptStops = new KeptStopsFile(StateDirectory.keptStops(
                spec(), site.runtime(), configuration.environment(), PosixUsers.effectiveUid()));
        Supervision supervision = new Supervision(
                site,
                inheritance,
                outputs,
                inheritance.heldSockets(site, handoff),
                keptStops,
                childEnvironment(socket));
        KeptStops.Reading kept = keptStops.read();
        kept.problems().forEach(log::error);
        supervision.start(inheritance, outputs);
        DaemonSignals.install(supervision.loop(), outputs, site.audit(), log);
        supervision.begin(inheritance, kept);

        RpcServer rpc = new RpcServer(dependencies(supervision, outputs, upgrade, site), NamedThreads::factory);
        Optional<PidFile> pidFile = spec().pidfile().map(path -> new PidFile(path, log));
        try {
            DaemonSignals.reloadOnHangup(rpc, site.audit().signals(), log);
            rpc.listen(socket.temporary(), NamedThreads.factory("rpc-io"));
            socket.publish();
            // Programs matter more than this address: a port that is taken does not keep the daemon from its work.
            rpc.listenRemotely(spec().control()).ifPresent(log::error);
            pidFile.ifPresent(file -> file.write(posix.self().value()));
            new Announcement(configuration, plan, invocation, handoff, notices, log)
                    .tell(posix.self(), site.runtime(), socket, supervision.loop());
            upgrade.enable(new Upgrade.Parts(
                    supervision.loop(), supervision.launcher(), rpc, site.runtime(), site.ownership()));
            DaemonSignals.upgradeOnUser1(upgrade, site.audit().signals(), log);
            if (!supervision.endsWithin(SETTLING)) {
                giveMemoryBack(log);
            }
            watch(supervision, new Premises(site, instance, socket, rpc, supervision.recorder()), log);
            supervision.awaitEnd(upgrade, GRACE);
            return supervision.loop().exitCode();
        } catch (IOException failed) {
            supervision.loop().shutdown(Asker.DAEMON);
            supervision.awaitEnd(upgrade, GRACE);
            throw new Usage("Error: cannot listen on the control socket "
                    + site.runtime().socket(spec()) + ": " + RuntimeDirectory.reason(failed));
        } finally {
            rpc.close(GRACE);
            if (!upgrade.isDue()) {
                socket.remove(log);
                pidFile.ifPresent(PidFile::remove);
            }
        }
    }

    /** Until the loop ends. What goes wrong here must not give up the pipes of programs that run. */
    private static void watch(Supervision supervision, Premises premises, DaemonLog log) throws InterruptedException {
        try {
            while (!supervision.endsWithin(Premises.LOOK_EVERY)) {
                premises.look();
            }
        } catch (RuntimeException | Error unforeseen) {
            new VitalThreads(log).fail("main", unforeseen);
        }
    }

    /** Reading the configuration and starting everything leave much behind that is not needed again for a long time. */
    private static void giveMemoryBack(DaemonLog log) {
        System.gc();
        try {
            PosixMemory.trim();
        } catch (IOException failed) {
            log.debug("cannot give memory back: " + failed.getMessage());
        }
    }

    private Map<String, String> childEnvironment(ControlSocket socket) {
        Map<String, String> variables = new HashMap<>(configuration.environment());
        variables.remove(ServiceNotices.VARIABLE); // what is said there is said of this process
        variables.put("SUPERVISOR_SERVER_URL", "unix://" + socket.path());
        return variables;
    }

    private RpcServer.Dependencies dependencies(
            Supervision supervision, OutputPump outputs, Upgrade upgrade, Site site) {
        GetVersionResponse about = GetVersionResponse.newBuilder()
                .setVersion(invocation.version())
                .setUpgrades(handoff.upgrades())
                .setFailedUpgrade(handoff.failed())
                .setPid(posix.self().value())
                .setIdentifier(spec().identifier())
                .setJava(Runtime.version().toString())
                .build();
        return new RpcServer.Dependencies(
                supervision.loop(),
                outputs,
                posix.processes().inputs(),
                posix.clock()::monotonic,
                supervision.trees(),
                supervision.usage(),
                new AnnouncedReading(configuration, notices, site.log()),
                configuration,
                fresh -> ResourceLimits.makeRoom(fresh, site.log()),
                plan,
                spec().log().file(),
                spec().socket().login(),
                about,
                upgrade,
                site.log(),
                site.audit().safety(),
                site.log());
    }
}
