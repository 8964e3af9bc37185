package dev.supervisord.engine;

import dev.supervisord.engine.MainSearch.Main;
import dev.supervisord.machine.Clearance;
import dev.supervisord.machine.Effect;
import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Effect.EndLeftovers;
import dev.supervisord.machine.Effect.KillLeftovers;
import dev.supervisord.machine.Effect.Launch;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Effect.Refuse;
import dev.supervisord.machine.Effect.SeekMain;
import dev.supervisord.machine.Effect.SendKill;
import dev.supervisord.machine.Effect.SendStopSignal;
import dev.supervisord.machine.Event;
import dev.supervisord.machine.Life;
import dev.supervisord.machine.MainSuccession;
import dev.supervisord.machine.State;
import dev.supervisord.machine.Step;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.Delivery;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.Processes.Scope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The one way by which a process changes its state: an event goes through the machine, the state is entered, the effects
 * are carried out, and whoever watches is told. Owned by the loop thread.
 */
final class Transitions {

    private final Processes processes;
    private final Clock clock;
    private final Launcher launcher;
    private final Cgroups cgroups;
    private final ProcessTable table;
    private final Chronicle chronicle;
    private final RunNotes notes;
    private final Agenda agenda;
    private final Leftovers leftovers;
    private final Consumer<Supervised> whenAtRest;
    private final RunEndings endings;

    private final Waits waits;
    private final MainProcesses mains;
    private final WaitingRoom waitingRoom;
    private final EarlyExits early = new EarlyExits();
    private boolean windingDown;

    /**
     * @param cgroups where processes may be
     * @param census which tells of main processes that were not launched
     * @param list where these can be seen
     * @param chance for what is to vary
     * @param whenAtRest told when a process has come to rest, and again when one at rest is to leave the plan
     */
    Transitions(
            Processes processes,
            Clock clock,
            Launcher launcher,
            Cgroups cgroups,
            Timers timers,
            ProcessTable table,
            Chronicle chronicle,
            RunNotes notes,
            Agenda agenda,
            RandomGenerator chance,
            Leftovers leftovers,
            Census census,
            ProcessList list,
            Consumer<Supervised> whenAtRest) {
        this.processes = processes;
        this.clock = clock;
        this.launcher = launcher;
        this.cgroups = cgroups;
        this.table = table;
        this.chronicle = chronicle;
        this.notes = notes;
        this.agenda = agenda;
        this.leftovers = leftovers;
        this.whenAtRest = whenAtRest;
        this.endings = new RunEndings(clock, launcher, chronicle, leftovers);
        this.waits = new Waits(timers, clock, chance, this::apply);
        this.mains = new MainProcesses(
                census,
                list,
                clock,
                timers,
                leftovers,
                this::mainFound,
                process -> apply(process, new Event.MainMissing(process.state().generation())));
        this.waitingRoom = new WaitingRoom(table, agenda, this::letGo, this::keepWaiting);
    }

    private void letGo(Supervised process) {
        apply(process, new Event.DependenciesUp());
    }

    private void keepWaiting(Supervised process) {
        chronicle.waits(process);
        tellWatches(process, true);
    }

    /** To be called when something else than the state of a process has changed that others may wait for. */
    void reconsiderWaiting() {
        waitingRoom.reconsider();
    }

    /** Somebody wants to know whether a process that is waiting has anything to wait for. */
    void reconsiderWaiting(Supervised process) {
        process.forgetObstacle();
        waitingRoom.reconsider();
    }

    /** From now on nothing is started again by itself. */
    void windDown() {
        windingDown = true;
        table.all().stream()
                .filter(process -> process.state().kind().isAtRest())
                .forEach(notes::forget);
    }

    boolean isWindingDown() {
        return windingDown;
    }

    /** Gives a request to a process, and remembers why. Empty when it was accepted. */
    Optional<Refusal> request(Supervised process, Event request, Cause cause) {
        Step step = step(process, request);
        if (step.effects().stream().noneMatch(Refuse.class::isInstance)) {
            process.accepted(request, new Ask(cause, clock.wall()));
        }
        return enter(process, step, request instanceof Event.StopRequested);
    }

