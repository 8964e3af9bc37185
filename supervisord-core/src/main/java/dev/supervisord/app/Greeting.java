package dev.supervisord.app;

import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessSpec;
import java.nio.file.Path;
import java.util.List;

/** What a person who starts the daemon in the foreground reads first: what runs, and where to look next. */
final class Greeting {

    private static final int PROGRAMS_MAX = 20;

    private Greeting() {}

    /**
     * The text.
     *
     * @param control how {@code ctl} is called so that it finds this daemon
     */
    static String text(String version, int pid, Path config, Plan plan, String control) {
        StringBuilder text = new StringBuilder();
        text.append("supervisord ").append(version).append(" runs with pid ").append(pid);
        text.append(" on ").append(config).append('\n');
        List<GroupSpec> groups = plan.groups().stream()
                .filter(group -> !group.processes().isEmpty())
                .toList();
        int width =
                groups.stream().mapToInt(group -> group.name().length()).max().orElse(0);
        for (GroupSpec group : groups.subList(0, Math.min(groups.size(), PROGRAMS_MAX))) {
            text.append("  ")
                    .append(group.name())
                    .append(" ".repeat(width - group.name().length()));
            text.append("  ").append(describe(group)).append('\n');
        }
        if (groups.size() > PROGRAMS_MAX) {
            text.append("  and ").append(groups.size() - PROGRAMS_MAX).append(" more\n");
        }
        if (groups.isEmpty()) {
            text.append("  no programs are configured\n");
        }
        text.append("Next, in another terminal:  ").append(control).append(" status\n");
        groups.stream()
                .filter(Greeting::startsByItself)
                .findFirst()
                .ifPresent(group -> text.append("                            ")
                        .append(control)
                        .append(" tail -f ")
                        .append(group.processes().get(0).name())
                        .append('\n'));
        text.append("Ctrl-C stops everything in order.\n");
        return text.toString();
    }

    private static boolean startsByItself(GroupSpec group) {
        return group.processes().stream().anyMatch(process -> process.start().auto());
    }

    private static String describe(GroupSpec group) {
        List<ProcessSpec> processes = group.processes();
        StringBuilder text = new StringBuilder();
        text.append(processes.size()).append(processes.size() == 1 ? " process" : " processes");
        List<Integer> ports = processes.stream()
                .flatMap(process -> process.port().stream().boxed())
                .toList();
        if (ports.size() == 1) {
            text.append(" on port ").append(ports.get(0));
        } else if (ports.size() > 1) {
            text.append(" on ports ").append(ports.get(0)).append(" to ").append(ports.get(ports.size() - 1));
        }
        if (!startsByItself(group)) {
            text.append(", started by hand (autostart is off)");
        }
        return text.toString();
    }
}
