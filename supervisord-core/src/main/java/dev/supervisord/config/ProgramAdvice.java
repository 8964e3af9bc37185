package dev.supervisord.config;

import dev.supervisord.model.Command;
import dev.supervisord.model.ProcessSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for what is valid but will probably not work: a program or directory that is not there, and app servers told to do
 * what a supervisor cannot follow.
 */
final class ProgramAdvice {
    private static final String DEFAULT_PATH = "/bin:/usr/bin:/usr/local/bin";

    private final Locations locations;
    private final Map<String, String> daemonEnvironment;
    private final Map<String, Map<String, Boolean>> searches = new HashMap<>();

    ProgramAdvice(Locations locations, Map<String, String> daemonEnvironment) {
        this.locations = locations;
        this.daemonEnvironment = daemonEnvironment;
    }

    void check(Values values, ProcessSpec process) {
        Optional<Path> directory = process.directory();
        if (directory.isPresent() && !locations.isDirectory(directory.get())) {
            values.warn(
                    ProgramKeys.DIRECTORY,
                    "the directory " + directory.get() + " does not exist, so no start would succeed now",
                    "run: mkdir -p " + directory.get());
        }
        if (values.entry(ProgramKeys.COMMAND).map(Entry::value).orElse(null) instanceof RawValue.Text text
                && values.section().syntax() == Syntax.INI
                && CommandWords.joinsLines(text.text())) {
            values.warn(
                    ProgramKeys.COMMAND,
                    "backslashes at the ends of lines join the lines; Supervisor makes line breaks of them",
                    "remove them: indented lines are joined anyway");
        }
        if (process.command() instanceof Command.Malformed malformed) {
            values.warn(ProgramKeys.COMMAND, malformed.reason() + ", so no start will succeed", "correct the command");
        } else if (process.command() instanceof Command.Words words) {
            checkProgram(values, words.argv().get(0), process);
            AppServerAdvice.of(words.argv(), process)
                    .ifPresent(advice -> values.warn(ProgramKeys.COMMAND, advice.what(), advice.write()));
        }
    }

    private void checkProgram(Values values, String program, ProcessSpec process) {
        if (program.indexOf('/') >= 0) {
            if (!isThere(process.directory().orElseGet(locations::currentDirectory), program)
                    && !isThere(locations.currentDirectory(), program)) {
                values.warn(
                        ProgramKeys.COMMAND,
                        "can't find command " + PythonText.quoteBriefly(program) + ", so no start would succeed now",
                        "install it, or write its full path");
            }
            return;
        }
        String path = process.environment().getOrDefault("PATH", daemonEnvironment.getOrDefault("PATH", DEFAULT_PATH));
        if (!searches.computeIfAbsent(path, any -> new HashMap<>())
                .computeIfAbsent(program, name -> search(path, name))) {
            values.warn(
                    ProgramKeys.COMMAND,
                    "can't find command " + PythonText.quoteBriefly(program)
                            + " in PATH, so no start would succeed now",
                    "install it, or write its full path");
        }
    }

    private boolean search(String path, String program) {
        for (String directory : path.split(":", -1)) {
            if (isThere(locations.currentDirectory(), directory + "/" + program)) {
                return true;
            }
        }
        return false;
    }

    private boolean isThere(Path base, String file) {
        try {
            return locations.exists(base.resolve(file));
        } catch (InvalidPathException noFileName) {
            return false;
        }
    }
}
