package dev.supervisord.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/** Plans for tests. */
public final class Plans {

    private Plans() {}

    /** A plan of these processes; each group has the lowest priority of its processes, as Supervisor's programs have. */
    public static Plan of(List<ProcessSpec> processes) {
        Map<String, List<ProcessSpec>> byGroup = new TreeMap<>();
        for (ProcessSpec process : processes) {
            byGroup.computeIfAbsent(process.name().group(), group -> new ArrayList<>())
                    .add(process);
        }
        List<GroupSpec> groups = new ArrayList<>();
        byGroup.forEach((name, members) -> groups.add(new GroupSpec(
                name, members.stream().mapToInt(ProcessSpec::priority).min().orElseThrow(), members)));
        return ofGroups(groups);
    }

    public static Plan of(ProcessSpec... processes) {
        return of(List.of(processes));
    }

    public static Plan ofGroups(List<GroupSpec> groups) {
        return new Plan(
                daemon(),
                groups.stream()
                        .sorted(Comparator.comparingInt(GroupSpec::priority).thenComparing(GroupSpec::name))
                        .toList());
    }

    /** The same plan under other rules. */
    public static Plan with(Plan plan, ControlSpec control) {
        DaemonSpec daemon = plan.daemon();
        return new Plan(
                new DaemonSpec(
                        daemon.identifier(),
                        daemon.log(),
                        daemon.logLevel(),
                        daemon.foreground(),
                        daemon.silent(),
                        daemon.pidfile(),
                        daemon.runtimeDirectory(),
                        daemon.stateDirectory(),
                        daemon.childLogDirectory(),
                        daemon.syslogSocket(),
                        daemon.keepAutoLogs(),
                        daemon.directory(),
                        daemon.umask(),
                        daemon.user(),
                        daemon.environment(),
                        daemon.minFds(),
                        daemon.minProcs(),
                        daemon.cgroupRoot(),
                        daemon.socket(),
                        control),
                plan.groups(),
                plan.sockets());
    }

    /** The daemon's own section with Supervisor's defaults. */
    public static DaemonSpec daemon() {
        return new DaemonSpec(
                "supervisor",
                new LogSpec(new LogSpec.Target.File(Path.of("/var/log/supervisord.log")), 50L * 1024 * 1024, 10, false),
                LogLevel.INFO,
                true,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Map.of(),
                1024,
                200,
                new CgroupRoot.Auto(),
                new SocketSpec(Optional.empty(), 0660, Optional.empty(), Optional.empty(), Optional.empty()),
                ControlSpec.LOCAL);
    }
}
