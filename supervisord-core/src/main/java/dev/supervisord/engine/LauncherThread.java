package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.Command;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunMark;
import dev.supervisord.model.Setbacks;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.output.Outputs;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The thread that launches: it may wait for the disk and the kernel, and lives as long as the daemon, because some
 * attributes of a child are tied to the thread that started it ({@code prctl(2)}, PR_SET_PDEATHSIG).
 */
public final class LauncherThread implements Launcher {

    /** By then what a program has written to its terminal before its end is where its output is stored from. */
    private static final Duration RELAYED = Duration.ofMillis(500);

    private final Orders orders;
    private final Processes processes;
    private final Outputs outputs;
    private final Map<String, String> baseEnvironment;
    private final RunJournal journal;
    private final HeldSockets sockets;
    private final RunCgroups cgroups;
    private final Consumer<Runnable> toLoop;
    private final Runnable childBorn;
    private final Log log;
    private final Map<ProcessName, Pid> onTerminals = new HashMap<>();

    /**
     * @param baseEnvironment what every child gets before its own variables
     * @param journal where every run is recorded before it begins
     * @param sockets what is lent to programs
     * @param cgroups where programs are put
     * @param toLoop posts a message to the loop
     * @param childBorn told after each successful launch, before its result is posted
     */
    public LauncherThread(
            Processes processes,
            Outputs outputs,
            Map<String, String> baseEnvironment,
            RunJournal journal,
            HeldSockets sockets,
            RunCgroups cgroups,
            Consumer<Runnable> toLoop,
            Runnable childBorn,
            Log log) {
        this.orders = new Orders("launcher", log);
        this.processes = processes;
        this.outputs = outputs;
        this.baseEnvironment = Map.copyOf(baseEnvironment);
        this.journal = journal;
        this.sockets = sockets;
        this.cgroups = cgroups;
        this.toLoop = toLoop;
        this.childBorn = childBorn;
        this.log = log;
    }

    /** The thread's life. Ends when interrupted. */
    public void run() {
        orders.carryOut();
    }

    @Override
    public void launch(ProcessSpec spec, long generation, Setbacks before, Consumer<LaunchResult> result) {
        orders.add(() -> {
            LaunchResult answer = launchSafely(spec, generation, before);
            if (answer instanceof LaunchResult.Launched) {
                childBorn.run();
            } else {
                sockets.giveBack(spec.name());
            }
            toLoop.accept(() -> result.accept(answer));
        });
    }

    /** Has something done on this thread, after what was ordered before. */
    public void order(Runnable task) {
        orders.add(task);
    }

    @Override
    public void storeOutput(ProcessName name) {
        orders.add(() -> {
            Pid program = onTerminals.remove(name);
            if (program != null) {
                processes.awaitOutput(program, RELAYED);
            }
            outputs.finish(name);
        });
    }

    @Override
    public void nameLogs(ProcessSpec spec) {
        orders.add(() -> {
            try {
                outputs.name(spec.name(), spec.output());
            } catch (Outputs.OpenFailed failed) {
                log.warn("cannot make the log of " + spec.name() + " before its start: " + failed.getMessage());
            }
        });
    }

    @Override
    public void reopenStreams(ProcessSpec spec) {
        orders.add(() -> {
            try {
                outputs.attach(spec.name(), spec.output());
                journal.redirected(spec, outputs);
            } catch (Outputs.OpenFailed failed) {
                log.error("cannot apply the new log settings of " + spec.name() + ": " + failed.getMessage()
                        + "; its output goes where it went before");
            }
        });
    }

    /** Descriptors of all held sockets; complete once everything is settled. */
    public CompletionStage<List<Fd>> heldSockets() {
        CompletableFuture<List<Fd>> held = new CompletableFuture<>();
        order(() -> held.complete(List.copyOf(sockets.held().values())));
        return held;
    }

    @Override
    public void holdSockets(List<HeldSocket> wanted) {
        orders.add(() -> sockets.configure(wanted));
    }

    @Override
    public void limit(ProcessSpec spec) {
        orders.add(() -> cgroups.limit(spec));
    }

    @Override
    public void adopt(ProcessSpec spec, Pid main) {
        orders.add(() -> {
            cgroups.adopt(spec, main);
            if (spec.attributes().terminal()) {
                onTerminals.put(spec.name(), main);
            }
        });
    }

