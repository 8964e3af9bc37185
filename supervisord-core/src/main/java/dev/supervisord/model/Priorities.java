package dev.supervisord.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How a process is treated beside others; what is empty is the daemon's.
 *
 * @param nice from -20, which is favoured most, to 19 ({@code nice}, {@code sched(7)})
 * @param io at disks ({@code ionice})
 * @param cpus where it may run ({@code cpu_affinity})
 * @param oomScoreAdjustment from -1000, never killed when memory runs out, to 1000, killed first ({@code oom_score_adj},
 *     {@code proc(5)})
 */
public record Priorities(
        OptionalInt nice, Optional<IoPriority> io, Optional<CpuSet> cpus, OptionalInt oomScoreAdjustment) {

    public static final Priorities INHERITED =
            new Priorities(OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty());
}