    /** Takes every child that has ended and lets its process know. */
    void reapAll() {
        for (Optional<Exit> exit = processes.reap(); exit.isPresent(); exit = processes.reap()) {
            Exit seen = exit.get();
            table.died(seen.pid())
                    .ifPresentOrElse(process -> childExited(process, seen.status()), () -> unknownExit(seen));
        }
    }

    private void unknownExit(Exit exit) {
        leftovers.died(exit.pid());
        if (!early.keep(exit)) {
            chronicle.reapedUnknown(exit);
        }
    }

    private void childExited(Supervised process, ExitStatus status) {
        Duration lived = clock.monotonic().minus(process.launchedAt().orElseThrow());
        State before = process.state();
        process.pid().ifPresent(pid -> leftovers.runEnded(process, pid));
        process.ended(status, clock.wall());
        process.endedBecause(MemoryLimit.explain(process.spec(), before, status, cgroups.oomKills(process.name())));
        if (!MainSuccession.isPossible(process.spec(), before, status)) {
            endings.ended(process, before, status);
        }
        apply(process, new Event.ChildExited(before.generation(), status, lived));
    }

    private void mainFound(Supervised process, Main main) {
        Pid pid = main.identity().pid();
        chronicle.mainFound(process, (State.Seeking) process.state(), pid);
        process.launched(pid, clock.monotonic().minus(main.age()), clock.wall().minus(main.age()));
        leftovers.promoted(process, pid);
        table.born(pid, process);
        notes.succeeded(process, pid);
        apply(process, new Event.MainFound(process.state().generation()));
    }

    private void launched(Supervised process, long generation, LaunchResult result) {
        if (result instanceof LaunchResult.Launched child) {
            born(process, generation, child.pid());
        } else if (result instanceof LaunchResult.Failed failed) {
            process.launchFailed(failed.failure());
            process.history()
                    .launchFailed(generation, clock.wall(), failed.failure().message());
            chronicle.launchFailed(process);
            apply(process, new Event.LaunchFailed(generation));
        }
        early.launchReported().forEach(chronicle::reapedUnknown);
    }

    private void born(Supervised process, long generation, Pid pid) {
        Optional<Exit> exit = early.take(pid);
        process.launched(pid, clock.monotonic(), clock.wall());
        leftovers.claimed(pid);
        if (exit.isEmpty()) {
            table.born(pid, process);
        }
        chronicle.spawned(process, pid);
        apply(process, new Event.Launched(generation));
        exit.ifPresent(seen -> childExited(process, seen.status()));
    }

    /** Lets something happen to a process. */
    void apply(Supervised process, Event event) {
        // Only requests are refused.
        var unused = enter(process, step(process, event), false);
    }

    private Step step(Supervised process, Event event) {
        State before = process.state();
        Step step = Life.step(rules(process), before, event);
        // What is configured for the next run decides beside what it may start.
        if (Clearance.isNeeded(process.wantedSpec(), before, event, step) && !leftovers.areGone(process.name())) {
            step = Clearance.begin(process.wantedSpec(), before, event);
        }
        State.Kind origin =
                before instanceof State.Clearing clearing ? clearing.before().kind() : before.kind();
        if (origin == State.Kind.RUNNING && step.next().kind() == State.Kind.BACKOFF) {
            process.explain("Ended soon after its start, and waits for the next ("
                    + (process.causeOfEnd().isEmpty() ? "process log may have details" : process.causeOfEnd()) + ")");
        }
        return step;
    }

    /** Begins with a process in the state in which another daemon has left it, which is on record. */
    void resume(Supervised process, Step step) {
        process.enter(step.next(), clock.monotonic());
        step.effects().forEach(effect -> carryOut(process, effect));
    }

