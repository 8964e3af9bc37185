package dev.supervisord.os.fake;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunMark;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Exit;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.Processes;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Children that follow a {@link FakeProgram}, in virtual time.
 *
 * <p>Strict: a signal to a pid that was reaped already, which a real kernel may have given to a stranger, is recorded as a
 * fault and told by {@link #faults}. Pids are never used twice. Orphans come to this process, as with a subreaper. Safe for
 * use by several threads; a listener runs on the thread that caused the exit.
 */
public final class FakeProcesses implements Processes {

    private static final Pid SELF = new Pid(1000);

    /** A launch that gave a child. */
    public record Launch(Pid pid, LaunchSpec spec) {}

    /** A signal that was sent, delivered or not. */
    public record Sent(Pid pid, Signal signal, Scope scope) {}

    private final FakeClock clock;
    private final Map<Integer, FakeProcess> processes = new TreeMap<>();
    private final Deque<Exit> zombies = new ArrayDeque<>();
    private final List<Launch> launches = new ArrayList<>();
    private final List<Sent> signals = new ArrayList<>();
    private final Map<Pid, String> strangers = new HashMap<>();

    /** Processes whose parent is the machine's first process. */
    private final Set<Pid> elsewhere = new HashSet<>();

    private final List<String> faults = new ArrayList<>();
    private Function<LaunchSpec, FakeProgram> programs = spec -> FakeProgram.endless();
    private Runnable exitListener = () -> {};
    private int lastPid = SELF.value();

    FakeProcesses(FakeClock clock) {
        this.clock = clock;
    }

    /** What each launch from now on runs; at first, an endless program. */
    public synchronized void run(Function<LaunchSpec, FakeProgram> programs) {
        this.programs = programs;
    }

    /** What each launch from now on runs, whatever was asked for. */
    public void run(FakeProgram program) {
        run(spec -> program);
    }

    /** Called when a child can be reaped: what a reaper thread would find out by {@link #awaitExit}. Must only post. */
    public synchronized void onExit(Runnable listener) {
        this.exitListener = listener;
    }

    /**
     * A process that an earlier daemon has launched: no child of this one, which sees its end only if it has adopted it.
     *
     * @param mark the value of its mark
     */
    public synchronized ProcessIdentity leftBehind(FakeProgram program, String mark) {
        ProcessIdentity identity = identity(start(program, Optional.empty(), Optional.of(mark)).pid);
        strangers.put(identity.pid(), mark);
        elsewhere.add(identity.pid());
        return identity;
    }

    private static ProcessIdentity identity(Pid pid) {
        return new ProcessIdentity(pid, 100L * pid.value());
    }

    /** The processes that were left behind. */
    public Adopted adopted() {
        return new Adopted() {
            @Override
            public Optional<Duration> adopt(ProcessIdentity identity) {
                synchronized (FakeProcesses.this) {
                    if (!identify(identity.pid()).equals(Optional.of(identity))) {
                        return Optional.empty();
                    }
                    strangers.remove(identity.pid());
                    return Optional.of(clock.monotonic());
                }
            }

            @Override
            public Duration since(ProcessIdentity identity) {
                return clock.monotonic();
            }

            @Override
            public Optional<ProcessIdentity> identify(Pid pid) {
                return alive().contains(pid) ? Optional.of(identity(pid)) : Optional.empty();
            }

            @Override
            public boolean awaitEnd() {
                return awaitExit();
            }

            @Override
            public String bootId() {
                return "this-boot";
            }
        };
    }

    @Override
    public void awaitOutput(Pid program, Duration patience) {
        // What fake programs write is in their pipes at once.
    }

    @Override
    public synchronized LaunchResult launch(LaunchSpec spec) {
        if ((spec.stdin() instanceof LaunchSpec.Stream.SameAsStdout
                        && !(spec.stdout() instanceof LaunchSpec.Stream.Terminal))
                || spec.stdout() instanceof LaunchSpec.Stream.SameAsStdout) {
            throw new IllegalArgumentException("only standard error can be the same as standard output: " + spec);
        }
        FakeProgram program = programs.apply(spec);
        if (program.refusal().isPresent()) {
            return new LaunchResult.Failed(program.refusal().get());
        }
        Optional<String> mark = Optional.ofNullable(spec.environment().get(RunMark.VARIABLE));
        Pid pid = start(program, Optional.empty(), mark).pid;
        launches.add(new Launch(pid, spec));
        return new LaunchResult.Launched(pid);
    }

    private FakeProcess start(FakeProgram program, Optional<FakeProcess> parent, Optional<String> mark) {
        FakeProcess process = new FakeProcess(new Pid(++lastPid), program, parent, mark, clock, this);
        processes.put(process.pid.value(), process);
        program.descendants().forEach(descendant -> start(descendant, Optional.of(process), mark));
        return process;
    }

    @Override
    public synchronized Delivery signal(Pid pid, Signal signal, Scope scope) {
        signals.add(new Sent(pid, signal, scope));
        List<FakeProcess> targets = processes.values().stream()
                .filter(process -> (scope == Scope.GROUP ? process.group : process.pid).equals(pid))
                .toList();
        if (targets.isEmpty()) {
            faults.add(signal + " to the " + (scope == Scope.GROUP ? "group" : "process") + " " + pid
                    + ", which no longer exists and may have become a stranger's");
            return Delivery.NO_SUCH_PROCESS;
        }
        List<FakeProcess> permitted = targets.stream()
                .filter(process -> process.program.signallable())
                .toList();
        permitted.forEach(process -> process.receive(signal));
        return permitted.isEmpty() ? Delivery.NOT_PERMITTED : Delivery.DELIVERED;
    }

    /** Ends a process now, as a stranger's signal or a fault of its own would. */
    public synchronized void end(Pid pid, ExitStatus status) {
        FakeProcess process = processes.get(pid.value());
        if (process == null || !process.isAlive()) {
            throw new IllegalArgumentException("not alive: " + pid);
        }
        process.end(status);
    }

    synchronized void expire(FakeProcess process, ExitStatus status) {
        process.end(status);
    }

    synchronized void ended(FakeProcess process, ExitStatus status) {
        processes.values().stream()
                .filter(other ->
                        other.parent.filter(parent -> parent == process).isPresent())
                .forEach(orphan -> handOver(process, orphan));
        if (process.parent.isPresent() || strangers.remove(process.pid) != null) {
            processes.remove(process.pid.value()); // its own parent reaps it
        } else {
            zombies.add(new Exit(process.pid, status));
            exitListener.run();
        }
    }

    /** Orphans come to us, those of processes that never were our descendants do not. */
    private void handOver(FakeProcess from, FakeProcess orphan) {
        orphan.parent = Optional.empty();
        if (elsewhere.contains(from.pid)) {
            elsewhere.add(orphan.pid);
            strangers.put(orphan.pid, orphan.mark.orElse(""));
        }
    }

    @Override
    public synchronized List<Pid> orphans() {
        List<Pid> launched = launches.stream().map(Launch::pid).toList();
        return processes.values().stream()
                .filter(process -> process.parent.isEmpty())
                .map(process -> process.pid)
                .filter(pid -> !launched.contains(pid) && !elsewhere.contains(pid))
                .toList();
    }

    /** What can be seen of these processes. */
    public ProcessList list() {
        return new ProcessList() {
            @Override
            public Optional<Seen> look(Pid pid) {
                return find(pid)
                        .filter(FakeProcess::isAlive)
                        .map(process -> new Seen(
                                identity(pid),
                                process.parent.map(parent -> parent.pid.value()).orElse(SELF.value()),
                                process.session.value(),
                                "fake"));
            }

            @Override
            public List<Seen> allBut(BitSet pids) {
                return alive().stream()
                        .filter(pid -> !pids.get(pid.value()))
                        .flatMap(pid -> look(pid).stream())
                        .toList();
            }

            @Override
            public Optional<String> variable(Pid pid, String name) {
                return find(pid).flatMap(process -> process.mark);
            }

            @Override
            public String command(Pid pid) {
                return "fake program";
            }
        };
    }

    private synchronized Optional<FakeProcess> find(Pid pid) {
        return Optional.ofNullable(processes.get(pid.value()));
    }

    @Override
    public synchronized Optional<Exit> reap() {
        Optional<Exit> exit = Optional.ofNullable(zombies.poll());
        exit.ifPresent(ended -> processes.remove(ended.pid().value()));
        return exit;
    }

    private synchronized boolean nobodyHasEnded() {
        return zombies.isEmpty();
    }

    /** Lets virtual time pass until a child has ended; fails when none ever would. */
    @Override
    public boolean awaitExit() {
        while (nobodyHasEnded()) {
            if (alive().isEmpty()) {
                return false;
            }
            if (!clock.advanceToNext()) {
                throw new AssertionError("would wait for ever: no child ends by itself");
            }
        }
        return true;
    }

    @Override
    public Pid self() {
        return SELF;
    }

    /** All processes that have not ended, descendants included, by pid. */
    public synchronized List<Pid> alive() {
        return processes.values().stream()
                .filter(FakeProcess::isAlive)
                .map(process -> process.pid)
                .toList();
    }

    /** The processes alive that carry the mark of any run of this process, and whose parents have ended. */
    public synchronized List<Pid> marked(ProcessName name) {
        return processes.values().stream()
                .filter(process -> process.isAlive() && process.parent.isEmpty())
                .filter(process -> process.mark
                        .filter(mark -> mark.contains("." + name + "@"))
                        .isPresent())
                .map(process -> process.pid)
                .toList();
    }

    public boolean maySignal(Pid pid) {
        return find(pid).filter(process -> process.program.signallable()).isPresent();
    }

    public synchronized List<Launch> launches() {
        return List.copyOf(launches);
    }

    public synchronized List<Sent> signals() {
        return List.copyOf(signals);
    }

    /** What a caller did that it must never do, and what it left over: living children and zombies. */
    public synchronized List<String> faults() {
        return Stream.of(
                        faults.stream(),
                        alive().stream().map(pid -> "still alive: " + pid),
                        zombies.stream().map(exit -> "never reaped: " + exit.pid()))
                .flatMap(Function.identity())
                .toList();
    }
}
