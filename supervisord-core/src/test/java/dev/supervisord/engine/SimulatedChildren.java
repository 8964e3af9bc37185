package dev.supervisord.engine;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.Signal;
import dev.supervisord.model.StopStep;
import dev.supervisord.os.Exit;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes;
import dev.supervisord.os.fake.FakeOs;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The launcher and the kernel of a simulation: launches are carried out and reported in their order, but when it pleases
 * the simulation, and every child behaves as the dice say.
 */
final class SimulatedChildren extends NoLauncher implements Processes {

    /** A child as it really is, whatever the supervisor believes. */
    static final class Child {
        final Supervised owner;
        final long generation;
        final Pid pid;
        boolean reported;
        Optional<ExitStatus> reaped = Optional.empty();

        /** When the last signal that is to end it was sent: its stop signal or SIGKILL. */
        Optional<Duration> endingSince = Optional.empty();

        /** How long that signal has to be waited for. */
        Duration patience = Duration.ZERO;

        /** Which of its stop signals was sent last; -1: none. */
        int stopStep = -1;

        boolean signalRefused;

        private Child(Supervised owner, long generation, Pid pid) {
            this.owner = owner;
            this.generation = generation;
            this.pid = pid;
        }
    }

    private record Order(Supervised owner, ProcessSpec spec, long generation, Consumer<LaunchResult> result) {}

    private final FakeOs os;
    private final Random random;
    private final Consumer<Runnable> toLoop;
    private final Consumer<String> story;
    private final Deque<Order> orders = new ArrayDeque<>();
    private final Map<Pid, Child> children = new HashMap<>();
    private final List<Child> unreaped = new ArrayList<>();
    private @Nullable Witness witness;

    SimulatedChildren(FakeOs os, Random random, Consumer<Runnable> toLoop, Consumer<String> story) {
        this.os = os;
        this.random = random;
        this.toLoop = toLoop;
        this.story = story;
    }

    void watchedBy(Witness watcher) {
        witness = watcher;
    }

    private Witness witness() {
        if (witness == null) {
            throw new IllegalStateException("nobody watches");
        }
        return witness;
    }

    /** All children that were launched and not reaped yet. */
    List<Child> unreaped() {
        return unreaped;
    }

    /** The children of all runs of a process, dead or alive. */
    List<Child> of(Supervised owner) {
        return children.values().stream().filter(child -> child.owner == owner).toList();
    }

    /** The child that a process is known to have. */
    Optional<Child> live(Supervised owner) {
        return unreaped.stream()
                .filter(child -> child.owner == owner && child.reported)
                .findFirst();
    }

    boolean isAlive(Child child) {
        return os.processes().alive().contains(child.pid);
    }

    boolean isLaunching(Supervised owner) {
        return orders.stream().anyMatch(order -> order.owner == owner);
    }

    boolean isIdle() {
        return orders.isEmpty();
    }

    @Override
    public void launch(ProcessSpec spec, long generation, Setbacks before, Consumer<LaunchResult> result) {
        Supervised owner = witness().launchOrdered(spec);
        story.accept("launch ordered: " + spec.name() + " #" + owner.state().generation());
        orders.add(new Order(owner, spec, owner.state().generation(), result));
    }

    @Override
    public void nameLogs(ProcessSpec spec) {
        story.accept("logs named: " + spec.name());
    }

    @Override
    public void reopenStreams(ProcessSpec spec) {
        story.accept("streams reopened: " + spec.name());
    }

    @Override
    public void awaitOutput(Pid program, Duration patience) {}

    /** What the launcher thread does next; false when it has nothing to do. */
    boolean launchNext() {
        Order order = orders.poll();
        if (order == null) {
            return false;
        }
        ProcessName name = order.spec.name();
        for (Child other : unreaped) {
            Witness.require(
                    !other.owner.name().equals(name) || !isAlive(other),
                    () -> "a second copy of " + name + " is launched");
        }
        boolean alone = order.spec.leftovers().end() == LeftoverPolicy.End.NEVER
                || os.processes().marked(name).stream().noneMatch(this::maySignal);
        Witness.require(alone, () -> name + " is launched beside what it has left behind");
        os.processes().run(behaviour(order.spec));
        LaunchResult result = os.processes().launch(commandOf(name, order.generation));
        if (result instanceof LaunchResult.Launched launched) {
            Child child = new Child(order.owner, order.generation, launched.pid());
            children.put(child.pid, child);
            unreaped.add(child);
            story.accept("launched " + name + " #" + order.generation + " as " + child.pid);
            toLoop.accept(() -> {
                child.reported = true;
                order.result.accept(result);
            });
        } else {
            story.accept("cannot launch " + name + " #" + order.generation);
            toLoop.accept(() -> order.result.accept(result));
        }
        return true;
    }

