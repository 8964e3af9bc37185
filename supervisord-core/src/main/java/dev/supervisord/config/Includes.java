package dev.supervisord.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the files that {@code [include]} of the first file names. */
final class Includes {
    private final Machine machine;
    private final Document document;
    private final Problems problems;
    private final FileReader reader;

    Includes(Machine machine, Document document, Problems problems, FileReader reader) {
        this.machine = machine;
        this.document = document;
        this.problems = problems;
        this.reader = reader;
    }

    /**
     * Reads all files that are included.
     *
     * @param first the file that was read already
     * @return whether all could be read
     */
    boolean read(Path first) {
        Optional<Section> section = document.section(Kind.INCLUDE, "");
        if (section.isEmpty()) {
            return true;
        }
        Names names = Names.of(machine.environment()).with("host_node_name", machine.hostName());
        Values values = new Values(section.get(), names, problems);
        Optional<List<String>> patterns = values.find(DaemonKeys.FILES);
        if (values.entry(DaemonKeys.FILES).isEmpty()) {
            problems.error(
                    section.get(),
                    "the file has an [include] section, but no files setting",
                    "write files = conf.d/*.conf");
        }
        Set<Path> done = new HashSet<>();
        done.add(first);
        boolean complete = true;
        for (String pattern : patterns.orElse(List.of())) {
            for (Path file : matches(values, first, pattern)) {
                if (done.add(file)) {
                    complete &= readOne(values, file);
                }
            }
        }
        return complete;
    }

    private List<Path> matches(Values values, Path first, String pattern) {
        String absolute = pattern.startsWith("/") ? pattern : first.getParent() + "/" + pattern;
        try {
            List<Path> files =
                    machine.glob(absolute).stream().map(Path::normalize).toList();
            if (files.isEmpty()) {
                values.warn(
                        DaemonKeys.FILES,
                        "No file matches via include \"" + absolute + "\"",
                        pattern.contains(",") ? "separate patterns with blanks, not commas" : "");
            }
            return files;
        } catch (InvalidPathException refused) {
            values.error(
                    DaemonKeys.FILES, PythonText.quoteBriefly(pattern) + " cannot be the name of a file", "correct it");
            return List.of();
        }
    }

    private boolean readOne(Values values, Path file) {
        if (machine.isDirectory(file)) {
            values.warn(DaemonKeys.FILES, file + " is a directory and is left out", "write " + file + "/*.conf");
            return true;
        }
        boolean complete = reader.read(file);
        values.entry(DaemonKeys.FILES)
                .filter(entry -> entry.place().file().equals(file.toString()))
                .ifPresent(entry -> problems.warn(
                        values.section(),
                        entry,
                        "[include] in an included file is ignored",
                        "name these files in the first file"));
        return complete;
    }
}
