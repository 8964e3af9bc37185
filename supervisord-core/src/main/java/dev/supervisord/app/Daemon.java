package dev.supervisord.app;

import dev.supervisord.engine.CensusThread;
import dev.supervisord.engine.HeldSockets;
import dev.supervisord.engine.LauncherThread;
import dev.supervisord.engine.MainSearch;
import dev.supervisord.engine.Reaper;
import dev.supervisord.engine.RecorderThread;
import dev.supervisord.engine.Restoration;
import dev.supervisord.engine.Restored;
import dev.supervisord.engine.RestoredOutputs;
import dev.supervisord.engine.RestoredSockets;
import dev.supervisord.engine.RunJournal;
import dev.supervisord.engine.RunTrees;
import dev.supervisord.engine.Stray;
import dev.supervisord.engine.Strays;
import dev.supervisord.engine.SupervisorLoop;
import dev.supervisord.log.DaemonLog;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.OsException;
import dev.supervisord.os.RunRecords;
import dev.supervisord.os.posix.KeptStopsFile;
import dev.supervisord.os.posix.PosixClock;
import dev.supervisord.os.posix.PosixDatagrams;
import dev.supervisord.os.posix.PosixDescriptors;
import dev.supervisord.os.posix.PosixInputs;
import dev.supervisord.os.posix.PosixMemory;
import dev.supervisord.os.posix.PosixPidFiles;
import dev.supervisord.os.posix.PosixPipeKeeper;
import dev.supervisord.os.posix.PosixPriority;
import dev.supervisord.os.posix.PosixProcessList;
import dev.supervisord.os.posix.PosixProcesses;
import dev.supervisord.os.posix.PosixSockets;
import dev.supervisord.os.posix.PosixUsers;
import dev.supervisord.os.posix.RunFiles;
import dev.supervisord.output.AutoLogs;
import dev.supervisord.output.OutputPlaces;
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
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

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
    private final Handoff handoff = Handoff.ofThisProcess();

    private final ServiceNotices notices = ServiceNotices.ofThisProcess(new PosixDatagrams());
    private final PosixProcesses processes = new PosixProcesses();
    private final PosixProcessList list = new PosixProcessList();
    private final PosixUsers users = new PosixUsers();
    private final PosixClock clock = new PosixClock();

    /** @param plan what the configuration says now */
    Daemon(Configuration configuration, Plan plan, Invocation invocation) {
        this.configuration = configuration;
        this.plan = plan;
        this.invocation = invocation;
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
        ControlSocket socket = new ControlSocket(runtime.socket(spec()), spec().socket(), users);
        Instance instance = Instance.claim(runtime.lock(), handoff.lock());
        try {
            Ending ending = run(runtime, socket, startingRemarks);
            ending.upgrade().carryOut(instance);
            return ending.exitCode();
        } finally {
            instance.release();
        }
    }

    private record Ending(Upgrade upgrade, int exitCode) {}

    /** Everything but what comes after the end: an upgrade, if that is why it has ended. */
    private Ending run(RuntimeDirectory runtime, ControlSocket socket, List<String> startingRemarks)
            throws Usage, InterruptedException {
        try (DaemonLog log = openLog()) {
            if (handoff.listener().isEmpty()) {
                socket.claim();
            }
            int exitCode;
            Upgrade upgrade = new Upgrade(invocation, processes, new PosixDescriptors(), handoff, log);
            processes.becomeSubreaper();
            ResourceLimits.raise(spec(), plan.processes().size(), log);
            startingRemarks.forEach(log::warn);
            boolean first = records(runtime).readAll().records().isEmpty();
            PosixPipeKeeper keeper = keeper(runtime, log);
            List<Restored> restored = restore(runtime, keeper, log);
            List<Stray> strays = first ? List.of() : strays(runtime, log).beside(alive(restored));
            removeOldAutoLogs(RestoredOutputs.autoLogs(restored), log);
            try (OutputPump outputs = OutputPump.start(outputSystem(keeper), log, places(runtime))) {
                RestoredOutputs.open(restored, plan, outputs, log);
                NamedThreads.start("keeper", keeper::run);
                exitCode = supervise(runtime, socket, outputs, restored, strays, upgrade, log);
            } catch (IOException failed) {
                throw new Usage("Error: cannot prepare the log pipes in " + runtime.path() + ": "
                        + RuntimeDirectory.reason(failed));
            } finally {
                if (!upgrade.isDue()) {
                    keeper.end();
                }
            }
            if (!upgrade.isDue()) {
                notices.stopping(log);
                runtime.remove(log);
                log.info("supervisord ended in order");
            }
            return new Ending(upgrade, exitCode);
        }
    }

    private OutputSystem outputSystem(PosixPipeKeeper keeper) {
        return new OutputSystem(new PosixDescriptors(), clock, keeper, new PosixDatagrams(), new PosixPriority());
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

    private OutputPlaces places(RuntimeDirectory runtime) {
        return new OutputPlaces(runtime.path(), childLogDirectory(), spec().identifier());
    }

    private Path childLogDirectory() {
        return spec().childLogDirectory().orElseGet(() -> TemporaryDirectory.find(System.getenv()));
    }

    private static PosixPipeKeeper keeper(RuntimeDirectory runtime, DaemonLog log) throws Usage {
        try {
            return PosixPipeKeeper.in(runtime.keeper(), log::error);
        } catch (IOException failed) {
            throw new Usage(
                    "Error: cannot use the directory " + runtime.keeper() + ": " + RuntimeDirectory.reason(failed));
        }
    }

    /** Adopts what an earlier daemon has left running. */
    private List<Restored> restore(RuntimeDirectory runtime, PosixPipeKeeper keeper, DaemonLog log) throws Usage {
        try {
            return new Restoration(records(runtime), processes.adopted(), clock, instance(runtime), log)
                    .restore(keeper.hasOutlivedDaemon());
        } catch (OsException failed) {
            throw new Usage("Error: cannot find out what an earlier supervisord has left running: "
                    + failed.getMessage() + "; nothing was started, because it might run twice then");
        }
    }

    private Strays strays(RuntimeDirectory runtime, DaemonLog log) {
        return new Strays(list, processes.adopted(), processes.self(), instance(runtime), log);
    }

    private MainSearch mainSearch(RuntimeDirectory runtime) {
        return new MainSearch(
                new PosixPidFiles(), list, processes.adopted(), clock, processes.self(), instance(runtime));
    }

    private static Set<ProcessName> alive(List<Restored> restored) {
        return restored.stream()
                .filter(Restored::isAlive)
                .map(run -> run.record().name())
                .collect(Collectors.toSet());
    }

    private static RunRecords records(RuntimeDirectory runtime) throws Usage {
        try {
            return RunFiles.in(runtime.runs());
        } catch (IOException failed) {
            throw new Usage("Error: cannot make the directory of records " + runtime.runs() + ": "
                    + RuntimeDirectory.reason(failed));
        }
    }

    private static String instance(RuntimeDirectory runtime) {
        return runtime.path().toAbsolutePath().normalize().toString();
    }

    /** The sockets of the configuration, as far as programs that live on still have them. */
    private HeldSockets heldSockets(List<Restored> restored, DaemonLog log) {
        PosixSockets kernel = new PosixSockets(users);
        HeldSockets sockets = new HeldSockets(kernel, log);
        sockets.takeOver(plan.sockets(), handoff.sockets(), "the version before");
        new RestoredSockets(kernel, sockets, log).takeOver(restored, plan);
        return sockets;
    }

    private void removeOldAutoLogs(Set<Path> used, DaemonLog log) {
        if (!spec().keepAutoLogs()) {
            try {
                AutoLogs.removeOld(childLogDirectory(), spec().identifier(), used);
            } catch (IOException failed) {
                log.warn("cannot remove the AUTO logs of earlier daemons in " + childLogDirectory() + ": "
                        + RuntimeDirectory.reason(failed));
            }
        }
    }

    private int supervise(
            RuntimeDirectory runtime,
            ControlSocket socket,
            OutputPump outputs,
            List<Restored> restored,
            List<Stray> strays,
            Upgrade upgrade,
            DaemonLog log)
            throws Usage, InterruptedException {
        SupervisorLoop loop = new SupervisorLoop(spec(), clock, log);
        Reaper reaper = new Reaper(processes::awaitExit, loop::post);
        RunJournal journal = new RunJournal(
                records(runtime),
                processes.adopted(),
                clock,
                log,
                instance(runtime),
                processes.self(),
                restored.stream().map(Restored::record).toList());
        KeptStops keptStops = new KeptStopsFile(
                StateDirectory.keptStops(spec(), runtime, configuration.environment(), PosixUsers.effectiveUid()));
        RecorderThread recorder = new RecorderThread(journal, keptStops, loop::post);
        LauncherThread launcher = new LauncherThread(
                processes,
                outputs,
                childEnvironment(socket),
                journal,
                heldSockets(restored, log),
                loop::post,
                reaper::childBorn,
                log);
        KeptStops.Reading kept = keptStops.read();
        kept.problems().forEach(log::error);
        NamedThreads.start("recorder", recorder::run);
        Reaper adopted = new Reaper(processes.adopted()::awaitEnd, loop::post);
        CensusThread census =
                new CensusThread(strays(runtime, log), mainSearch(runtime), adopted::childBorn, loop::post);
        NamedThreads.start("census", census::run);
        NamedThreads.start("launcher", launcher::run);
        CountDownLatch ended = new CountDownLatch(1);
        NamedThreads.start("supervisor-loop", () -> {
            try {
                loop.run(processes, launcher, recorder, list, census, outputs::detach);
            } finally {
                ended.countDown();
            }
        });
        DaemonSignals.install(loop, outputs, log);
        loop.begin(plan, restored, strays, kept.names());
        // Only now, because children of before this process executed itself anew may have ended already.
        NamedThreads.start("reaper", () -> reaper.run(loop::reapAll));
        NamedThreads.start("adopted", () -> adopted.run(loop::reapAll));

        RunTrees trees = new RunTrees(list, processes.self(), instance(runtime));
        RpcServer rpc = new RpcServer(dependencies(loop, outputs, trees, upgrade, log), NamedThreads::factory);
        PidFile pidFile = new PidFile(spec().pidfile().orElse(Path.of("/dev/null")), log);
        try {
            DaemonSignals.reloadOnHangup(rpc, notices, log);
            rpc.listen(socket.temporary(), NamedThreads.factory("rpc-io"));
            socket.publish();
            spec().pidfile().ifPresent(path -> pidFile.write(processes.self().value()));
            new Announcement(configuration, plan, invocation, handoff, notices, log)
                    .tell(processes.self(), runtime, socket);
            upgrade.enable(new Upgrade.Parts(loop, launcher, rpc, runtime));
            DaemonSignals.upgradeOnUser1(upgrade, log);
            if (!ended.await(SETTLING.toMillis(), TimeUnit.MILLISECONDS)) {
                giveMemoryBack(log);
            }
            awaitEnd(ended, launcher, recorder, upgrade, log);
            return loop.exitCode();
        } catch (IOException failed) {
            loop.shutdown();
            awaitEnd(ended, launcher, recorder, upgrade, log);
            throw new Usage("Error: cannot listen on the control socket " + runtime.socket(spec()) + ": "
                    + RuntimeDirectory.reason(failed));
        } finally {
            rpc.close(GRACE);
            if (!upgrade.isDue()) {
                socket.remove(log);
                pidFile.remove();
            }
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

    private static void awaitEnd(
            CountDownLatch ended, LauncherThread launcher, RecorderThread recorder, Upgrade upgrade, DaemonLog log)
            throws InterruptedException {
        ended.await();
        boolean done = upgrade.isDue()
                ? launcher.settle(GRACE) && recorder.settle(GRACE)
                : launcher.finish(GRACE) && recorder.finish(GRACE);
        if (!done) {
            log.warn("a launch does not come to its end; the records of its program are left to the next supervisord");
        }
    }

    private Map<String, String> childEnvironment(ControlSocket socket) {
        Map<String, String> variables = new HashMap<>(configuration.environment());
        variables.remove(ServiceNotices.VARIABLE); // what is said there is said of this process
        variables.put("SUPERVISOR_SERVER_URL", "unix://" + socket.path());
        return variables;
    }

    private RpcServer.Dependencies dependencies(
            SupervisorLoop loop, OutputPump outputs, RunTrees trees, Upgrade upgrade, DaemonLog log) {
        GetVersionResponse about = GetVersionResponse.newBuilder()
                .setVersion(invocation.version())
                .setUpgrades(handoff.upgrades())
                .setFailedUpgrade(handoff.failed())
                .setPid(processes.self().value())
                .setIdentifier(spec().identifier())
                .setJava(Runtime.version().toString())
                .build();
        return new RpcServer.Dependencies(
                loop,
                outputs,
                new PosixInputs(new PosixDescriptors()),
                clock::monotonic,
                trees,
                configuration,
                plan,
                spec().log().file(),
                spec().socket().login(),
                about,
                upgrade,
                log);
    }
}
