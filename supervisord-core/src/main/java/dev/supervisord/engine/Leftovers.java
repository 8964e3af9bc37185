package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.Processes;
import dev.supervisord.os.Processes.Delivery;
import dev.supervisord.os.Processes.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What runs leave behind when their main processes have ended, and how it is ended. Owned by the loop thread.
 *
 * <p>The kernel hands the children of a process that ends to the daemon, in the moment of its end. So the roots of everything
 * that a run leaves are children of ours, few in number and quickly listed; their pids are theirs until we reap them, and when
 * they end, their own children take their places. An orphan belongs to the run whose session it is in, or whose mark it carries;
 * what carries none is nobody's business, and only reaped.
 *
 * <p>What was left by runs of an earlier daemon went to another parent. It is searched for once, on the whole machine.
 */
final class Leftovers {

    /** @param owner empty: nobody's */
    private record Orphan(Optional<ProcessName> owner, int session, String name) {}

    private record Ending(Supervised process, Signal signal) {}

    private final Processes processes;
    private final ProcessList list;
    private final Census census;
    private final Cgroups cgroups;
    private final ProcessTable table;
    private final Chronicle chronicle;
    private final Consumer<Supervised> whenGone;

    private final Map<Pid, Orphan> known = new HashMap<>();
    private final Set<Pid> asked = new HashSet<>();
    private final Set<Pid> untouchable = new HashSet<>();

    /** Sessions of runs that have ended, as long as an orphan is in them: a session's number is not used again before. */
    private final Map<Integer, ProcessName> sessions = new HashMap<>();

    /** Processes whose last run was an earlier daemon's, each with its session if that run has just ended. */
    private final Map<ProcessName, OptionalInt> foreign = new HashMap<>();

    /** Who waits until the census has answered. */
    private final List<Runnable> curious = new ArrayList<>();

    private final Set<ProcessName> searching = new HashSet<>();
    private final Map<ProcessName, Ending> endings = new HashMap<>();

    /** @param whenGone told when nothing is left any more of a process whose leftovers were asked to end */
    Leftovers(
            Processes processes,
            ProcessList list,
            Census census,
            Cgroups cgroups,
            ProcessTable table,
            Chronicle chronicle,
            Consumer<Supervised> whenGone) {
        this.processes = processes;
        this.list = list;
        this.census = census;
        this.cgroups = cgroups;
        this.table = table;
        this.chronicle = chronicle;
        this.whenGone = whenGone;
    }

    /**
     * Something is left of a process whose last run has ended before this daemon started, or was. It may have ended, and even been
     * reaped, since it was seen: then nobody will tell of its end any more.
     */
    void found(Stray stray) {
        list.look(stray.pid())
                .filter(seen -> seen.identity().equals(stray.identity()))
                .ifPresent(seen -> add(stray.pid(), new Orphan(Optional.of(stray.owner()), 0, seen.name())));
    }

    /** The runs of this process up to now were launched by an earlier daemon. */
    void launchedElsewhere(ProcessName name) {
        foreign.put(name, OptionalInt.empty());
    }

    /** The main process of a run has ended and is reaped. */
    void runEnded(Supervised process, Pid main) {
        ProcessName name = process.name();
        Set<Integer> own = new HashSet<>(Set.of(main.value()));
        sessions.forEach((session, owner) -> {
            if (owner.equals(name)) {
                own.add(session);
            }
        });
        foreign.computeIfPresent(name, (same, session) -> sessionOf(name, main));
        sessions.put(main.value(), name);
        refresh();
        own.forEach(this::forgetSession);
    }

    /** A main process that was not launched is in the session that whoever put it into the background has begun. */
    private OptionalInt sessionOf(ProcessName name, Pid main) {
        return OptionalInt.of(sessions.entrySet().stream()
                .filter(session -> session.getValue().equals(name))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(main.value()));
    }

    /** This has become the main process of a run. */
    void promoted(Supervised process, Pid pid) {
        claimed(pid);
        list.look(pid).ifPresent(seen -> sessions.put(seen.session(), process.name()));
    }

    /** This is the main process of a run. */
    void claimed(Pid pid) {
        known.remove(pid);
        asked.remove(pid);
    }

    /** Whether it is certain that nothing is left of this process's former runs. Takes microseconds. */
    boolean areGone(ProcessName name) {
        if (foreign.containsKey(name)) {
            return false;
        }
        refresh();
        return isNothingLeft(name);
    }

    /** Tells of the first that is known to be left of a process, now or as soon as that is found out; of none if nothing is. */
    void whenKnown(ProcessName name, BiConsumer<Pid, String> tell) {
        refresh();
        if (asked.isEmpty()) {
            known.entrySet().stream()
                    .filter(orphan ->
                            orphan.getValue().owner().filter(name::equals).isPresent())
                    .findFirst()
                    .ifPresent(orphan ->
                            tell.accept(orphan.getKey(), orphan.getValue().name()));
        } else {
            curious.add(() -> whenKnown(name, tell));
        }
    }

