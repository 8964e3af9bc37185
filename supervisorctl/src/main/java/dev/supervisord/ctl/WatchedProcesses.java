package dev.supervisord.ctl;

import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The processes that a watch has told of, each with its latest state. One thread uses it. */
final class WatchedProcesses {
    private final Map<String, ProcessStatus> known = new LinkedHashMap<>();

    /**
     * One process before and after.
     *
     * @param before null: it is new
     * @param after null: it is not configured any more
     */
    record Change(
            String name,
            @Nullable ProcessStatus before,
            @Nullable ProcessStatus after) {}

    List<ProcessStatus> all() {
        return List.copyOf(known.values());
    }

    /** Takes a message over; gives what differs from what was known. */
    List<Change> take(WatchResponse message) {
        List<Change> changes = new ArrayList<>();
        if (message.getSnapshot()) {
            Set<String> there =
                    message.getProcessesList().stream().map(StatusTable::name).collect(Collectors.toSet());
            List.copyOf(known.keySet()).stream()
                    .filter(name -> !there.contains(name))
                    .forEach(name -> remove(name, changes));
        }
        message.getRemovedList().forEach(name -> remove(name, changes));
        for (ProcessStatus process : message.getProcessesList()) {
            String name = StatusTable.name(process);
            ProcessStatus before = known.put(name, process);
            if (!process.equals(before)) {
                changes.add(new Change(name, before, process));
            }
        }
        return changes;
    }

    private void remove(String name, List<Change> changes) {
        ProcessStatus gone = known.remove(name);
        if (gone != null) {
            changes.add(new Change(name, gone, null));
        }
    }
}
