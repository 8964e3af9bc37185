package dev.supervisord.config;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Writes a file of Supervisor's INI syntax as TOML of the same meaning: {@code supervisord convert}.
 *
 * <p>Comments keep their places, expansions stay as they are. Only the one file is converted, not those that it includes.
 * Any thread may call; the call blocks for as long as the file takes to be read.
 */
public final class IniConversion {

    /**
     * What came of it.
     *
     * @param toml the text of the TOML file; empty when the INI file could not be read, or is no INI file
     * @param lost what could not be carried over, by line
     * @param changed what means something else, or is to be looked at, by line
     */
    public record Result(Optional<String> toml, List<Problem> lost, List<Problem> changed) {}

    private IniConversion() {}

    /**
     * Converts a file.
     *
     * @param file the INI file
     * @param target the directory that the TOML file will be in, which relative paths in it start from
     */
    public static Result convert(Path file, Path target, Machine machine) {
        Path source = machine.currentDirectory().resolve(file).normalize();
        Problems problems = new Problems();
        if (Syntax.of(source.toString()) == Syntax.TOML) {
            problems.error(new Place(source.toString(), 0), "the file is in TOML already", "name an INI file");
            return result(Optional.empty(), problems);
        }
        Document document = new Document(problems);
        Optional<String> text = new FileReader(machine, document, problems).text(source);
        if (text.isEmpty()) {
            return result(Optional.empty(), problems);
        }
        IniLayout layout = new IniLayout();
        Path here = Optional.ofNullable(source.getParent()).orElse(source);
        new IniFile(text.get(), source.toString(), here, document, problems, layout).read();
        if (problems.hasErrors()) {
            return result(Optional.empty(), problems);
        }
        layout.arrange();
        ConvertedPath paths = new ConvertedPath(
                machine.currentDirectory(),
                machine.currentDirectory().resolve(target).normalize(),
                machine.environment());
        ConvertedSections sections = new ConvertedSections(source, paths);
        String toml = sections.convert(layout);
        nameIncluded(document, source, here, machine, sections.problems());
        try {
            TomlFile.read(toml);
        } catch (TomlRefusal refusal) {
            sections.problems()
                    .error(
                            new Place(source.toString(), 0),
                            "line " + refusal.line() + " of the TOML file will be refused: " + refusal.what(),
                            refusal.advice());
        }
        return result(Optional.of(toml), sections.problems());
    }

    /** Says which files are still to be converted. */
    private static void nameIncluded(Document document, Path source, Path here, Machine machine, Problems problems) {
        Optional<Section> include = document.section(Kind.INCLUDE, "");
        if (include.isEmpty()) {
            return;
        }
        Names names = Names.of(machine.environment()).with("host_node_name", machine.hostName());
        Values values = new Values(include.get(), names, problems);
        for (String pattern : values.find(DaemonKeys.FILES).orElse(List.of())) {
            List<String> files = machine.glob(pattern.startsWith("/") ? pattern : here + "/" + pattern).stream()
                    .map(Path::normalize)
                    .filter(file -> !file.equals(source) && !machine.isDirectory(file))
                    .map(Path::toString)
                    .filter(file -> Syntax.of(file) == Syntax.INI)
                    .toList();
            if (!files.isEmpty()) {
                values.warn(
                        DaemonKeys.FILES,
                        "includes files that stay in INI syntax: " + String.join(" ", files),
                        "convert each of them, then name the new ones here");
            }
        }
    }

    private static Result result(Optional<String> toml, Problems problems) {
        return new Result(toml, byLine(problems.errors()), byLine(problems.warnings()));
    }

    private static List<Problem> byLine(List<Problem> problems) {
        problems.sort(Comparator.comparingInt(problem -> problem.line().orElse(0)));
        return List.copyOf(problems);
    }
}