    private boolean isNothingLeft(ProcessName name) {
        return asked.isEmpty() && !foreign.containsKey(name) && of(name).isEmpty();
    }

    private List<Pid> of(ProcessName name) {
        return known.entrySet().stream()
                .filter(orphan -> orphan.getValue().owner().filter(name::equals).isPresent())
                .map(Map.Entry::getKey)
                .filter(pid -> !untouchable.contains(pid))
                .toList();
    }

    /** Sends a signal to everything that is left of a process, and to what turns up until nothing is. */
    void end(Supervised process, Signal signal) {
        ProcessName name = process.name();
        endings.put(name, new Ending(process, signal));
        if (foreign.containsKey(name) && searching.add(name)) {
            census.search(name, foreign.get(name), found -> searched(name, found));
        }
        of(name).forEach(pid -> send(process, pid, signal));
        if (signal.equals(Signal.KILL) && cgroups.has(name)) {
            cgroups.kill(name); // with what has not turned up yet
        }
        concluded();
    }

    private void searched(ProcessName name, List<Stray> found) {
        foreign.remove(name);
        searching.remove(name);
        found.forEach(this::found);
        concluded();
    }

    private String nameOf(Pid pid) {
        return list.look(pid).map(ProcessList.Seen::name).orElse("");
    }

    /** A child that was not launched here, or is not known yet, has ended and is reaped. */
    void died(Pid pid) {
        asked.remove(pid);
        untouchable.remove(pid);
        Orphan orphan = known.remove(pid);
        if (orphan != null && orphan.owner().isPresent()) {
            refresh(); // its children have become ours
            forgetSession(orphan.session());
        }
        if (!endings.isEmpty()) {
            concluded();
        }
    }

    private void forgetSession(int session) {
        boolean used = known.values().stream().anyMatch(orphan -> orphan.session() == session);
        if (!used) {
            sessions.remove(session);
        }
    }

    /** Looks at the children that are new. */
    private void refresh() {
        List<Pid> strange = new ArrayList<>();
        for (Pid pid : processes.orphans()) {
            if (table.isOurs(pid) || known.containsKey(pid) || asked.contains(pid)) {
                continue;
            }
            Optional<ProcessList.Seen> seen = list.look(pid);
            if (seen.isEmpty()) {
                continue; // it has ended, and is about to be reaped
            }
            int session = seen.get().session();
            Optional<ProcessName> owner = ownerOf(session);
            if (owner.isPresent()) {
                add(pid, new Orphan(owner, session, seen.get().name()));
            } else {
                strange.add(pid);
            }
        }
        if (!strange.isEmpty()) {
            asked.addAll(strange);
            census.owners(strange, owners -> told(strange, owners));
        }
    }

    /** A session is that of a living run, or of one that has ended. */
    private Optional<ProcessName> ownerOf(int session) {
        return session > 0
                ? Optional.ofNullable(sessions.get(session))
                        .or(() -> table.leader(new Pid(session)).map(Supervised::name))
                : Optional.empty();
    }

    private void told(List<Pid> strange, Map<Pid, ProcessName> owners) {
        for (Pid pid : strange) {
            if (asked.remove(pid) && !table.isOurs(pid)) {
                add(pid, new Orphan(Optional.ofNullable(owners.get(pid)), 0, nameOf(pid)));
            }
        }
        List<Runnable> now = List.copyOf(curious);
        curious.clear();
        now.forEach(Runnable::run);
        concluded();
    }

    private void add(Pid pid, Orphan orphan) {
        known.put(pid, orphan);
        orphan.owner().map(endings::get).ifPresent(ending -> send(ending.process(), pid, ending.signal()));
    }

    private void send(Supervised process, Pid pid, Signal signal) {
        String name =
                known.getOrDefault(pid, new Orphan(Optional.empty(), 0, "")).name();
        chronicle.endingLeftover(process, pid, name, signal);
        process.waitsFor("waiting for pid " + pid + " (" + name + "), left by its last run, to end after " + signal);
        boolean refused = processes.signal(pid, signal, Scope.PROCESS) == Delivery.NOT_PERMITTED;
        if (refused && !cgroups.has(process.name())) { // its cgroup will be killed, whoever its processes have become
            untouchable.add(pid);
            chronicle.cannotEndLeftover(process, pid, name);
        }
    }

    /** Tells of those of which nothing is left. */
    private void concluded() {
        for (Ending ending : List.copyOf(endings.values())) {
            if (isNothingLeft(ending.process().name())) {
                endings.remove(ending.process().name());
                whenGone.accept(ending.process());
            }
        }
    }
}
