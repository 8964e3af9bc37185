package dev.supervisord.model;

import java.util.List;

/**
 * The whole configuration, validated: what the daemon shall run.
 *
 * @param groups sorted by priority, then by name
 * @param sockets the sockets that the daemon holds; those that any process of the plan gets are among them
 */
public record Plan(DaemonSpec daemon, List<GroupSpec> groups, List<HeldSocket> sockets) {

    public Plan {
        groups = List.copyOf(groups);
        sockets = List.copyOf(sockets);
    }

    /** A plan without held sockets. */
    public Plan(DaemonSpec daemon, List<GroupSpec> groups) {
        this(daemon, groups, List.of());
    }

    /** All processes, group by group. */
    public List<ProcessSpec> processes() {
        return groups.stream().flatMap(group -> group.processes().stream()).toList();
    }
}
