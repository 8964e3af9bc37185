package dev.supervisord.engine;

import dev.supervisord.engine.Cause.Reason;
import dev.supervisord.engine.Control.Wait;
import dev.supervisord.engine.NameMatcher.Match;
import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Event;
import dev.supervisord.machine.State;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Start, stop, restart and signal, as clients ask for them. Owned by the loop thread. */
final class Operations {

    /** A process that an operation is about, and where its outcome goes. */
    private record Part(Supervised process, int place, boolean byName) {}

    private final Transitions transitions;
    private final Processes processes;
    private final ProcessTable table;
    private final DependencyGraph graph;
    private final Agenda agenda;
    private final KeptDown kept;

    /** Numbers the requests: of two that contradict each other the later wins, also when the earlier is not done yet. */
    private long requests;

    Operations(
            Transitions transitions,
            Processes processes,
            ProcessTable table,
            DependencyGraph graph,
            Agenda agenda,
            KeptDown kept) {
        this.transitions = transitions;
        this.processes = processes;
        this.table = table;
        this.graph = graph;
        this.agenda = agenda;
        this.kept = kept;
    }

    void start(List<Match<Supervised>> matches, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        start(++requests, matches, wait, new Cause(Reason.START, asker), reply);
    }

    private void start(
            long request, List<Match<Supervised>> matches, Wait wait, Cause cause, Consumer<List<Outcome>> reply) {
        Cause needed = new Cause(Reason.DEPENDENT_START, cause.asker());
        Set<Supervised> named = processes(matches);
        Results results = new Results(outcomes -> agenda.add(() -> reply.accept(outcomes)));
        Map<Supervised, Part> parts = new HashMap<>();
        parts(withDependencies(request, matches), results).forEach(part -> parts.put(part.process(), part));
        for (Supervised process : graph.inStartOrder(parts.keySet())) {
            Part part = Objects.requireNonNull(parts.get(process));
            startOne(request, part, wait, named.contains(process) ? cause : needed, results);
        }
        transitions.reconsiderWaiting();
        results.close();
    }

    /** What is to be started, after what that depends on and is not up; the latter is told only where it was started too. */
    private List<Match<Supervised>> withDependencies(long request, List<Match<Supervised>> matches) {
        Set<Supervised> named = processes(matches);
        Set<Supervised> needed = new LinkedHashSet<>();
        named.stream().filter(process -> bar(request, process).isEmpty()).forEach(process -> needs(process, needed));
        needed.removeAll(named);
        List<Match<Supervised>> all = new ArrayList<>();
        all.add(new Match<>(graph.inStartOrder(needed), false, Optional.empty()));
        all.addAll(matches);
        return all;
    }

    private static Set<Supervised> processes(List<Match<Supervised>> matches) {
        Set<Supervised> all = new LinkedHashSet<>();
        matches.forEach(match -> all.addAll(match.processes()));
        return all;
    }

    private void needs(Supervised process, Set<Supervised> needed) {
        if (!WaitingRoom.isUp(process)) {
            for (Supervised dependency : graph.direct(process)) {
                boolean startable = !WaitingRoom.isUp(dependency) && !dependency.isKeptDown();
                if (startable && needed.add(dependency)) {
                    needs(dependency, needed);
                }
            }
        }
    }

    private void startOne(long request, Part part, Wait wait, Cause cause, Results results) {
        Supervised process = part.process();
        process.hasComeBack(request);
        Optional<String> bar = bar(request, process);
        Optional<Refusal> refusal =
                bar.isPresent() ? Optional.empty() : transitions.request(process, new Event.StartRequested(), cause);
        boolean accepted = bar.isEmpty() && refusal.isEmpty();
        if (accepted) {
            kept.release(process);
        }
        if (!accepted && !part.byName()) {
            results.skip(part.place());
            return;
        }
        Code success = accepted ? Code.STARTED : Code.ALREADY_STARTED;
        if (bar.isPresent()) {
            results.fill(part.place(), outcome(process, Code.ABNORMAL_TERMINATION, bar.get()));
        } else if (refusal.isPresent() && refusal.get() != Refusal.ALREADY_STARTED) {
            String why = refusal.get() == Refusal.STOPPING ? "it is still stopping" : process.reason();
            results.fill(part.place(), outcome(process, Code.ABNORMAL_TERMINATION, why));
        } else if (wait == Wait.NO) {
            results.fill(part.place(), outcome(process, accepted ? Code.ACCEPTED : success, ""));
        } else {
            long generation = process.state().generation();
            transitions.reconsiderWaiting(process);
            watch(process, new StartWatch(generation, success, outcome -> results.fill(part.place(), outcome)));
        }
    }