    private static LaunchSpec commandOf(ProcessName name, long generation) {
        return new LaunchSpec(
                List.of(name.toString()),
                Map.of(),
                FakeCensus.mark(name, generation),
                Optional.empty(),
                LaunchAttributes.INHERITED,
                new Stream.IdlePipe(),
                new Stream.Null(),
                new Stream.Null());
    }

    private FakeProgram behaviour(ProcessSpec spec) {
        int dice = random.nextInt(100);
        if (dice < 10) {
            Stage[] stages = Stage.values();
            return FakeProgram.refused(stages[random.nextInt(stages.length)], "E", "cannot be launched");
        }
        FakeProgram program = dice < 50 ? FakeProgram.endless() : FakeProgram.ending(lifetime(spec), end());
        int deaf = random.nextInt(10);
        List<StopStep> steps = spec.stop().steps();
        Signal stop = steps.get(random.nextInt(steps.size())).signal();
        if (deaf < 3) {
            for (StopStep step : steps) {
                program = step.signal().equals(Signal.KILL) ? program : program.ignoring(step.signal());
            }
        } else if (deaf < 7 && !stop.equals(Signal.KILL)) {
            program = program.exitingOn(stop, Duration.ofMillis(random.nextInt(4) * 1000L), random.nextInt(3));
        }
        if (random.nextInt(100) < 4) {
            program = program.foreign();
        }
        while (random.nextInt(100) < 12) {
            program = program.starting(descendant(spec));
        }
        return program;
    }

    /** Often in a session of its own, deaf, or with descendants of its own. */
    private FakeProgram descendant(ProcessSpec spec) {
        FakeProgram program = FakeProgram.exiting(lifetime(spec), 0);
        if (random.nextInt(3) == 0) {
            program = program.inOwnSession();
        }
        if (random.nextInt(3) == 0) {
            program = program.ignoring(Signal.TERM);
        }
        if (random.nextInt(20) == 0) {
            program = program.foreign();
        }
        return random.nextInt(3) == 0 ? program.starting(descendant(spec)) : program;
    }

    /** Often exactly at, or just beside, the moment at which it settles. */
    private Duration lifetime(ProcessSpec spec) {
        Duration settle = spec.start().settle();
        return switch (random.nextInt(7)) {
            case 0, 1 -> Duration.ZERO;
            case 2 -> settle;
            case 3 -> settle.plusMillis(1);
            case 4 -> settle.isZero() ? settle : settle.minusMillis(1);
            case 5 -> Duration.ofMillis(random.nextInt(1_000));
            default -> Duration.ofMillis(random.nextInt(10_000));
        };
    }

    private ExitStatus end() {
        int code = random.nextInt(5);
        return code == 4 ? new ExitStatus.Signaled(new Signal(11), false) : new ExitStatus.Exited(code);
    }

    void killSomebody() {
        List<Child> alive = unreaped.stream().filter(this::isAlive).toList();
        if (!alive.isEmpty()) {
            end(alive.get(random.nextInt(alive.size())));
        }
    }

    /** Ends what could not be signalled, as an administrator would. */
    void endAll() {
        for (Child child : List.copyOf(unreaped)) {
            if (isAlive(child)) {
                Witness.require(child.signalRefused, () -> child.pid + " is alive after the shutdown");
                end(child);
            }
        }
    }

    private void end(Child child) {
        story.accept(child.pid + " is killed by somebody");
        os.processes().end(child.pid, new ExitStatus.Signaled(Signal.KILL, false));
    }

    @Override
    public Delivery signal(Pid pid, Signal signal, Scope scope) {
        Child child = children.get(pid);
        if (child == null && scope == Scope.PROCESS) {
            Delivery delivery = os.processes().signal(pid, signal, scope); // which tells when it was reaped
            story.accept(signal + " to the leftover " + pid + ": " + delivery);
            return delivery;
        }
        if (child == null || child.reaped.isPresent()) {
            throw new AssertionError(signal + " to the reaped pid " + pid);
        }
        Delivery delivery = os.processes().signal(pid, signal, scope);
        story.accept(signal + " to " + pid + ": " + delivery);
        witness().signalSent(child, signal, delivery);
        return delivery;
    }

    @Override
    public Optional<Exit> reap() {
        Optional<Exit> exit = os.processes().reap();
        exit.ifPresent(seen -> {
            story.accept("reaped " + seen.pid() + ": " + seen.status());
            Child child = children.get(seen.pid());
            if (child != null) {
                child.reaped = Optional.of(seen.status());
                unreaped.remove(child);
            }
        });
        return exit;
    }

    @Override
    public List<Pid> orphans() {
        return os.processes().orphans();
    }

    private boolean maySignal(Pid pid) {
        return os.processes().maySignal(pid);
    }

    @Override
    public LaunchResult launch(LaunchSpec spec) {
        throw new IllegalStateException("only the launcher launches");
    }

    @Override
    public boolean awaitExit() {
        throw new IllegalStateException("nobody may wait in a simulation");
    }

    @Override
    public Pid self() {
        return os.processes().self();
    }
}
