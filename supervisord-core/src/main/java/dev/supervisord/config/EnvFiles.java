package dev.supervisord.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The files that {@code env_file} names, each read once. Used by the thread that reads the configuration. */
final class EnvFiles {
    private static final String ADVICE = "write NAME=value or NAME=\"value\", comments on lines of their own";

    private final Machine machine;
    private final Locations locations;
    private final Problems problems;
    private final Map<Path, Optional<Map<String, String>>> read = new HashMap<>();

    EnvFiles(Machine machine, Locations locations, Problems problems) {
        this.machine = machine;
        this.locations = locations;
        this.problems = problems;
    }

    /** The variables for a process; none where it has no such file, or the file was refused. */
    Map<String, String> variables(Values values) {
        Optional<String> written = values.find(ProgramKeys.ENV_FILE);
        if (written.isEmpty()) {
            return Map.of();
        }
        boolean mayBeMissing = written.get().startsWith("-");
        String name = mayBeMissing ? written.get().substring(1) : written.get();
        if (name.isEmpty()) {
            values.error(ProgramKeys.ENV_FILE, "the name of the file is missing", "write the path of a file");
            return Map.of();
        }
        Optional<Path> file = locations.pathWithHome(values, ProgramKeys.ENV_FILE, name);
        if (file.isEmpty()) {
            return Map.of();
        }
        Optional<Map<String, String>> variables = read.get(file.get());
        if (variables == null) {
            variables = load(values, file.get());
            read.put(file.get(), variables);
        }
        if (variables.isEmpty() && !mayBeMissing) {
            values.error(
                    ProgramKeys.ENV_FILE,
                    "cannot read " + file.get() + ": there is no such file",
                    "create it, or write -" + name + " if it may be missing");
        }
        return variables.orElse(Map.of());
    }

    /** Empty when there is no such file. */
    private Optional<Map<String, String>> load(Values values, Path file) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(machine.read(file)))
                    .toString();
            return Optional.of(EnvFile.parse(
                    text, (line, what) -> problems.error(new Place(file.toString(), line), what, ADVICE)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (CharacterCodingException notText) {
            values.error(
                    ProgramKeys.ENV_FILE,
                    "cannot read " + file + ": it is not encoded in UTF-8",
                    "save it as UTF-8 text");
        } catch (IOException refused) {
            String why = machine.isDirectory(file) ? "it is a directory" : String.valueOf(refused.getMessage());
            values.error(
                    ProgramKeys.ENV_FILE, "cannot read " + file + ": " + why, "name a file that the daemon may read");
        }
        return Optional.of(Map.of());
    }
}
