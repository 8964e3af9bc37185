package dev.supervisord.engine;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.PlanChange.Action;
import dev.supervisord.engine.PlanChange.Kind;
import dev.supervisord.machine.Event;
import dev.supervisord.machine.State;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessChange;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds what differs between the running processes and a new plan, process by process, and brings it about. What does not
 * differ is not touched. Owned by the loop thread.
 */
final class PlanApplication {

    private final ProcessTable table;
    private final Transitions transitions;
    private final Launcher launcher;
    private final DependencyGraph graph;
    private final Agenda agenda;
    private final KeptDown kept;

    PlanApplication(
            ProcessTable table,
            Transitions transitions,
            Launcher launcher,
            DependencyGraph graph,
            Agenda agenda,
            KeptDown kept) {
        this.table = table;
        this.transitions = transitions;
        this.launcher = launcher;
        this.graph = graph;
        this.agenda = agenda;
        this.kept = kept;
    }

    /**
     * The differences, and what each will lead to.
     *
     * @param concerned which groups to look at
     */
    List<PlanChange> compare(Plan fresh, ApplyMode mode, Predicate<String> concerned) {
        List<PlanChange> changes = new ArrayList<>();
        Set<ProcessName> kept = new HashSet<>();
        for (ProcessSpec spec : fresh.processes()) {
            kept.add(spec.name());
        }
        for (Supervised process : table.all()) {
            if (!process.isLeaving()
                    && !kept.contains(process.name())
                    && concerned.test(process.name().group())) {
                Action action = isDown(process) ? Action.NONE : Action.STOP;
                changes.add(change(process.wantedSpec(), Kind.REMOVED, action, List.of()));
            }
        }
        for (ProcessSpec spec : fresh.processes()) {
            if (concerned.test(spec.name().group())) {
                compareOne(spec, mode, changes);
            }
        }
        return changes;
    }

    @SuppressWarnings("ReferenceEquality") // the very same, not an equal one: to find that out takes long
    private void compareOne(ProcessSpec spec, ApplyMode mode, List<PlanChange> changes) {
        Supervised present =
                table.find(spec.name()).filter(process -> !process.isLeaving()).orElse(null);
        if (present == null) {
            boolean start = spec.start().auto() && !kept.contains(spec.name());
            changes.add(change(spec, Kind.ADDED, start ? Action.START : Action.NONE, List.of()));
            return;
        }
        if (present.wantedSpec() == spec) {
            return; // just taken over with it
        }
        List<ProcessChange> keys = ProcessChange.between(present.wantedSpec(), spec);
        if (!keys.isEmpty()) {
            changes.add(change(spec, Kind.CHANGED, actionFor(present, spec, keys, mode), keys));
        }
    }

    private static Action actionFor(Supervised present, ProcessSpec spec, List<ProcessChange> keys, ApplyMode mode) {
        if (staysDown(present.state()) || present.isKeptDown()) {
            return Action.NONE;
        }
        boolean least = mode == ApplyMode.LEAST && keys.stream().allMatch(ProcessChange::live);
        if (isDown(present)) {
            return spec.start().auto() && isWorthAStart(present.state(), least) ? Action.START : Action.NONE;
        }
        return least ? Action.APPLY_LIVE : Action.RESTART;
    }

    /**
     * Whether a new configuration is a reason to start a process that is down: it may cure what failed, and is new to what was
     * never started or has ended by itself. What was stopped by hand stays stopped.
     */
    private static boolean isWorthAStart(State state, boolean liveOnly) {
        return switch (state.kind()) {
            case FATAL -> true;
            case STOPPED -> state.generation() == 0;
            case EXITED -> !liveOnly;
            case WAITING,
                    LAUNCHING,
                    FORKING,
                    SEEKING,
                    STARTING,
                    WORKING,
                    RUNNING,
                    BACKOFF,
                    ABORTING,
                    STOPPING,
                    CLEARING,
                    PAUSING,
                    UNKNOWN -> false;
        };
    }

    private static boolean isDown(Supervised process) {
        return process.state().kind().isAtRest();
    }

    /** Whether a stop is under way after which it is not to be started: a new configuration is no reason to do so. */
    private static boolean staysDown(State state) {
        return state.afterStop().filter(then -> then == State.Then.STAY_DOWN).isPresent();
    }

    private static PlanChange change(ProcessSpec spec, Kind kind, Action action, List<ProcessChange> keys) {
        return new PlanChange(spec.name().group(), spec.name().toString(), kind, action, keys);
    }

    /** Makes the new plan the one that counts, but starts nothing yet: everything is about to be started anew. */
    void takeOver(Plan fresh, List<PlanChange> changes, Cause cause) {
        List<PlanChange> withoutStarts = changes.stream()
                .map(change -> change.kind() == Kind.REMOVED
                        ? change
                        : new PlanChange(change.group(), change.name(), change.kind(), Action.NONE, change.keys()))
                .toList();
        carryOut(fresh, withoutStarts, cause, () -> {});
    }

    /** What is collected while a plan is brought about: who is to be stopped, who to be started, and who to be waited for. */
    private static final class Work {
        private final List<StopWave.Target> toStop = new ArrayList<>();
        private final List<Supervised> toStart = new ArrayList<>();
        private final Results results;
        private final Cause cause;

