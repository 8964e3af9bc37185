package dev.supervisord.engine;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Control.Wait;
import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.log.Log;
import dev.supervisord.machine.Event;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.Processes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * The supervisor without a thread: everything that the loop does, to be called by one thread only. The loop feeds it messages
 * and time; a simulation does the same with invented ones.
 */
final class Supervisor {

    private final Clock clock;
    private final Launcher launcher;
    private final Consumer<ProcessName> forgetOutput;
    private final Timers timers = new Timers();
    private final Agenda agenda;
    private final KeptDown kept;
    private final ProcessTable table;
    private final Transitions transitions;
    private final Operations operations;
    private final PlanApplication application;
    private final Resumption resumption;
    private final RunNotes notes;
    private final Leftovers leftovers;
    private final Chronicle chronicle;
    private final NameMatcher<Supervised> names;

    private Plan plan;
    private Snapshot.DaemonPhase daemon = Snapshot.DaemonPhase.RUNNING;
    private boolean changed = true;
    private boolean ended;
    private int exitCode;
    private final List<Runnable> whenEnded = new ArrayList<>();

    Supervisor(
            DaemonSpec daemonSpec,
            Processes processes,
            Clock clock,
            RandomGenerator chance,
            Launcher launcher,
            Cgroups cgroups,
            Recorder recorder,
            ProcessList list,
            Census census,
            Consumer<ProcessName> forget,
            Log log) {
        this.plan = new Plan(daemonSpec, List.of());
        this.clock = clock;
        this.launcher = launcher;
        this.forgetOutput = forget;
        this.chronicle = new Chronicle(log);
        this.agenda = new Agenda(chronicle::bug);
        this.kept = new KeptDown(recorder, log);
        this.table = new ProcessTable(kept);
        this.notes = new RunNotes(recorder);
        this.leftovers = new Leftovers(processes, list, census, cgroups, table, chronicle, this::leftoversGone);
        this.transitions = new Transitions(
                processes,
                clock,
                launcher,
                cgroups,
                timers,
                table,
                chronicle,
                notes,
                agenda,
                chance,
                leftovers,
                census,
                list,
                this::cameToRest);
        Takeover takeover = new Takeover(transitions, clock, launcher, table, leftovers, chronicle);
        this.resumption = new Resumption(table, transitions, takeover, notes, clock);
        DependencyGraph graph = new DependencyGraph(table);
        this.operations = new Operations(transitions, processes, table, graph, agenda, kept);
        this.application = new PlanApplication(table, transitions, launcher, graph, agenda, kept);
        this.names = new NameMatcher<>(
                new NameMatcher.Source<>() {
                    @Override
                    public Collection<Supervised> all() {
                        return table.all();
                    }

                    @Override
                    public List<Supervised> group(String group) {
                        return table.group(group);
                    }

                    @Override
                    public boolean isEmptyGroup(String group) {
                        return plan.groups().stream()
                                .anyMatch(candidate -> candidate.name().equals(group)
                                        && candidate.processes().isEmpty());
                    }

                    @Override
                    public Optional<Supervised> find(ProcessName name) {
                        return table.find(name);
                    }
                },
                Supervised::name);
    }

    private void leftoversGone(Supervised process) {
        transitions.leftoversGone(process);
    }

    /** Carries one message out, and all that it leads to. */
    void handle(Runnable message) {
        agenda.add(message);
        agenda.clear();
    }

    /**
     * Fires the timers that are due, after the exits that came before them: a process whose end is known never settles.
     */
    void tick() {
        Duration now = clock.monotonic();
        if (timers.nextDue().filter(due -> due.compareTo(now) <= 0).isPresent()) {
            reapAll();
            handle(() -> timers.fireDue(now));
        }
    }

    /** When {@link #tick} has something to do next. */
    Optional<Duration> nextDue() {
        return timers.nextDue();
    }

    void reapAll() {
        handle(transitions::reapAll);
    }

    void start(List<String> wanted, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        operations.start(names.match(wanted), wait, asker, reply);
    }

    void stop(List<String> wanted, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        operations.stop(names.match(wanted), wait, asker, reply);
    }

    void stopAndKeep(List<String> wanted, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        operations.stopAndKeep(names.match(wanted), wait, asker, reply);
    }

    void restart(List<String> wanted, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        operations.restart(names.match(wanted), wait, asker, reply);
    }

    void signal(List<String> wanted, Signal signal, Consumer<List<Outcome>> reply) {
        operations.signal(names.match(wanted), signal, reply);
    }

    /** The pid of a run that was not reaped yet. */
    Optional<Pid> child(ProcessName name, long generation) {
        return table.find(name)
                .filter(process -> process.state().generation() == generation)
                .flatMap(Supervised::pid)
                .filter(table::isOurs);
    }

    /** Takes over what an earlier daemon has left, then applies the first plan to it. */
    void begin(Plan first, List<Restored> runs, List<Stray> strays, Set<ProcessName> keptDown) {
        kept.restore(keptDown);
        strays.forEach(leftovers::found);
        resumption.resume(first, runs);
        apply(first, ApplyMode.LEAST, List.of(), false, Cause.rule(Cause.Reason.BOOT), changes -> {});
    }

