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

    /** Lower priorities start first; equal ones in the order of their names. Stopping goes the other way round. */
    static final Comparator<Supervised> START_ORDER = Comparator.comparingInt(Supervised::groupPriority)
            .thenComparing(process -> process.name().group())
            .thenComparing(process -> process.wantedSpec().priority())
            .thenComparing(process -> process.name().process());

    private final KeptDown kept;
    private final SortedMap<ProcessName, Supervised> byName = new TreeMap<>();
    private final Map<Pid, Supervised> byPid = new HashMap<>();

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