        private Work(Results results, Cause cause) {
            this.results = results;
            this.cause = cause;
        }
    }

    /**
     * Brings the changes about; {@code whenDone} is told when all that had to end has ended and its successors are launched,
     * or wait for what they depend on.
     */
    void carryOut(Plan fresh, List<PlanChange> changes, Cause cause, Runnable whenDone) {
        Work work = new Work(new Results(outcomes -> agenda.add(whenDone)), cause);
        for (PlanChange change : changes) {
            if (change.kind() == Kind.REMOVED) {
                remove(table.find(ProcessName.parse(change.name())).orElseThrow(), work);
            }
        }
        Map<String, PlanChange> byName = new HashMap<>();
        for (PlanChange change : changes) {
            if (change.kind() != Kind.REMOVED) {
                byName.put(change.name(), change);
            }
        }
        for (GroupSpec group : fresh.groups()) {
            for (ProcessSpec spec : group.processes()) {
                PlanChange change = byName.get(spec.name().toString());
                if (change != null) {
                    bring(spec, group, change, work);
                }
            }
        }
        new StopWave(work.toStop, graph, agenda, () -> {}).begin();
        startAll(work.toStart, cause);
        transitions.reconsiderWaiting();
        work.results.close();
    }

    private void bring(ProcessSpec spec, GroupSpec group, PlanChange change, Work work) {
        if (change.kind() == Kind.ADDED) {
            add(spec, group, change.action() == Action.START, work);
            return;
        }
        Supervised process = table.find(spec.name()).orElseThrow();
        switch (change.action()) {
            case NONE -> {
                process.configure(spec, group.priority());
                launcher.nameLogs(spec);
            }
            case APPLY_LIVE -> applyLive(process, spec, group);
            case RESTART -> restart(process, spec, group, work);
            case START -> {
                process.configure(spec, group.priority());
                work.toStart.add(process);
            }
            case STOP -> throw new IllegalStateException("not for a changed process: " + change);
        }
    }

    private void add(ProcessSpec spec, GroupSpec group, boolean start, Work work) {
        Supervised leaving = table.find(spec.name()).orElse(null);
        if (leaving == null) {
            Supervised process = new Supervised(spec, group);
            table.add(process);
            // It may have to wait for others before it is launched.
            launcher.nameLogs(spec);
            if (start) {
                work.toStart.add(process);
            }
            return;
        }
        // It was removed a moment ago and has not ended yet: it may stay, but has to begin anew.
        leaving.leave(false);
        if (start) {
            restart(leaving, spec, group, work);
        } else {
            transitions.request(leaving, new Event.StopRequested(), work.cause); // its turn may not have come yet
            leaving.configure(spec, group.priority());
        }
    }

    private void applyLive(Supervised process, ProcessSpec spec, GroupSpec group) {
        if (process.isOutdated()) {
            process.planSpec(spec, group.priority()); // another run is to come anyway
            return;
        }
        boolean otherLimits = !process.spec()
                .attributes()
                .cgroup()
                .limits()
                .equals(spec.attributes().cgroup().limits());
        boolean otherOutput = !process.spec().output().equals(spec.output());
        process.replaceSpec(spec, group.priority());
        if (otherLimits) {
            launcher.limit(spec);
        }
        if (otherOutput) {
            launcher.reopenStreams(spec);
        }
    }

    private void restart(Supervised process, ProcessSpec spec, GroupSpec group, Work work) {
        process.planSpec(spec, group.priority());
        long stopAsked = process.stopAskedAt();
        work.toStop.add(new StopWave.Target(process, () -> {
            // Its turn may come late, when somebody has stopped it or it has begun anew by itself.
            boolean still = process.isOutdated() && process.stopAskedAt() == stopAsked && !process.isLeaving();
            if (still && !transitions.isWindingDown()) {
                transitions.request(process, new Event.RestartRequested(), work.cause);
            }
        }));
        awaitEnd(process, process.state().generation(), work.results);
    }

    private void remove(Supervised process, Work work) {
        process.leave(true);
        work.toStop.add(new StopWave.Target(process, () -> {
            if (process.isLeaving() && !transitions.isWindingDown()) {
                transitions.request(
                        process, new Event.StopRequested(), work.cause); // one that is down already leaves at once
            }
        }));
        awaitEnd(process, process.state().generation(), work.results);
    }

    /** Holds the answer back until this run has ended, as far as it can be ended. */
    private static void awaitEnd(Supervised process, long generation, Results results) {
        int place = results.place();
        Watch watch = (candidate, present) -> {
            boolean down = isDown(candidate) && !candidate.isLeaving(); // else it will be gone in a moment
            boolean over = !present
                    || down
                    || candidate.state().generation() > generation
                    || candidate.phase() == Phase.UNKNOWN;
            if (over) {
                results.skip(place);
            }
            return over;
        };
        if (!watch.changed(process, true)) {
            process.watches().add(watch);
        }
    }

    private void startAll(List<Supervised> added, Cause cause) {
        added.sort(ProcessTable.START_ORDER);
        for (Supervised process : added) {
            transitions.request(process, new Event.StartRequested(), cause);
        }
    }
}