    /** See {@link Control#apply}. */
    void apply(
            Plan fresh,
            ApplyMode mode,
            List<String> groups,
            boolean dryRun,
            Cause cause,
            Consumer<List<PlanChange>> reply) {
        boolean all = groups.isEmpty() || mode == ApplyMode.RESTART_ALL;
        Predicate<String> concerned = all ? group -> true : groups::contains;
        List<PlanChange> changes = application.compare(fresh, mode, concerned);
        if (dryRun) {
            reply.accept(changes);
            return;
        }
        adopt(fresh, concerned);
        switch (mode) {
            case LEAST, RESTART_CHANGED -> application.carryOut(fresh, changes, cause, () -> reply.accept(changes));
            case RESTART_ALL -> {
                // The new plan counts at once, so that a request that comes while all is
                // being stopped meets it already.
                application.takeOver(fresh, changes, cause);
                operations.restartAll(cause, () -> reply.accept(changes));
            }
        }
    }

    private void adopt(Plan fresh, Predicate<String> concerned) {
        boolean sockets = !plan.sockets().isEmpty() || !fresh.sockets().isEmpty();
        plan = MergedPlan.of(plan, fresh, concerned);
        changed = true;
        if (sockets) {
            launcher.holdSockets(plan.sockets());
        }
        for (GroupSpec group : plan.groups()) {
            for (ProcessSpec spec : group.processes()) {
                table.find(spec.name()).ifPresent(process -> process.regroup(group.priority()));
            }
        }
    }

    /** See {@link Control#remove}. */
    List<Outcome> removeGroups(List<String> groups, Asker asker) {
        List<Outcome> outcomes = new ArrayList<>();
        for (String group : groups) {
            outcomes.add(new Outcome(group, removeGroup(group, asker), ""));
        }
        return outcomes;
    }

    private Code removeGroup(String name, Asker asker) {
        List<Supervised> members = table.group(name);
        boolean known = plan.groups().stream().anyMatch(group -> group.name().equals(name));
        if (!known) {
            return Code.NO_SUCH_GROUP;
        }
        if (!members.stream().allMatch(process -> process.phase().isDown())) {
            return Code.STILL_RUNNING;
        }
        plan = new Plan(
                plan.daemon(),
                plan.groups().stream()
                        .filter(group -> !group.name().equals(name))
                        .toList(),
                plan.sockets());
        changed = true;
        for (Supervised process : members) {
            process.leave(true);
            transitions.request(process, new Event.StopRequested(), new Cause(Cause.Reason.REMOVAL, asker));
        }
        return Code.REMOVED;
    }

    private void cameToRest(Supervised process) {
        if (process.isLeaving()) {
            remove(process);
        } else {
            obeyExitPolicy(process);
        }
    }

    /** A process has ended by itself, and no other run follows: for some that is the end of the daemon. */
    private void obeyExitPolicy(Supervised process) {
        OptionalInt code = ExitCode.forDaemon(process);
        if (code.isPresent() && daemon == Snapshot.DaemonPhase.RUNNING) {
            exitCode = code.getAsInt();
            chronicle.endsDaemon(process, exitCode);
            shutdown(Asker.DAEMON, () -> {});
        }
    }

    /** The code with which the daemon is to exit: 0 unless a process has decided otherwise ({@code exit_policy}). */
    int exitCode() {
        return exitCode;
    }

    private void remove(Supervised process) {
        if (table.find(process.name()).orElse(null) == process) {
            table.remove(process);
            changed = true;
            transitions.tellWatches(process, false);
            transitions.reconsiderWaiting();
            notes.forget(process);
            forgetOutput.accept(process.name());
        }
    }

    /** Stops everything; nothing can be started any more. {@code reply} comes when the last process has ended. */
    void shutdown(Asker asker, Runnable reply) {
        if (ended) {
            reply.run();
            return;
        }
        whenEnded.add(reply);
        if (daemon == Snapshot.DaemonPhase.RUNNING) {
            daemon = Snapshot.DaemonPhase.SHUTTING_DOWN;
            changed = true;
            operations.stopAll(asker, () -> {
                ended = true;
                whenEnded.forEach(Runnable::run);
            });
        }
    }

    /**
     * From now on requests are held back, because another daemon is about to take over; everything else goes on. A daemon that is
     * shutting down has nothing to hand over, and goes on with that.
     */
    void holdBack() {
        if (daemon == Snapshot.DaemonPhase.RUNNING) {
            daemon = Snapshot.DaemonPhase.UPGRADING;
            changed = true;
        }
    }

    boolean isHoldingBack() {
        return daemon == Snapshot.DaemonPhase.UPGRADING;
    }

    /** Ends without stopping anything, if requests are held back: what the records say is taken over by another daemon. */
    void handOver() {
        ended |= isHoldingBack();
    }

    boolean isShuttingDown() {
        return daemon == Snapshot.DaemonPhase.SHUTTING_DOWN;
    }

    /** Whether a shutdown is complete. */
    boolean hasEnded() {
        return ended;
    }

    Plan plan() {
        return plan;
    }

    Collection<Supervised> processes() {
        return table.all();
    }

    int armedTimers() {
        return timers.size();
    }

    /** Whether anything differs from the last {@link #snapshot}. */
    boolean hasChanged() {
        return changed || table.all().stream().anyMatch(Supervised::isChanged);
    }

    /** A picture of the present state. */
    Snapshot snapshot(long revision) {
        changed = false;
        List<Snapshot.ProcessView> views = new ArrayList<>();
        for (Supervised process : table.all()) {
            views.add(process.view());
        }
        return new Snapshot(revision, daemon, plan, views);
    }
}
