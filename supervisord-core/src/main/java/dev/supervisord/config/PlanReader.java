package dev.supervisord.config;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a plan of a document: reads the daemon's section, then groups, then the programs that are in no group. */
final class PlanReader {
    private final Document document;
    private final Machine machine;
    private final Problems problems;
    private final Locations locations;
    private final String hostName;

    private record Placed(GroupSpec group, Section section) {}

    PlanReader(Document document, Machine machine, Problems problems) {
        this.document = document;
        this.machine = machine;
        this.problems = problems;
        this.locations = new Locations(machine);
        this.hostName = machine.hostName();
    }

    /** The plan, as far as it can be read; not to be used when there are errors. */
    Plan read(Section daemonSection) {
        new KeyCheck(problems).check(document);
        Names daemonNames = Names.of(machine.environment());
        DaemonSection daemon = new DaemonSection(new Values(daemonSection, daemonNames, problems), locations);
        Map<String, String> environment = daemon.environment();
        Names names = daemonNames.withEnvironment(environment);
        DaemonSpec spec = daemon.read(
                document,
                environment,
                new SocketSection(locations, problems),
                new ControlSection(document, locations, problems, names),
                names);
        HeldSocketSections sockets = new HeldSocketSections(document, locations, problems, names, spec.socket());
        ProgramContext context = new ProgramContext(
                locations,
                new ProgramAdvice(locations, machine.environment()),
                new EnvFiles(machine, locations, problems),
                sockets,
                environment,
                spec.socket().path().map(path -> "unix://" + path),
                machine.cgroups(spec.cgroupRoot()),
                daemon.requireCgroups(),
                daemon.stripAnsi());
        List<Placed> groups = new ArrayList<>();
        Set<Section> grouped = readGroups(groups, names, context);
        readPrograms(groups, grouped, names, context);
        new ForeignSections(document, problems, locations).check(grouped, names, context, this::processes);
        List<GroupSpec> ordered = inOrder(groups);
        checkPorts(ordered);
        return new Plan(spec, new DependencyNames(document, problems, ordered).resolve(), sockets.all());
    }

    private Set<Section> readGroups(List<Placed> groups, Names names, ProgramContext context) {
        Set<Section> grouped = new HashSet<>();
        for (Section section : document.sections(Kind.GROUP)) {
            Values values = new Values(section, names, problems);
            boolean valid = checkName(section);
            int priority = values.get(ProgramKeys.PRIORITY);
            Set<String> programs = new LinkedHashSet<>();
            for (String program : values.find(DaemonKeys.PROGRAMS).orElse(List.of())) {
                if (!programs.add(program)) {
                    values.warn(DaemonKeys.PROGRAMS, "names " + program + " twice", "remove one of the two");
                }
            }
            if (programs.isEmpty()) {
                values.warn(DaemonKeys.PROGRAMS, "the group has no programs", "name them");
            }
            List<ProcessSpec> processes = new ArrayList<>();
            for (String program : programs) {
                Optional<Section> member = member(values, program);
                if (member.isPresent()) {
                    grouped.add(member.get());
                    List<ProcessSpec> read =
                            valid ? processes(member.get(), section.name(), names, context) : List.of();
                    if (member.get().kind() == Kind.PROGRAM) {
                        processes.addAll(read);
                    }
                }
            }
            checkDistinct(section, processes);
            groups.add(new Placed(new GroupSpec(section.name(), priority, processes), section));
        }
        return grouped;
    }

    private Optional<Section> member(Values group, String program) {
        Optional<Section> section = document.section(Kind.PROGRAM, program);
        Optional<Section> fcgi = document.section(Kind.FCGI_PROGRAM, program);
        if (section.isPresent() && fcgi.isPresent()) {
            group.error(
                    DaemonKeys.PROGRAMS,
                    "name " + program + " is ambiguous (exists as program and fcgi-program)",
                    "rename one of the two");
            return Optional.empty();
        }
        if (section.isEmpty() && fcgi.isEmpty()) {
            List<String> known =
                    document.sections(Kind.PROGRAM).stream().map(Section::name).toList();
            group.error(
                    DaemonKeys.PROGRAMS,
                    "names unknown program or fcgi-program " + program,
                    NearName.of(program, known)
                            .map(near -> "did you mean " + near + "?")
                            .orElse("write [program" + group.section().syntax().separator() + program
                                    + "], or remove the name"));
        }
        return section.isPresent() ? section : fcgi;
    }

    private void readPrograms(List<Placed> groups, Set<Section> grouped, Names names, ProgramContext context) {
        for (Section section : document.sections(Kind.PROGRAM)) {
            if (grouped.contains(section)) {
                continue;
            }
            List<ProcessSpec> processes = processes(section, section.name(), names, context);
            int priority = new Values(section, names, problems).get(ProgramKeys.PRIORITY);
            checkDistinct(section, processes);
            groups.add(new Placed(new GroupSpec(section.name(), priority, processes), section));
        }
    }

    /** The processes of a section in a group. */
    private List<ProcessSpec> processes(Section section, String group, Names names, ProgramContext context) {
        if (!checkName(section)) {
            return List.of();
        }
        Names own = names.with("program_name", section.name())
                .with("group_name", group)
                .with("host_node_name", hostName);
        return new ProgramSection(new Values(section, own, problems), group, context).read();
    }

    private boolean checkName(Section section) {
        Optional<String> refusal = ValidName.refusal(section.name());
        refusal.ifPresent(what -> problems.error(section, what, ValidName.ADVICE));
        return refusal.isEmpty();
    }

    private void checkDistinct(Section section, List<ProcessSpec> processes) {
        Set<String> names = new HashSet<>();
        for (ProcessSpec process : processes) {
            if (!names.add(process.name().process())) {
                problems.error(
                        section,
                        ProgramKeys.PROCESS_NAME.name(),
                        "two processes would be named " + process.name(),
                        "write %(process_num)d or %(program_name)s into process_name");
                return;
            }
        }
    }

    /** By priority and name; of two groups with one name only the first runs, as in Supervisor. */
    private List<GroupSpec> inOrder(List<Placed> groups) {
        groups.sort((one, other) -> {
            int byPriority = Integer.compare(one.group.priority(), other.group.priority());
            return byPriority != 0 ? byPriority : one.group.name().compareTo(other.group.name());
        });
        Map<String, Section> seen = new HashMap<>();
        List<GroupSpec> ordered = new ArrayList<>();
        for (Placed placed : groups) {
            Section first = seen.putIfAbsent(placed.group.name(), placed.section);
            if (first == null) {
                ordered.add(placed.group);
            } else {
                problems.warn(
                        placed.section,
                        "[" + first.title() + "] has the same name and hides it, so it does not run",
                        "rename one of the two");
            }
        }
        return ordered;
    }

    private void checkPorts(List<GroupSpec> groups) {
        Map<Integer, ProcessSpec> owners = new HashMap<>();
        Set<String> reported = new HashSet<>();
        for (GroupSpec group : groups) {
            for (ProcessSpec process : group.processes()) {
                if (process.port().isEmpty()) {
                    continue;
                }
                int port = process.port().getAsInt();
                ProcessSpec owner = owners.putIfAbsent(port, process);
                if (owner != null && reported.add(owner.program() + "\n" + process.program())) {
                    document.section(Kind.PROGRAM, process.program())
                            .ifPresent(section -> new Values(section, Names.of(Map.of()), problems)
                                    .error(
                                            ProgramKeys.PORT,
                                            "port " + port + " is given to " + owner.name() + " and to "
                                                    + process.name(),
                                            "give them different ports"));
                }
            }
        }
    }
}
