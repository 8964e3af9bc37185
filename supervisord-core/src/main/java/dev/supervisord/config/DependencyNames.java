package dev.supervisord.config;

import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds the processes that the names of {@code depends_on} mean, once all of them are known; refuses cycles. */
final class DependencyNames {
    private final Document document;
    private final Problems problems;
    private final List<GroupSpec> groups;

    /** The processes by every name that may stand for them: a process, a program, a group, {@code group:*}. */
    private final Map<String, Set<ProcessSpec>> known = new LinkedHashMap<>();

    DependencyNames(Document document, Problems problems, List<GroupSpec> groups) {
        this.document = document;
        this.problems = problems;
        this.groups = groups;
        if (document.sections(Kind.PROGRAM).stream()
                .noneMatch(
                        section -> values(section).entry(ProgramKeys.DEPENDS_ON).isPresent())) {
            return; // thousands of processes need not be told apart
        }
        for (Section section : document.sections(Kind.PROGRAM)) {
            known.put(section.name(), new LinkedHashSet<>()); // also one with numprocs=0
        }
        for (GroupSpec group : groups) {
            known.computeIfAbsent(group.name() + ":*", name -> new LinkedHashSet<>())
                    .addAll(group.processes());
            group.processes().forEach(process -> know(process.program(), process));
        }
        for (GroupSpec group : groups) {
            if (!document.section(Kind.PROGRAM, group.name()).isPresent()) {
                group.processes().forEach(process -> know(group.name(), process));
            }
        }
        for (GroupSpec group : groups) {
            for (ProcessSpec process : group.processes()) {
                known.putIfAbsent(process.name().toString(), Set.of(process));
            }
        }
    }

    private void know(String name, ProcessSpec process) {
        known.computeIfAbsent(name, none -> new LinkedHashSet<>()).add(process);
    }

    /** The same groups, in which each process knows what it depends on. */
    List<GroupSpec> resolve() {
        if (known.isEmpty()) {
            return groups;
        }
        Map<String, Set<ProcessSpec>> dependencies = new LinkedHashMap<>();
        for (Section section : document.sections(Kind.PROGRAM)) {
            dependencies.put(section.name(), dependencies(section));
        }
        refuseCycles(dependencies);
        List<GroupSpec> resolved = new ArrayList<>();
        for (GroupSpec group : groups) {
            List<ProcessSpec> processes = new ArrayList<>();
            for (ProcessSpec process : group.processes()) {
                List<ProcessName> names = dependencies.getOrDefault(process.program(), Set.of()).stream()
                        .map(ProcessSpec::name)
                        .toList();
                processes.add(
                        names.isEmpty() ? process : process.with(process.role().dependingOn(names)));
            }
            resolved.add(new GroupSpec(group.name(), group.priority(), processes));
        }
        return resolved;
    }

    private Values values(Section section) {
        return new Values(section, Names.of(Map.of()), problems);
    }

    private Set<ProcessSpec> dependencies(Section section) {
        Set<ProcessSpec> found = new LinkedHashSet<>();
        if (values(section).entry(ProgramKeys.DEPENDS_ON).isEmpty()) {
            return found;
        }
        for (String name : values(section).get(ProgramKeys.DEPENDS_ON)) {
            Set<ProcessSpec> meant = known.get(name.endsWith(":") ? name + "*" : name);
            if (meant == null) {
                refuseUnknown(section, name);
            } else {
                meant.stream()
                        .filter(process -> isAutomaticAlone(section, process))
                        .forEach(process -> warn(section, process));
                found.addAll(meant);
            }
        }
        return found;
    }

    private void refuseUnknown(Section section, String name) {
        Set<String> others = new TreeSet<>(known.keySet());
        others.remove(section.name());
        Optional<String> near = NearName.of(name, others);
        values(section)
                .error(
                        ProgramKeys.DEPENDS_ON,
                        "names unknown program " + name,
                        near.map(candidate -> "did you mean " + candidate + "?")
                                .orElse("name a program, a group:* or a group:process, or remove the name"));
    }

    private boolean isAutomaticAlone(Section section, ProcessSpec dependency) {
        boolean automatic = known.getOrDefault(section.name(), Set.of()).stream()
                .anyMatch(process -> process.start().auto());
        return automatic && !dependency.start().auto();
    }

    private void warn(Section section, ProcessSpec dependency) {
        values(section)
                .warn(
                        ProgramKeys.DEPENDS_ON,
                        dependency.name() + " has autostart=false, so this program waits until somebody starts that",
                        "set autostart to the same value in both");
    }

    private void refuseCycles(Map<String, Set<ProcessSpec>> dependencies) {
        Set<String> harmless = new LinkedHashSet<>();
        for (Section section : document.sections(Kind.PROGRAM)) {
            List<String> cycle = cycle(section.name(), dependencies, new ArrayList<>(), harmless);
            if (!cycle.isEmpty()) {
                values(section)
                        .error(
                                ProgramKeys.DEPENDS_ON,
                                cycle.size() == 2
                                        ? "the program depends on itself"
                                        : "the programs wait for each other: " + String.join(" -> ", cycle),
                                "remove one of the names");
                harmless.addAll(cycle); // one message for each cycle
            }
        }
    }

    /** The way from a program back to itself; empty when there is none. */
    private static List<String> cycle(
            String program, Map<String, Set<ProcessSpec>> dependencies, List<String> path, Set<String> harmless) {
        if (path.contains(program)) {
            List<String> cycle = new ArrayList<>(path.subList(path.indexOf(program), path.size()));
            cycle.add(program);
            return cycle;
        }
        if (harmless.contains(program)) {
            return List.of();
        }
        path.add(program);
        for (ProcessSpec dependency : dependencies.getOrDefault(program, Set.of())) {
            List<String> cycle = cycle(dependency.program(), dependencies, path, harmless);
            if (!cycle.isEmpty()) {
                return cycle;
            }
        }
        path.remove(program);
        harmless.add(program);
        return List.of();
    }
}
