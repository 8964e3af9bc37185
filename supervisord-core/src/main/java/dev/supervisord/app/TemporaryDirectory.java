package dev.supervisord.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The directory for temporary files, found as Supervisor finds it: by the rules of Python's {@code tempfile.gettempdir}. */
final class TemporaryDirectory {
    private static final List<String> VARIABLES = List.of("TMPDIR", "TEMP", "TMP");

    private TemporaryDirectory() {}

    /** The first that the environment names and that can be written to; else {@code /tmp}. */
    static Path find(Map<String, String> environment) {
        for (String variable : VARIABLES) {
            String named = environment.getOrDefault(variable, "");
            if (!named.isEmpty() && Files.isDirectory(Path.of(named)) && Files.isWritable(Path.of(named))) {
                return Path.of(named).toAbsolutePath();
            }
        }
        return Path.of("/tmp");
    }
}
