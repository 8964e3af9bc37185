package dev.supervisord.model;

import java.util.List;

/**
 * Processes addressed together: the {@code numprocs} of a program, or the programs listed in a {@code [group:x]}.
 *
 * @param priority order among groups; lower starts earlier and stops later
 * @param processes in the order of their configuration
 */
public record GroupSpec(String name, int priority, List<ProcessSpec> processes) {

    public GroupSpec {
        processes = List.copyOf(processes);
    }
}
