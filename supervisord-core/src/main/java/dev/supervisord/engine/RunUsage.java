package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Accounting;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Usage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what runs use of memory and processors. Safe for use by several threads; may take as long as the machine has processes,
 * so never called by the loop.
 */
public final class RunUsage {

    /**
     * What was found.
     *
     * @param usage that of each run of which something lives
     * @param error why the kernel did not tell; empty when it did
     */
    public record Reading(Map<ProcessName, Usage> usage, String error) {}

    private final RunTrees trees;
    private final Cgroups cgroups;
    private final Accounting accounting;

    public RunUsage(RunTrees trees, Cgroups cgroups, Accounting accounting) {
        this.trees = trees;
        this.cgroups = cgroups;
        this.accounting = accounting;
    }

    /** What the runs of these processes use now. */
    public Reading of(List<Snapshot.ProcessView> processes) {
        Map<ProcessName, Usage> usage = new HashMap<>();
        for (Snapshot.ProcessView view : processes) {
            cgroups.usage(view.name()).ifPresent(counted -> usage.put(view.name(), counted));
        }
        List<Snapshot.ProcessView> others = processes.stream()
                .filter(view -> !usage.containsKey(view.name()))
                .toList();
        if (others.isEmpty()) {
            return new Reading(usage, "");
        }
        RunTrees.Reading found = trees.of(others);
        found.trees()
                .forEach((name, members) -> usage.put(
                        name,
                        accounting.of(members.stream()
                                .map(member -> new Pid(member.pid()))
                                .toList())));
        return new Reading(usage, found.error());
    }
}
