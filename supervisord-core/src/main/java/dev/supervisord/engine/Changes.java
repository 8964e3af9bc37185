package dev.supervisord.engine;

import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ProcessName;
import java.util.ArrayList;
import java.util.List;

/**
 * What has changed from one published {@link Snapshot} to the next, immutable.
 *
 * @param revision that of the later snapshot; the earlier one's is one less
 * @param processes those that are new or differ
 * @param removed those that are there no more
 * @param grown whether any of {@link #processes} is new
 */
public record Changes(long revision, List<ProcessView> processes, List<ProcessName> removed, boolean grown) {

    public Changes {
        processes = List.copyOf(processes);
        removed = List.copyOf(removed);
    }

    /** How much there is to remember of it. */
    public int size() {
        return processes.size() + removed.size();
    }

    /**
     * Compares two snapshots. Views that did not change are the same objects, so that this is one walk over two lists, which are
     * in the same order.
     */
    static Changes between(Snapshot before, Snapshot after) {
        List<ProcessView> changed = new ArrayList<>();
        List<ProcessName> removed = new ArrayList<>();
        boolean grown = false;
        int at = 0;
        for (ProcessView view : after.processes()) {
            while (at < before.processes().size() && isBefore(before.processes().get(at), view)) {
                removed.add(before.processes().get(at++).name());
            }
            boolean known = at < before.processes().size()
                    && before.processes().get(at).name().equals(view.name());
            if (!known || !isSame(before.processes().get(at), view)) {
                changed.add(view);
            }
            grown |= !known;
            at += known ? 1 : 0;
        }
        while (at < before.processes().size()) {
            removed.add(before.processes().get(at++).name());
        }
        return new Changes(after.revision(), changed, removed, grown);
    }

    @SuppressWarnings("ReferenceEquality") // equality would compare whole configurations
    private static boolean isSame(ProcessView one, ProcessView other) {
        return one == other;
    }

    private static boolean isBefore(ProcessView one, ProcessView other) {
        return one.name().compareTo(other.name()) < 0;
    }
}
