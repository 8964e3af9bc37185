package dev.supervisord.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stops processes together, but each only when those of them that depend on it have ended. Owned by the loop thread.
 */
final class StopWave {

    /** A process, and what asks it to stop when its turn has come. */
    record Target(Supervised process, Runnable stop) {}

    private final Agenda agenda;
    private final Runnable whenDone;

    /** Those that were not asked yet. */
    private final Map<Supervised, Target> held = new LinkedHashMap<>();

    /** How many of those that depend on a process have not ended yet. */
    private final Map<Supervised, Integer> dependents = new HashMap<>();

    private final Map<Supervised, List<Supervised>> dependencies = new HashMap<>();

    /** How many have been asked and have not ended yet, and what else is on its way. */
    private int open = 1;

    StopWave(List<Target> targets, DependencyGraph graph, Agenda agenda, Runnable whenDone) {
        this.agenda = agenda;
        this.whenDone = whenDone;
        targets.forEach(target -> held.put(target.process(), target));
        for (Supervised process : held.keySet()) {
            List<Supervised> among = new ArrayList<>(graph.all(process));
            among.retainAll(held.keySet());
            among.forEach(dependency -> dependents.merge(dependency, 1, Integer::sum));
            dependencies.put(process, among);
        }
    }

    /** Asks all that nobody depends on. What has no child, or is ending already, is not up and keeps nobody waiting. */
    void begin() {
        for (Target target : List.copyOf(held.values())) {
            boolean needed = dependents.getOrDefault(target.process(), 0) > 0;
            boolean up = target.process().state().kind().hasChild() && !isEnding(target.process());
            if (!needed || !up) {
                ask(target);
            }
        }
        closeOne();
    }

    private void ask(Target target) {
        if (held.remove(target.process()) == null) {
            return; // it has had its turn
        }
        target.stop().run();
        open++;
        if (isEnding(target.process())) {
            target.process().watches().add((process, present) -> {
                boolean over = !present || !isEnding(process);
                if (over) {
                    ended(process);
                }
                return over;
            });
        } else {
            ended(target.process());
        }
    }

    private void ended(Supervised process) {
        for (Supervised dependency : dependencies.getOrDefault(process, List.of())) {
            int left = dependents.merge(dependency, -1, Integer::sum);
            Target next = held.get(dependency);
            if (left == 0 && next != null) {
                askLater(next);
            }
        }
        closeOne();
    }

    private void askLater(Target target) {
        open++;
        agenda.add(() -> {
            ask(target);
            closeOne();
        });
    }

    private void closeOne() {
        open--;
        if (open > 0) {
            return;
        }
        if (held.isEmpty()) {
            agenda.add(whenDone);
        } else {
            List.copyOf(held.values()).forEach(this::askLater); // they depend on each other, see DependencyGraph
        }
    }

    private static boolean isEnding(Supervised process) {
        return process.state().afterStop().isPresent();
    }
}