    /** Why a process is not to be started any more by this request, which may have waited for its stop. */
    private Optional<String> bar(long request, Supervised process) {
        if (transitions.isWindingDown()) {
            return Optional.of("the daemon is shutting down");
        }
        if (process.isLeaving()) {
            return Optional.of("it was removed from the configuration");
        }
        return process.stopAskedAt() > request ? Optional.of("another request stopped it") : Optional.empty();
    }

    void stop(List<Match<Supervised>> matches, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        stop(matches, wait, new Cause(Reason.STOP, asker), reply);
    }

    private void stop(List<Match<Supervised>> matches, Wait wait, Cause cause, Consumer<List<Outcome>> reply) {
        requests++;
        for (Match<Supervised> match : matches) {
            match.processes().forEach(process -> process.stopAsked(requests));
        }
        switch (wait) {
            case UNTIL_DONE -> stopInWaves(matches, cause, reply);
            case NO -> {
                accept(matches, process -> !process.state().kind().isAtRest(), reply);
                stopInWaves(matches, cause, stopped -> {});
            }
        }
    }

    /** Stops processes, and keeps them stopped whatever is started by itself, also by later daemons. */
    void stopAndKeep(List<Match<Supervised>> matches, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        Keeping keeping = new Keeping(reply);
        kept.keep(processes(matches), keeping::written);
        stop(matches, wait, new Cause(Reason.KEPT_STOP, asker), keeping::stopped);
    }

    /** Answers before anything is done: those that fit are accepted, the others have nothing to stop. */
    private static void accept(
            List<Match<Supervised>> matches, Predicate<Supervised> fits, Consumer<List<Outcome>> reply) {
        Results accepted = new Results(reply);
        for (Part part : parts(matches, accepted)) {
            if (fits.test(part.process())) {
                accepted.fill(part.place(), outcome(part.process(), Code.ACCEPTED, ""));
            } else {
                notRunning(part, accepted);
            }
        }
        accepted.close();
    }

    private static void notRunning(Part part, Results results) {
        if (part.byName()) {
            results.fill(part.place(), outcome(part.process(), Code.NOT_RUNNING, ""));
        } else {
            results.skip(part.place());
        }
    }

    private void stopInWaves(List<Match<Supervised>> matches, Cause cause, Consumer<List<Outcome>> reply) {
        Results results = new Results(outcomes -> agenda.add(() -> reply.accept(outcomes)));
        List<Part> parts = parts(matches, results);
        results.close();
        List<StopWave.Target> targets = new ArrayList<>();
        for (Part part : parts) {
            targets.add(new StopWave.Target(part.process(), () -> stopOne(part, cause, results)));
        }
        new StopWaves(targets, graph, agenda, () -> {}).next();
    }

    private void stopOne(Part part, Cause cause, Results results) {
        Supervised process = part.process();
        process.stopIsMade();
        Optional<Refusal> refusal = transitions.request(process, new Event.StopRequested(), cause);
        transitions.reconsiderWaiting();
        if (refusal.isPresent()) {
            notRunning(part, results);
        } else {
            long generation = process.state().generation();
            watch(process, new StopWatch(generation, outcome -> results.fill(part.place(), outcome)));
        }
    }

