package dev.supervisord.engine;

import dev.supervisord.engine.StopWave.Target;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Stops processes in the reverse of their start order: those of the highest priority number together, then, when all of
 * them have ended, those of the next. What depends on a process comes before it, whatever its own priority is. Owned by the
 * loop thread.
 */
final class StopWaves {

    private static final Comparator<Supervised> PRIORITY = Comparator.comparingInt(Supervised::groupPriority)
            .thenComparing(process -> process.wantedSpec().priority());

    /** A target, and the process whose place in the order it takes: itself, or what it depends on. */
    private record Placed(Target target, Supervised place) {}

    private final Deque<Placed> waiting;
    private final DependencyGraph graph;
    private final Agenda agenda;
    private final Runnable whenDone;

    StopWaves(List<Target> targets, DependencyGraph graph, Agenda agenda, Runnable whenDone) {
        Set<Supervised> processes = new HashSet<>();
        targets.forEach(target -> processes.add(target.process()));
        List<Placed> placed = new ArrayList<>();
        for (Target target : targets) {
            Supervised place = graph.all(target.process()).stream()
                    .filter(processes::contains)
                    .max(PRIORITY)
                    .filter(dependency -> PRIORITY.compare(dependency, target.process()) > 0)
                    .orElse(target.process());
            placed.add(new Placed(target, place));
        }
        placed.sort((a, b) -> PRIORITY.compare(b.place(), a.place()));
        this.waiting = new ArrayDeque<>(placed);
        this.graph = graph;
        this.agenda = agenda;
        this.whenDone = whenDone;
    }

    /** Stops the next wave, or says that all is done. */
    void next() {
        Placed first = waiting.peek();
        if (first == null) {
            whenDone.run();
            return;
        }
        List<Target> wave = new ArrayList<>();
        while (!waiting.isEmpty() && PRIORITY.compare(waiting.element().place(), first.place()) == 0) {
            wave.add(waiting.remove().target());
        }
        new StopWave(wave, graph, agenda, this::next).begin();
    }
}
