package dev.supervisord.engine;

import dev.supervisord.engine.SimulatedChildren.Child;
import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Kind;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.model.StopPolicy;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Processes.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Compares, after every step of a simulation, what the supervisor believes with what is, and what it does with the rules of
 * the life cycle, which it knows in words of its own.
 */
final class Witness {

    private final Supervisor supervisor;
    private final SimulatedChildren children;
    private final Clock clock;
    private final SnapshotWitness readers;
    private final DependencyWitness dependencies;
    private final Map<ProcessName, Past> pasts = new HashMap<>();
    private final List<Ask> asks = new ArrayList<>();
    private final List<Keep> keeps = new ArrayList<>();
    private int step;
    private boolean ticking;

    Witness(Supervisor supervisor, SimulatedChildren children, Clock clock) {
        this.supervisor = supervisor;
        this.children = children;
        this.clock = clock;
        this.dependencies = new DependencyWitness(supervisor, children);
        this.readers = new SnapshotWitness(supervisor, children);
    }

    static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }

    static void require(boolean condition, Supplier<String> otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise.get());
        }
    }

    /** Somebody's wish that these processes run; until it is withdrawn, they may be launched when they are down. */
    static final class Ask {
        private final Set<ProcessName> names;
        private final int since;

        private Ask(Set<ProcessName> names, int since) {
            this.names = names;
            this.since = since;
        }
    }

    Ask asks(Set<ProcessName> names) {
        Ask ask = new Ask(new TreeSet<>(names), step);
        asks.add(ask);
        return ask;
    }

    /** What waits only until nothing is left of a former run is started as it was asked. */
    void withdraw(Ask ask) {
        for (Supervised process : supervisor.processes()) {
            boolean meant = dependencies.with(ask.names).contains(process.name());
            if (meant && process.state() instanceof State.Clearing) {
                past(process.name()).promised = true;
            }
        }
        asks.remove(ask);
    }

    void asksToStop(Set<ProcessName> names) {
        names.forEach(name -> past(name).stopAskedAt = step);
    }

    /** Somebody's wish that these processes stay stopped, until somebody else wants them. */
    static final class Keep {
        private final Set<ProcessName> names;
        private boolean done;

        private Keep(Set<ProcessName> names) {
            this.names = names;
        }
    }

    Keep keeps(Set<ProcessName> names) {
        Keep keep = new Keep(new TreeSet<>(names));
        keeps.add(keep);
        return keep;
    }

    /** From now on nothing may launch them. */
    void done(Keep keep) {
        keep.done = true;
    }

    void release(Set<ProcessName> names) {
        keeps.forEach(keep -> keep.names.removeAll(names));
    }

    private boolean isAsked(ProcessName name, Past past) {
        // A start of something is also one of what it depends on.
        return asks.stream()
                .anyMatch(ask -> ask.since > past.stopAskedAt
                        && dependencies.with(ask.names).contains(name));
    }

    Past past(ProcessName name) {
        return pasts.computeIfAbsent(name, Past::new);
    }

    int step() {
        return step;
    }

    void stepBegins(int number, boolean tick) {
        // Each message and each tick counts, so that what came first can be told.
        step++;
        ticking = tick;
        require(number > 0, "steps are counted from 1");
    }

    /** Called for each launch before anything else is done about it; says whose launch it is. */
    Supervised launchOrdered(ProcessSpec spec) {
        ProcessName name = spec.name();
        Supervised process = supervisor.processes().stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is launched, but is no longer known"));
        require(
                keeps.stream().noneMatch(keep -> keep.done && keep.names.contains(name)),
                () -> name + " is launched, but was to be kept stopped");
        require(process.state() instanceof State.Launching, () -> name + " is launched in " + process.state());
        require(process.spec().equals(spec), () -> name + " is launched with an old configuration");
        require(
                process.wantedSpec().equals(spec),
                () -> name + " is launched with a configuration that is not the newest");
        require(!process.isLeaving(), () -> name + " is launched though it was removed");
        require(!supervisor.isShuttingDown(), () -> name + " is launched during the shutdown");
        require(!children.isLaunching(process), () -> name + " is launched twice");
        dependencies.launchOrdered(spec);
        State.Launching state = (State.Launching) process.state();
        past(name)
                .launchOrdered(
                        state,
                        isAsked(name, past(name)),
                        ticking,
                        clock.monotonic(),
                        restartsAfter(process, state.generation() - 1));
        return process;
    }

    /** Called for each record, which is written as soon as a process is at rest or begins to wait for others. */
    void noted(ProcessSpec spec) {
        supervisor.processes().stream()
                .filter(candidate -> candidate.name().equals(spec.name()))
                .forEach(process -> {
                    if (process.state().kind().isAtRest()) {
                        past(process.name()).atRestAt = step;
                    }
                    if (process.state() instanceof State.Waiting state) {
                        Past past = past(process.name());
                        past.waits(
                                state,
                                isAsked(process.name(), past),
                                ticking,
                                clock.monotonic(),
                                restartsAfter(process, state.generation() - 1));
                    }
                });
    }

    /** The shutdown begins, and no other request is under way. */
    void shutdownBegins() {
        dependencies.shutdownBegins();
    }

    /** Whether this run ended so that the process is started again by itself. */
    private boolean restartsAfter(Supervised process, long generation) {
        ProcessSpec before = past(process.name()).spec.orElse(process.spec());
        return children.of(process).stream()
                .filter(child -> child.generation == generation)
                .flatMap(child -> child.reaped.stream())
                .anyMatch(before.restart()::restartsAfter);
    }

    /** Called when a process is said to be up. */
    void entersRunning(String address) {
        Supervised process = supervisor.processes().stream()
                .filter(candidate -> candidate.name().toString().equals(address))
                .findFirst()
                .orElseThrow(() -> new AssertionError(address + " is RUNNING, but is not known"));
        Past past = past(process.name());
        past.runningAt = step;
        if (past.kind == Kind.STARTING) {
            require(
                    past.since.plus(past.settle).compareTo(clock.monotonic()) <= 0,
                    () -> address + " is RUNNING before startsecs");
            require(
                    children.live(process).filter(children::isAlive).isPresent(),
                    () -> address + " is called RUNNING, but its exit happened first");
        } else {
            require(process.spec().start().settle().isZero(), () -> address + " is RUNNING at once");
        }
    }

    /** Called when a launch is said to have failed, or a run to have ended by itself. */
    void failed(String address) {
        past(ProcessName.parse(address)).failedAt = step;
    }

    /** Called when a run is said to have ended as it should. */
    void done(String address) {
        past(ProcessName.parse(address)).doneAt = step;
    }

    void entersUnknown(String address) {
        past(ProcessName.parse(address)).unknownAt = step;
    }

    /** Whether its child is one that the kernel does not let us end. */
    boolean cannotBeSignalled(Supervised process) {
        return children.live(process).filter(child -> child.signalRefused).isPresent();
    }

    /** Whether it is at rest, or was so at this step or later. */
    boolean hasBeenDown(ProcessName name, int since) {
        return past(name).atRestAt >= since
                || supervisor.processes().stream()
                        .anyMatch(process -> process.name().equals(name)
                                && process.state().kind().isAtRest());
    }

    /** Whether the run of this generation, and all before it, are over. */
    boolean hasEnded(Supervised process, long generation) {
        boolean pending = process.state().generation() <= generation && children.isLaunching(process);
        return !pending
                && children.of(process).stream()
                        .allMatch(child -> child.generation > generation || child.reaped.isPresent());
    }

    void signalSent(Child child, Signal signal, Delivery delivery) {
        Duration now = clock.monotonic();
        StopPolicy stop = child.owner.spec().stop();
        Duration patience = stop.patience();
        if (signal.equals(Signal.KILL)) {
            require(
                    child.stopStep + 1 >= stop.steps().size()
                            || stop.steps().get(child.stopStep + 1).signal().equals(Signal.KILL),
                    () -> "SIGKILL before its turn: " + child.pid);
            Duration since = child.endingSince.orElseThrow(() -> new AssertionError("SIGKILL at once to " + child.pid));
            require(since.plus(child.patience).compareTo(now) <= 0, () -> "SIGKILL before its time: " + child.pid);
            child.endingSince = Optional.of(now);
            child.patience = patience.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : patience;
        } else if (!SimulatedClients.SIGNALS.contains(signal)) {
            child.stopStep = child.signalRefused ? 0 : child.stopStep + 1;
            require(
                    child.stopStep < stop.steps().size()
                            && stop.steps().get(child.stopStep).signal().equals(signal),
                    () -> signal + " is not the next stop signal to " + child.pid);
            require(
                    child.signalRefused
                            || child.endingSince.isEmpty()
                            || child.endingSince.get().plus(child.patience).compareTo(now) <= 0,
                    () -> signal + " before its time: " + child.pid);
            child.endingSince = Optional.of(now);
            child.patience = stop.steps().get(child.stopStep).patience().orElse(patience);
            Kind was = past(child.owner.name()).kind;
            dependencies.stopSignalSent(child.owner, was != Kind.LAUNCHING && was != Kind.ABORTING);
        }
        child.signalRefused |= delivery == Delivery.NOT_PERMITTED;
    }

    /** Everything that has to be true at any time. */
    void look() {
        int timers = 0;
        for (Supervised process : supervisor.processes()) {
            Kind kind = process.state().kind();
            List<Child> mine = children.unreaped().stream()
                    .filter(child -> child.owner == process && child.reported)
                    .toList();
            require(
                    mine.size() == (kind.hasChild() ? 1 : 0),
                    () -> process.name() + " is " + kind + " with " + mine.size() + " children");
            require(
                    process.pid().isPresent() == kind.hasChild(),
                    () -> process.name() + " is " + kind + " with pid " + process.pid());
            if (kind.hasChild()) {
                require(
                        process.pid().equals(Optional.of(mine.get(0).pid)),
                        () -> process.name() + " has the wrong pid");
                require(
                        mine.get(0).generation == process.state().generation(),
                        () -> process.name() + " has the child of another run");
            }
            boolean launching = kind == Kind.LAUNCHING || kind == Kind.ABORTING;
            require(
                    launching || !children.isLaunching(process),
                    () -> process.name() + " is launched while it is " + kind);
            timers += kind == Kind.STARTING
                            || kind == Kind.BACKOFF
                            || kind == Kind.STOPPING
                            || kind == Kind.PAUSING
                            || kind == Kind.CLEARING
                    ? 1
                    : 0;
            boolean ending = supervisor.isShuttingDown() || process.isLeaving();
            boolean restarts = (kind == Kind.EXITED || kind == Kind.BACKOFF)
                    && restartsAfter(process, process.state().generation());
            Past past = past(process.name());
            boolean asked = isAsked(process.name(), past);
            past.observe(process, clock.monotonic(), step, ending, restarts, asked);
        }
        dependencies.nobodyWaitsInVain();
        forgetStopsOfTheRemoved();
        require(supervisor.armedTimers() == timers, supervisor.armedTimers() + " timers for " + timers + " waits");
        for (Child child : children.unreaped()) {
            require(
                    supervisor.processes().contains(child.owner),
                    () -> child.pid + " lives, but its process " + child.owner.name() + " was forgotten");
        }
    }

    /** A process that comes back after it was removed is another one. */
    private void forgetStopsOfTheRemoved() {
        Set<ProcessName> known = new TreeSet<>();
        supervisor.processes().forEach(process -> known.add(process.name()));
        pasts.values().stream().filter(past -> !known.contains(past.name)).forEach(past -> past.stopAskedAt = -1);
    }

    /** What has to be true once all timers that are due were fired. */
    void nothingIsOverdue() {
        Duration now = clock.monotonic();
        for (Supervised process : supervisor.processes()) {
            past(process.name()).nothingIsOverdue(process.state(), now);
            if (process.state().kind() == Kind.STOPPING) {
                Child child = children.live(process).orElseThrow();
                Duration since =
                        child.endingSince.orElseThrow(() -> new AssertionError("no stop signal to " + child.pid));
                require(
                        since.plus(child.patience).compareTo(now) > 0,
                        () -> "SIGKILL is overdue for " + process.name() + " (" + child.pid + ")");
            }
        }
    }

    /** What readers see must be what is. */
    void compare(Snapshot snapshot) {
        readers.compare(snapshot);
    }

    /** After the end. */
    void nothingIsLeft() {
        look();
        require(children.unreaped().isEmpty(), "children are left");
        require(children.isIdle(), "launches are left");
        require(supervisor.armedTimers() == 0, "timers are left");
        for (Supervised process : supervisor.processes()) {
            require(process.watches().isEmpty(), () -> "somebody still waits for " + process.name());
            require(process.phase().isDown(), () -> process.name() + " is still " + process.phase());
        }
    }
}
