package dev.supervisord.engine;

import dev.supervisord.engine.Control.Wait;
import dev.supervisord.engine.NameMatcher.Match;
import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.machine.Effect.Refusal;
import dev.supervisord.machine.Event;
import dev.supervisord.machine.State;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.Scope;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Start, stop, restart and signal, as clients ask for them. Owned by the loop thread. */
final class Operations {

    /** A process that an operation is about, and where its outcome goes. */
    private record Part(Supervised process, int place, boolean byName) {}

    private final Transitions transitions;
    private final Processes processes;
    private final Agenda agenda;

    Operations(Transitions transitions, Processes processes, Agenda agenda) {
        this.transitions = transitions;
        this.processes = processes;
        this.agenda = agenda;
    }

    void start(List<Match<Supervised>> matches, Wait wait, Consumer<List<Outcome>> reply) {
        Results results = new Results(outcomes -> agenda.add(() -> reply.accept(outcomes)));
        List<Part> parts = parts(matches, results);
        parts.sort((a, b) -> ProcessTable.START_ORDER.compare(a.process(), b.process()));
        for (Part part : parts) {
            startOne(part, wait, results);
        }
        results.close();
    }

    private void startOne(Part part, Wait wait, Results results) {
        Supervised process = part.process();
        Optional<Refusal> refusal = transitions.request(process, new Event.StartRequested());
        if (refusal.isPresent() && !part.byName()) {
            results.skip(part.place());
            return;
        }
        Code success = refusal.isPresent() ? Code.ALREADY_STARTED : Code.STARTED;
        if (refusal.isPresent() && refusal.get() != Refusal.ALREADY_STARTED) {
            String why = refusal.get() == Refusal.STOPPING ? "it is still stopping" : process.reason();
            results.fill(part.place(), outcome(process, Code.ABNORMAL_TERMINATION, why));
        } else if (wait == Wait.NO) {
            Code code = refusal.isPresent() ? success : Code.ACCEPTED;
            results.fill(part.place(), outcome(process, code, ""));
        } else {
            long generation = process.state().generation();
            watch(process, new StartWatch(generation, success, outcome -> results.fill(part.place(), outcome)));
        }
    }

    void stop(List<Match<Supervised>> matches, Wait wait, Consumer<List<Outcome>> reply) {
        Results results = new Results(outcomes -> agenda.add(() -> reply.accept(outcomes)));
        List<Part> parts = parts(matches, results);
        results.close();
        List<StopWaves.Target> targets = new ArrayList<>();
        for (Part part : parts) {
            targets.add(new StopWaves.Target(part.process(), () -> stopOne(part, wait, results)));
        }
        new StopWaves(targets, agenda, () -> {}).next();
    }

    private void stopOne(Part part, Wait wait, Results results) {
        Supervised process = part.process();
        Optional<Refusal> refusal = transitions.request(process, new Event.StopRequested());
        if (refusal.isPresent()) {
            if (part.byName()) {
                results.fill(part.place(), outcome(process, Code.NOT_RUNNING, ""));
            } else {
                results.skip(part.place());
            }
        } else if (wait == Wait.NO) {
            results.fill(part.place(), outcome(process, Code.ACCEPTED, ""));
        } else {
            long generation = process.state().generation();
            watch(process, new StopWatch(generation, outcome -> results.fill(part.place(), outcome)));
        }
    }

    /** Stops first, all of them, and starts when the last has ended. */
    void restart(List<Match<Supervised>> matches, Wait wait, Consumer<List<Outcome>> reply) {
        List<Match<Supervised>> known =
                matches.stream().filter(match -> match.unknown().isEmpty()).toList();
        switch (wait) {
            case UNTIL_DONE ->
                stop(
                        matches,
                        wait,
                        stopped -> start(known, wait, started -> {
                            List<Outcome> all = new ArrayList<>(stopped);
                            all.addAll(started);
                            reply.accept(all);
                        }));
            case NO -> {
                Results accepted = new Results(reply);
                for (Part part : parts(matches, accepted)) {
                    accepted.fill(part.place(), outcome(part.process(), Code.ACCEPTED, ""));
                }
                accepted.close();
                stop(known, Wait.UNTIL_DONE, stopped -> start(known, Wait.NO, started -> {}));
            }
        }
    }

    void signal(List<Match<Supervised>> matches, Signal signal, Consumer<List<Outcome>> reply) {
        Results results = new Results(reply);
        for (Part part : parts(matches, results)) {
            Supervised process = part.process();
            boolean signallable =
                    process.state().kind().hasChild() && process.state().kind() != State.Kind.UNKNOWN;
            if (signallable) {
                results.fill(part.place(), signalOne(process, signal));
            } else if (part.byName()) {
                results.fill(part.place(), outcome(process, Code.NOT_RUNNING, ""));
            } else {
                results.skip(part.place());
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
