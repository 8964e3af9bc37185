package dev.supervisord.config;

import static dev.supervisord.config.Change.DAEMON;
import static dev.supervisord.config.Change.LIVE;
import static dev.supervisord.config.Change.RESTART;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupRoot;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys about cgroups, of programs and of {@code [supervisord]}. */
final class CgroupKeys {
    private static final Set<Kind> EVERYWHERE =
            EnumSet.of(Kind.SUPERVISORD, Kind.PROGRAM, Kind.EVENTLISTENER, Kind.FCGI_PROGRAM);

    static final Key<CgroupRoot> CGROUP_ROOT = Key.withDefault(
            "cgroup_root",
            EnumSet.of(Kind.SUPERVISORD),
            CgroupTypes.ROOT,
            "auto",
            DAEMON,
            "Where the cgroups of programs are made. `auto`: below the daemon's own cgroup, if that was left to it (`Delegate=yes`"
                    + " under systemd, a container of its own, or root without systemd). `none`: nowhere. Else a directory of a"
                    + " cgroup2 file system that is the daemon's alone.");
    static final Key<Boolean> REQUIRE_CGROUPS = Key.withDefault(
            "require_cgroups",
            EVERYWHERE,
            Types.BOOLEAN,
            "false",
            LIVE,
            "Whether a cgroup or limit that cannot be had is an error: of the configuration, and of a launch. Otherwise it is a"
                    + " warning, and programs run without. The value of `[supervisord]` is the default of every program.");
    static final Key<Boolean> CGROUP = Key.withDefault(
            "cgroup",
            Kind.PROCESSES,
            Types.BOOLEAN,
            "false",
            RESTART,
            "Give each process a cgroup of its own also without a limit: nothing escapes from it, and `ctl status --resources` is"
                    + " exact. With any of the limits below it has one anyway. A launch takes a millisecond more.");
    static final Key<String> MEMORY_HIGH = limit(
            CgroupLimit.MEMORY_HIGH,
            CgroupTypes.BYTES,
            "Memory above which each process of the run is slowed down and has to give memory back, with KB, MB or GB of 1024.");
    static final Key<String> MEMORY_MAX = limit(
            CgroupLimit.MEMORY_MAX,
            CgroupTypes.BYTES,
            "Most memory that the run may use, with KB, MB or GB of 1024; above it the kernel kills one of its processes.");
    static final Key<String> CPU_MAX = limit(
            CgroupLimit.CPU_MAX,
            CgroupTypes.CPU_MAX,
            "Most processor time: `50%` or `0.5` of one processor, `200%` or `2` for two, or as the kernel has it in microseconds,"
                    + " `50000 100000`.");
    static final Key<String> CPU_WEIGHT = limit(
            CgroupLimit.CPU_WEIGHT,
            CgroupTypes.WEIGHT,
            "Its share of the processors when they are scarce, 1 to 10000; 100 is what others have.");
    static final Key<String> IO_WEIGHT = limit(
            CgroupLimit.IO_WEIGHT,
            CgroupTypes.WEIGHT,
            "Its share of the disks when they are scarce, 1 to 10000; 100 is what others have. Needs the scheduler `bfq`.");
    static final Key<String> PIDS_MAX = limit(
            CgroupLimit.PIDS_MAX, CgroupTypes.TASKS, "Most processes and threads that the run may have at a time.");

    /** The keys of programs. */
    static final List<Key<?>> ALL =
            List.of(CGROUP, MEMORY_HIGH, MEMORY_MAX, CPU_MAX, CPU_WEIGHT, IO_WEIGHT, PIDS_MAX, REQUIRE_CGROUPS);

    static final Map<CgroupLimit, Key<String>> LIMITS = new EnumMap<>(Map.of(
            CgroupLimit.MEMORY_HIGH, MEMORY_HIGH,
            CgroupLimit.MEMORY_MAX, MEMORY_MAX,
            CgroupLimit.CPU_MAX, CPU_MAX,
            CgroupLimit.CPU_WEIGHT, CPU_WEIGHT,
            CgroupLimit.IO_WEIGHT, IO_WEIGHT,
            CgroupLimit.PIDS_MAX, PIDS_MAX));

    private CgroupKeys() {}

    private static Key<String> limit(CgroupLimit limit, ValueType<String> type, String doc) {
        return Key.optional(limit.key(), Kind.PROCESSES, type, LIVE, doc);
    }
}
