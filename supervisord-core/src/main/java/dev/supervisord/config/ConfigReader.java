package dev.supervisord.config;

import dev.supervisord.model.Plan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a configuration file, with the files it includes, into a plan.
 *
 * <p>Files whose names end in {@code .toml} are TOML, all others Supervisor's INI; both kinds may include each other and end
 * in the same plan. All problems are collected before it gives up. Nothing is changed on the machine. Any thread may call;
 * the call blocks for as long as files and users take to be looked up.
 */
public final class ConfigReader {
    private static final String COMMAND_LINE = "command line";

    private ConfigReader() {}

    /** Reads a file. */
    public static ReadResult read(Path file, Machine machine) {
        return read(file, machine, Map.of());
    }

    /**
     * Reads a file, with keys of {@code [supervisord]} given on the command line.
     *
     * @param overrides values as they would be written in an INI file, which win over those of the files
     */
    public static ReadResult read(Path file, Machine machine, Map<String, String> overrides) {
        Path first = machine.currentDirectory().resolve(file).normalize();
        Problems problems = new Problems();
        Document document = new Document(problems);
        FileReader reader = new FileReader(machine, document, problems);
        boolean complete = reader.read(first) && new Includes(machine, document, problems, reader).read(first);
        document.applyDefaults();
        Optional<Plan> plan = Optional.empty();
        if (complete) {
            Section daemon = daemonSection(document, problems, first, overrides, machine);
            plan = Optional.of(new PlanReader(document, machine, problems).read(daemon));
        }
        return new ReadResult(
                problems.hasErrors() ? Optional.empty() : plan,
                inOrder(problems.errors(), document.files()),
                inOrder(problems.warnings(), document.files()),
                document);
    }

    private static Section daemonSection(
            Document document, Problems problems, Path first, Map<String, String> overrides, Machine machine) {
        Syntax syntax = Syntax.of(first.toString());
        Place place = new Place(first.toString(), 0);
        Optional<Section> known = document.section(Kind.SUPERVISORD, "");
        if (known.isEmpty() && syntax == Syntax.INI) {
            problems.error(place, "the file does not include supervisord section", "write a line [supervisord]");
        }
        Section section = known.orElseGet(() -> document.open(Kind.SUPERVISORD, "", place, syntax));
        overrides.forEach((key, value) -> section.put(new Entry(
                key, new RawValue.Text(value), new Place(COMMAND_LINE, 0), machine.currentDirectory(), Syntax.INI)));
        return section;
    }

    /** Sorted by file, in the order of reading, and by line. */
    private static List<Problem> inOrder(List<Problem> problems, List<Path> files) {
        Map<String, Integer> ranks = new HashMap<>();
        files.forEach(file -> ranks.putIfAbsent(file.toString(), ranks.size() + 1));
        problems.sort((one, other) -> {
            int byFile = Integer.compare(ranks.getOrDefault(one.file(), 0), ranks.getOrDefault(other.file(), 0));
            return byFile != 0
                    ? byFile
                    : Integer.compare(one.line().orElse(0), other.line().orElse(0));
        });
        return problems;
    }
}
