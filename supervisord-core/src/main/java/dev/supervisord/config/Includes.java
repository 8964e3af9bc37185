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
        Optional<Entry> written = section.get().entry(DaemonKeys.FILES.name());
        if (written.isEmpty()) {
            problems.error(
                    section.get(),
                    "the file has an [include] section, but no files setting",
                    "write files = conf.d/*.conf");
            return true;
        }
        Names names = Names.of(machine.environment()).with("host_node_name", machine.hostName());
        List<String> patterns = new Values(section.get(), names, problems)
                .find(DaemonKeys.FILES)
                .orElse(List.of());
        Remarks remarks = new Remarks(problems, section.get(), written.get());
        Set<Path> done = new HashSet<>();
        done.add(first);
        boolean complete = true;
        for (String pattern : patterns) {
            for (Path file : matches(remarks, first, pattern)) {
                if (done.add(file)) {
                    complete &= readOne(remarks, file);
                }
            }
        }
        return complete;
    }

    /** Reports on the {@code files} of the first file, also when an included file has replaced them in the section since. */
    private record Remarks(Problems problems, Section section, Entry files) {
        void warn(String what, String advice) {
            problems.warn(section, files, what, advice);
        }

        void error(String what, String advice) {
            problems.error(section, files, what, advice);
        }
    }

    private List<Path> matches(Remarks remarks, Path first, String pattern) {
        String absolute = pattern.startsWith("/") ? pattern : first.getParent() + "/" + pattern;
        try {
            List<Path> files =
                    machine.glob(absolute).stream().map(Path::normalize).toList();
            if (files.isEmpty()) {
                remarks.warn(
                        "No file matches via include \"" + absolute + "\"",
                        pattern.contains(",") ? "separate patterns with blanks, not commas" : "");
            }
            return files;
        } catch (InvalidPathException refused) {
            remarks.error(PythonText.quoteBriefly(pattern) + " cannot be the name of a file", "correct it");
            return List.of();
        }
    }

    private boolean readOne(Remarks remarks, Path file) {
        if (machine.isDirectory(file)) {
            remarks.warn(file + " is a directory and is left out", "write " + file + "/*.conf");
            return true;
        }
        if (!machine.exists(file)) {
            remarks.warn(file + " is a link to nothing and is left out", "remove it, or restore what it links to");
            return true;
        }
        boolean complete = reader.read(file);
        remarks.section()
                .entry(DaemonKeys.FILES.name())
                .filter(entry -> entry.place().file().equals(file.toString()))
                .ifPresent(entry -> problems.warn(
                        remarks.section(),
                        entry,
                        "[include] in an included file is ignored",
                        "name these files in the first file"));
        return complete;
    }
}
