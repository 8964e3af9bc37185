package dev.supervisord.model;

/**
 * What is configured of the cgroup of a process.
 *
 * @param asked whether it is to have one even without limits ({@code cgroup})
 * @param required whether it is better not launched than without what is configured here ({@code require_cgroups})
 */
public record CgroupSpec(boolean asked, CgroupLimits limits, boolean required) {

    /** It runs wherever the daemon does. */
    public static final CgroupSpec NONE = new CgroupSpec(false, CgroupLimits.NONE, false);

    /** Whether it is to have a cgroup of its own. */
    public boolean isWanted() {
        return asked || !limits.isEmpty();
    }
}
