package dev.supervisord.os;

import java.util.OptionalLong;

/**
 * What the processes of a run use together.
 *
 * @param source who has counted
 * @param memoryBytes from a cgroup with all that the kernel keeps for its processes, else what is resident, shared or not
 * @param memoryPeakBytes the most that it was
 * @param memoryMaxBytes the limit that the kernel holds it to
 * @param cpuMicros processor time since the run began
 * @param tasks threads
 * @param oomKills how many of its processes a limit of memory has killed
 */
public record Usage(
        Source source,
        long memoryBytes,
        OptionalLong memoryPeakBytes,
        OptionalLong memoryMaxBytes,
        long cpuMicros,
        long tasks,
        long oomKills) {

    /** Who has counted. */
    public enum Source {
        /** The kernel, for all that ever was in the cgroup. */
        CGROUP,
        /** We, over those that live and what they have waited for. */
        PROCESSES
    }
}
