package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Pid;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All processes, by name and by pid. Owned by the loop thread. */
final class ProcessTable {

    /**
     * Lower priorities start first; equal ones in the order of their names. Stopping goes the other way round.
     *
     * <p>Not made by {@code Comparator.comparing}: no start-up archive can hold what that makes, which takes the start 5 ms.
     */
    static final Comparator<Supervised> START_ORDER = ProcessTable::compareStarts;

    private final KeptDown kept;
    private final SortedMap<ProcessName, Supervised> byName = new TreeMap<>();
    private final Map<Pid, Supervised> byPid = new HashMap<>();

    private static int compareStarts(Supervised a, Supervised b) {
        int order = Integer.compare(a.groupPriority(), b.groupPriority());
        if (order == 0) {
            order = a.name().group().compareTo(b.name().group());
        }
        if (order == 0) {
            order = Integer.compare(a.wantedSpec().priority(), b.wantedSpec().priority());
        }
        return order != 0 ? order : a.name().process().compareTo(b.name().process());
    }

    ProcessTable(KeptDown kept) {
        this.kept = kept;
    }

    void add(Supervised process) {
        process.keepDown(kept.contains(process.name()));
        if (byName.putIfAbsent(process.name(), process) != null) {
            throw new IllegalStateException("there already: " + process.name());
        }
    }

    void remove(Supervised process) {
        byName.remove(process.name());
    }

    Optional<Supervised> find(ProcessName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The members of a group by name; empty when there is no such group. */
    List<Supervised> group(String group) {
        List<Supervised> members = new ArrayList<>();
        for (Supervised process : byName.tailMap(new ProcessName(group, "")).values()) {
            if (!process.name().group().equals(group)) {
                break;
            }
            members.add(process);
        }
        return members;
    }

    /** All processes, by group and name. */
    Collection<Supervised> all() {
        return Collections.unmodifiableCollection(byName.values());
    }

    void born(Pid pid, Supervised process) {
        byPid.put(pid, process);
    }

    /** Whether this is the pid of a child that was not reaped yet. */
    boolean isOurs(Pid pid) {
        return byPid.containsKey(pid);
    }

    /** The process whose main process has this pid. */
    Optional<Supervised> leader(Pid pid) {
        return Optional.ofNullable(byPid.get(pid));
    }

    /** Forgets a pid that was reaped; gives the process it belonged to. */
    Optional<Supervised> died(Pid pid) {
        return Optional.ofNullable(byPid.remove(pid));
    }
}
