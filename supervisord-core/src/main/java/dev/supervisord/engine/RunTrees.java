package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.ProcessList.Seen;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which processes belong to which run: what descends from its main process, and orphans that are in its session or carry
 * its mark. Safe for use by several threads; may take as long as the machine has processes, so never called by the loop.
 */
public final class RunTrees {

    /**
     * One process of a tree; a parent comes before its children.
     *
     * @param depth 0: the main process; an orphan stands at 1
     * @param command its command line, or its name in brackets where it has none or we may not see it
     */
    public record Member(int pid, int depth, String command) {}

    /**
     * What was found.
     *
     * @param trees those of which nothing lives are missing
     * @param error why the kernel did not tell; empty when it did
     */
    public record Reading(Map<ProcessName, List<Member>> trees, String error) {}

    private static final int INIT = 1;

    private final ProcessList list;
    private final Pid self;
    private final Ownership ownership;

    public RunTrees(ProcessList list, Pid self, Ownership ownership) {
        this.list = list;
        this.self = self;
        this.ownership = ownership;
    }

    /** The trees of these processes as they are now. */
    public Reading of(List<Snapshot.ProcessView> processes) {
        try {
            return new Reading(trees(processes, list.all()), "");
        } catch (OsException failed) {
            return new Reading(Map.of(), String.valueOf(failed.getMessage()));
        }
    }

    private Map<ProcessName, List<Member>> trees(List<Snapshot.ProcessView> processes, List<Seen> all) {
        Map<Integer, List<Seen>> children = new HashMap<>();
        for (Seen seen : all) {
            children.computeIfAbsent(seen.parent(), none -> new ArrayList<>()).add(seen);
        }
        children.values()
                .forEach(siblings ->
                        siblings.sort(Comparator.comparing(seen -> seen.pid().value())));
        Map<Integer, ProcessName> mains = new HashMap<>();
        processes.forEach(view -> view.pid().ifPresent(pid -> mains.put(pid, view.name())));
        Set<ProcessName> wanted = new HashSet<>();
        processes.forEach(view -> wanted.add(view.name()));

        Map<ProcessName, List<Member>> trees = new HashMap<>();
        for (Seen seen : all) {
            ProcessName name = mains.get(seen.pid().value());
            if (name != null) {
                add(seen, 0, children, trees.computeIfAbsent(name, none -> new ArrayList<>()));
            }
        }
        for (Seen seen : all) {
            if (isOrphan(seen) && !mains.containsKey(seen.pid().value())) {
                owner(seen, mains)
                        .filter(wanted::contains)
                        .ifPresent(
                                name -> add(seen, 1, children, trees.computeIfAbsent(name, none -> new ArrayList<>())));
            }
        }
        return trees;
    }

    /** Orphans come to this daemon; those of an earlier daemon's runs went to the machine's first process. */
    private boolean isOrphan(Seen seen) {
        return !seen.pid().equals(self) && (seen.parent() == self.value() || seen.parent() == INIT);
    }

    private Optional<ProcessName> owner(Seen orphan, Map<Integer, ProcessName> mains) {
        return Optional.ofNullable(mains.get(orphan.session())).or(() -> ownership.of(orphan.pid()));
    }

    private void add(Seen seen, int depth, Map<Integer, List<Seen>> children, List<Member> tree) {
        String command = list.command(seen.pid());
        tree.add(new Member(seen.pid().value(), depth, command.isEmpty() ? "[" + seen.name() + "]" : command));
        children.getOrDefault(seen.pid().value(), List.of()).forEach(child -> add(child, depth + 1, children, tree));
    }
}