    /** @param note whether to note the state even if it is the same: a stop may change what follows without changing it */
    Optional<Refusal> enter(Supervised process, Step step, boolean note) {
        State before = process.state();
        if (step.next().kind() != before.kind() || step.next().generation() != before.generation()) {
            waits.disarm(process);
        }
        if (before instanceof State.Seeking seeking && Clearance.endsSearch(before, step)) {
            endings.ended(process, seeking.before(), seeking.cause().status());
        }
        if (!step.next().equals(before)) {
            process.enter(step.next(), clock.monotonic());
        }
        Optional<Refusal> refusal = Optional.empty();
        for (Effect effect : step.effects()) {
            if (effect instanceof Refuse refuse) {
                refusal = Optional.of(refuse.refusal());
            } else {
                carryOut(process, effect);
            }
        }
        if (!step.next().equals(before) || note) {
            notes.entered(process, windingDown);
        }
        chronicle.entered(process, before);
        if (!process.state().kind().hasRun()) {
            process.adoptPlannedSpec();
        }
        if (process.state().kind().isAtRest()
                && (process.isLeaving() || !step.next().equals(before))) {
            agenda.add(() -> whenAtRest.accept(process));
        }
        if (!process.state().kind().hasRun() && cgroups.has(process.name())) {
            launcher.leaveCgroup(process.name());
        }
        waitingRoom.changed(process);
        tellWatches(process, true);
        return refusal;
    }

    /**
     * The configuration in force. What is to end for good is not started again by itself; and the next run waits for what it
     * depends on then.
     */
    ProcessSpec rules(Supervised process) {
        ProcessSpec spec = process.spec();
        if (windingDown || process.isLeaving()) {
            return spec.withoutRestarts();
        }
        return process.isOutdated()
                ? spec.with(spec.role().dependingOn(process.wantedSpec().role().dependencies()))
                : spec;
    }

    private void carryOut(Supervised process, Effect effect) {
        if (effect instanceof Launch launch) {
            launch(process, launch.generation());
        } else if (effect instanceof SendStopSignal stop) {
            send(process, stop.signal(), process.spec().stop().asGroup());
        } else if (effect instanceof SendKill) {
            process.pid().ifPresent(pid -> chronicle.killing(process, pid));
            if (process.state() instanceof State.Forking) {
                process.explain(Background.explainForeground(process.spec()));
            }
            send(process, Signal.KILL, process.spec().stop().killAsGroup());
        } else if (effect instanceof EndLeftovers) {
            leftovers.end(process, Signal.TERM);
        } else if (effect instanceof KillLeftovers) {
            leftovers.end(process, Signal.KILL);
        } else if (effect instanceof SeekMain) {
            mains.seek(process);
        } else if (effect instanceof Arm arm) {
            waits.arm(process, arm);
        } else {
            throw new IllegalStateException("no way to carry out " + effect);
        }
    }

    private void launch(Supervised process, long generation) {
        process.adoptPlannedSpec();
        process.beginsRun(generation);
        process.history().begins(process.state(), clock.wall());
        early.launchOrdered();
        launcher.launch(
                process.spec(),
                generation,
                process.state().setbacks(),
                result -> launched(process, generation, result));
    }

    /** Nothing is left of the former runs of a process that waits for this. */
    void leftoversGone(Supervised process) {
        agenda.add(() -> apply(process, new Event.LeftoversGone(process.state().generation())));
    }

    private void send(Supervised process, Signal signal, boolean asGroup) {
        long generation = process.state().generation();
        Pid pid = process.pid().orElseThrow();
        if (!table.isOurs(pid)) {
            return; // its end was taken before its launch was reported, and is told next; the pid may be another's now
        }
        Delivery delivery = processes.signal(pid, signal, asGroup ? Scope.GROUP : Scope.PROCESS);
        if (delivery == Delivery.NOT_PERMITTED) {
            process.explain("cannot send " + signal + " to pid " + pid
                    + ": not permitted; it runs as another user and has to be ended by hand");
            agenda.add(() -> apply(process, new Event.SignalRefused(generation)));
        }
        // NO_SUCH_PROCESS: it has ended already, and its exit is on its way.
    }

    /** Lets everybody who waits for this process look at it. */
    void tellWatches(Supervised process, boolean present) {
        process.watches().removeIf(watch -> watch.changed(process, present));
    }
}