    @Override
    public void leaveCgroup(ProcessName name) {
        orders.add(() -> cgroups.leave(name));
    }

    @Override
    public void giveSocketsBack(ProcessName name) {
        orders.add(() -> sockets.giveBack(name));
    }

    /**
     * Waits until everything ordered so far is done, at the end of an orderly shutdown.
     *
     * @return whether it was done within this time
     */
    public boolean finish(Duration patience) throws InterruptedException {
        order(sockets::closeAll);
        return settle(patience);
    }

    /**
     * The same without an end: sockets stay open for another daemon.
     *
     * @return whether it was done within this time
     */
    public boolean settle(Duration patience) throws InterruptedException {
        return orders.settle(patience);
    }

    /** A fault of ours in one launch must not leave the process waiting for ever. */
    private LaunchResult launchSafely(ProcessSpec spec, long generation, Setbacks before) {
        try {
            return launchNow(spec, generation, before);
        } catch (RuntimeException fault) {
            log.critical("cannot launch " + spec.name() + ": " + fault);
            return new LaunchResult.Failed(new LaunchFailure(Stage.EXEC, "", "internal error: " + fault.getMessage()));
        }
    }

    private LaunchResult launchNow(ProcessSpec spec, long generation, Setbacks before) {
        if (spec.command() instanceof Command.Malformed malformed) {
            journal.begin(spec, generation, before, outputs);
            return new LaunchResult.Failed(new LaunchFailure(Stage.COMMAND, "", malformed.reason()));
        }
        Outputs.Streams streams;
        try {
            streams = outputs.attach(spec.name(), spec.output());
            outputs.begin(spec.name(), generation);
        } catch (Outputs.OpenFailed failed) {
            journal.begin(spec, generation, before, outputs);
            return new LaunchResult.Failed(failed.failure());
        }
        LentSockets lent;
        try {
            lent = sockets.lend(spec.name(), spec.sockets());
        } catch (OsException failed) {
            journal.begin(spec, generation, before, outputs);
            return new LaunchResult.Failed(
                    new LaunchFailure(Stage.SOCKET, failed.errno(), String.valueOf(failed.getMessage())));
        }
        RunCgroups.Place place = cgroups.prepare(spec);
        if (place.failure().isPresent()) {
            journal.begin(spec, generation, before, outputs);
            return new LaunchResult.Failed(place.failure().get());
        }
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.putAll(lent.variables());
        environment.put(RunMark.VARIABLE, journal.begin(spec, generation, before, outputs));
        boolean terminal = spec.attributes().terminal();
        Stream stdout = stream(streams.stdout());
        LaunchResult result = processes.launch(new LaunchSpec(
                ((Command.Words) spec.command()).argv(),
                inherited(spec),
                environment,
                spec.directory(),
                spec.attributes(),
                lent.stdin().<Stream>map(Stream.Shared::new).orElseGet(() -> input(spec)),
                terminal ? new Stream.Terminal(stdout) : stdout,
                spec.output().redirectStderr() ? new Stream.SameAsStdout() : stream(streams.stderr()),
                lent.listeners(),
                place.cgroup()));
        if (result instanceof LaunchResult.Launched child) {
            journal.confirm(spec.name(), generation, child.pid());
            if (terminal) {
                onTerminals.put(spec.name(), child.pid());
            }
        }
        return result;
    }

    /** The control socket's address is not inherited but said. */
    private Map<String, String> inherited(ProcessSpec spec) {
        if (!spec.attributes().cleanEnvironment()) {
            return baseEnvironment;
        }
        Map<String, String> clean = new HashMap<>(baseEnvironment);
        clean.keySet().retainAll(Set.of("PATH", "SUPERVISOR_SERVER_URL"));
        return clean;
    }

    private static Stream input(ProcessSpec spec) {
        if (spec.attributes().terminal()) {
            return new Stream.SameAsStdout();
        }
        return switch (spec.attributes().input()) {
            case PIPE -> new Stream.IdlePipe();
            case NULL -> new Stream.Null();
        };
    }

    private static Stream stream(Optional<Stream.Pipe> pipe) {
        return pipe.isPresent() ? pipe.get() : new Stream.Null();
    }
}
