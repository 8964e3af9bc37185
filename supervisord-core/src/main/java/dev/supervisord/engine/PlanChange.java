package dev.supervisord.engine;

import dev.supervisord.model.ProcessChange;
import java.util.List;

/**
 * One difference between the running plan and a new one, and what was or will be done about it.
 *
 * @param group the group concerned
 * @param name the process's address
 * @param keys the changed keys of a changed process
 */
public record PlanChange(String group, String name, Kind kind, Action action, List<ProcessChange> keys) {

    public PlanChange {
        keys = List.copyOf(keys);
    }

    /** How the process differs. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /** What the difference leads to. */
    public enum Action {
        /** A new process is started. */
        START,
        /** It is taken over, and stays down. */
        NONE,
        /** The process is stopped and started with its new configuration. */
        RESTART,
        /** The new values are used without touching the process. */
        APPLY_LIVE,
        /** The process is stopped and forgotten. */
        STOP
    }
}