    /** Stops first, all of them, and starts when the last has ended. */
    void restart(List<Match<Supervised>> matches, Wait wait, Asker asker, Consumer<List<Outcome>> reply) {
        long request = ++requests;
        Cause cause = new Cause(Reason.RESTART, asker);
        List<Match<Supervised>> known =
                matches.stream().filter(match -> match.unknown().isEmpty()).toList();
        known.forEach(match -> match.processes().forEach(process -> {
            kept.release(process);
            process.comesBack(request);
        }));
        switch (wait) {
            case UNTIL_DONE ->
                stopInWaves(
                        matches,
                        cause,
                        stopped -> start(request, known, wait, cause, started -> {
                            List<Outcome> all = new ArrayList<>(stopped);
                            all.addAll(started);
                            reply.accept(all);
                        }));
            case NO -> {
                accept(matches, process -> true, reply);
                stopInWaves(known, cause, stopped -> start(request, known, Wait.NO, cause, started -> {}));
            }
        }
    }

    /** Stops everything; when the last has ended, starts whatever has {@code autostart}. */
    void restartAll(Cause cause, Runnable whenDone) {
        long request = ++requests;
        Match<Supervised> everything = everything();
        everything.processes().stream().filter(Operations::isAutomatic).forEach(process -> process.comesBack(request));
        stopInWaves(List.of(everything), cause, stopped -> {
            everything.processes().forEach(process -> process.hasComeBack(request));
            List<Supervised> automatic = new ArrayList<>(everything.processes());
            automatic.removeIf(
                    process -> !isAutomatic(process) || bar(request, process).isPresent());
            automatic.sort(ProcessTable.START_ORDER);
            automatic.forEach(process -> transitions.request(process, new Event.StartRequested(), cause));
            transitions.reconsiderWaiting();
            whenDone.run();
        });
    }

    private static boolean isAutomatic(Supervised process) {
        return process.wantedSpec().start().auto() && !process.isKeptDown();
    }

    /** Stops everything for good: what ends before its turn is not started again. */
    void stopAll(Asker asker, Runnable whenDone) {
        Cause cause = new Cause(Reason.SHUTDOWN, asker);
        transitions.windDown();
        for (Supervised process : table.all()) {
            if (!process.state().kind().hasChild() || process.phase() == Phase.STOPPING) {
                // It is on its way up, and has nothing to wait for.
                transitions.request(process, new Event.StopRequested(), cause);
            }
        }
        stop(List.of(everything()), Wait.UNTIL_DONE, cause, stopped -> whenDone.run());
    }

    private Match<Supervised> everything() {
        return new Match<>(List.copyOf(table.all()), false, Optional.empty());
    }

    void signal(List<Match<Supervised>> matches, Signal signal, Consumer<List<Outcome>> reply) {
        Results results = new Results(reply);
        for (Part part : parts(matches, results)) {
            Supervised process = part.process();
            boolean signallable =
                    process.state().kind().hasChild() && process.state().kind() != State.Kind.UNKNOWN;
            if (signallable) {
                results.fill(part.place(), signalOne(process, signal));
            } else {
                notRunning(part, results);
            }
        }
        results.close();
    }

    private Outcome signalOne(Supervised process, Signal signal) {
        return switch (processes.signal(process.pid().orElseThrow(), signal, Scope.PROCESS)) {
            case DELIVERED -> outcome(process, Code.SIGNALLED, "");
            case NO_SUCH_PROCESS -> outcome(process, Code.NOT_RUNNING, "");
            case NOT_PERMITTED -> outcome(process, Code.SIGNAL_FAILED, "not permitted");
        };
    }

    /** Every process once, even when several names mean it. */
    private static List<Part> parts(List<Match<Supervised>> matches, Results results) {
        List<Part> parts = new ArrayList<>();
        Set<Supervised> seen = new HashSet<>();
        for (Match<Supervised> match : matches) {
            match.unknown().ifPresent(results::add);
            for (Supervised process : match.processes()) {
                if (seen.add(process)) {
                    parts.add(new Part(process, results.place(), match.byName()));
                }
            }
        }
        return parts;
    }

    /** Begins to wait; what is so already is noticed at once. */
    private static void watch(Supervised process, Watch watch) {
        if (!watch.changed(process, true)) {
            process.watches().add(watch);
        }
    }

    private static Outcome outcome(Supervised process, Code code, String detail) {
        return new Outcome(process.name().toString(), code, detail);
    }
}
