package dev.supervisord.config;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessChange;
import dev.supervisord.model.ProcessSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The configuration of one process, key by key, and where each value comes from. The values are those in force; the places are
 * found in the files as they are now. Stateless.
 */
public final class ShownProcess {

    /** What is of the program as a whole, and not of one process. */
    private static final Set<String> OF_PROGRAM =
            Set.of(ProgramKeys.NUMPROCS.name(), ProgramKeys.NUMPROCS_START.name(), ProgramKeys.PORT_STEP.name());

    private static final String HIDDEN = "\"***\"";

    private ShownProcess() {}

    /**
     * One key.
     *
     * @param value as it would be written in TOML; empty: it is not set
     * @param place where it is written; empty: nowhere, or not known
     * @param outdated what the files say by now; empty: the same
     */
    public record Line(String key, Optional<String> value, Optional<Where> place, Optional<String> outdated) {}

    /** @param line from 1; 0: the file as a whole */
    public record Where(String file, int line) {}

    /**
     * All keys of a process.
     *
     * @param files what reading them has given
     * @param process as it is in force
     * @param currentDirectory what relative paths of INI files start from
     */
    public static List<Line> lines(ReadResult files, ProcessSpec process, DaemonSpec daemon, Path currentDirectory) {
        Section section = files.document()
                .section(Kind.PROGRAM, process.program())
                .orElseGet(() -> new Section(Kind.PROGRAM, process.program(), new Place("", 0), Syntax.TOML));
        Map<String, String> changes = changes(files.plan(), process);
        ShownProgram shown = new ShownProgram(section, List.of(process), daemon, currentDirectory);
        Map<String, Optional<String>> values = shown.lines();
        values.put(ProgramKeys.ENVIRONMENT.name(), Optional.of(hidden(shown.variables(process))));
        List<Line> lines = new ArrayList<>();
        values.forEach((key, value) -> {
            if (!OF_PROGRAM.contains(key)) {
                Optional<Where> place = section.entry(key)
                        .map(entry ->
                                new Where(entry.place().file(), entry.place().line()));
                lines.add(new Line(key, value, place, Optional.ofNullable(changes.get(key))));
            }
        });
        return lines;
    }

    /** What differs between a process and what the files say of it by now, by key. */
    private static Map<String, String> changes(Optional<Plan> plan, ProcessSpec process) {
        Map<String, String> changes = new HashMap<>();
        plan.flatMap(fresh -> fresh.processes().stream()
                        .filter(spec -> spec.name().equals(process.name()))
                        .findFirst())
                .map(spec -> ProcessChange.between(process, spec))
                .ifPresent(found -> found.forEach(change -> changes.put(change.key(), change.after())));
        return changes;
    }

    private static String hidden(Set<String> names) {
        return TomlText.table(
                names.stream().map(name -> TomlText.key(name) + " = " + HIDDEN).toList());
    }
}
