package dev.supervisord.engine;

import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends that were seen before the launch they belong to was reported: a child may be quicker than its own announcement. An
 * end is kept only while a launch is under way that had been ordered before, because the pid, once taken, may be given to
 * the child of a later one. Owned by the loop thread.
 */
final class EarlyExits {

    /** An end, and the number of the last launch that it can belong to. */
    private record Early(Exit exit, long lastLaunch) {}

    private final Map<Pid, Early> kept = new LinkedHashMap<>();
    private long ordered;
    private long reported;

    void launchOrdered() {
        ordered++;
    }

    /** Keeps the end of a child that nobody knows; false when no launch is under way that could have given it. */
    boolean keep(Exit exit) {
        if (reported == ordered) {
            return false;
        }
        kept.put(exit.pid(), new Early(exit, ordered));
        return true;
    }

    /** Takes the end of a child whose launch is now reported. */
    Optional<Exit> take(Pid pid) {
        return Optional.ofNullable(kept.remove(pid)).map(Early::exit);
    }

    /** Counts a reported launch, failed or not; gives the ends that turn out to belong to none. */
    List<Exit> launchReported() {
        reported++;
        List<Exit> orphans = new ArrayList<>();
        kept.values().removeIf(early -> {
            boolean orphan = early.lastLaunch() <= reported;
            if (orphan) {
                orphans.add(early.exit());
            }
            return orphan;
        });
        return List.copyOf(orphans);
    }
}
