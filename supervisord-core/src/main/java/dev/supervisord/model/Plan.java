package dev.supervisord.model;

import java.util.List;

/**
 * The whole configuration, validated: what the daemon shall run.
 *
 * @param groups sorted by priority, then by name
 */
public record Plan(DaemonSpec daemon, List<GroupSpec> groups) {

    public Plan {
        groups = List.copyOf(groups);
    }

    /** All processes, group by group. */
    public List<ProcessSpec> processes() {
        return groups.stream().flatMap(group -> group.processes().stream()).toList();
    }
}
