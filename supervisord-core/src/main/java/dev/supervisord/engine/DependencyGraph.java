package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who depends on whom ({@code depends_on}) among the processes there are. Owned by the loop thread.
 *
 * <p>A configuration has no cycles, but groups that were taken over from different versions of it may have one together; all
 * that is asked here has an answer then too.
 */
final class DependencyGraph {

    private final ProcessTable table;

    DependencyGraph(ProcessTable table) {
        this.table = table;
    }

    /** What a process depends on itself, as far as it is there. */
    List<Supervised> direct(Supervised process) {
        List<ProcessName> names = dependencies(process);
        if (names.isEmpty()) {
            return List.of();
        }
        List<Supervised> found = new ArrayList<>();
        names.forEach(name -> table.find(name).ifPresent(found::add));
        return found;
    }

    /** What a process depends on, itself or through others. */
    Set<Supervised> all(Supervised process) {
        Set<Supervised> found = new LinkedHashSet<>();
        Deque<Supervised> open = new ArrayDeque<>(direct(process));
        while (!open.isEmpty()) {
            Supervised next = open.remove();
            if (next != process && found.add(next)) {
                open.addAll(direct(next));
            }
        }
        return found;
    }

    /** By priority, but each process after those of them that it depends on. */
    List<Supervised> inStartOrder(Collection<Supervised> processes) {
        List<Supervised> byPriority = new ArrayList<>(processes);
        byPriority.sort(ProcessTable.START_ORDER);
        Set<Supervised> wanted = new HashSet<>(processes);
        Set<Supervised> ordered = new LinkedHashSet<>();
        for (Supervised process : byPriority) {
            for (Supervised dependency : inDepth(process)) {
                if (wanted.contains(dependency)) {
                    ordered.add(dependency);
                }
            }
        }
        return List.copyOf(ordered);
    }

    /** A process after all that it depends on. */
    private Collection<Supervised> inDepth(Supervised process) {
        if (direct(process).isEmpty()) {
            return List.of(process);
        }
        Set<Supervised> done = new LinkedHashSet<>();
        Set<Supervised> entered = new HashSet<>();
        Deque<Supervised> path = new ArrayDeque<>(List.of(process));
        while (!path.isEmpty()) {
            Supervised top = path.element();
            if (entered.add(top)) {
                direct(top).stream().filter(next -> !entered.contains(next)).forEach(path::push);
            } else {
                done.add(path.pop());
            }
        }
        return done;
    }

    private static List<ProcessName> dependencies(Supervised process) {
        ProcessSpec spec = process.wantedSpec();
        return spec.role().dependencies();
    }
}
