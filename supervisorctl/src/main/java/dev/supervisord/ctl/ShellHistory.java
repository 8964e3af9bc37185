package dev.supervisord.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The lines that were typed into the shell, in a file of the user's that only the user may read; the last {@value #LINES_MAX}.
 * Where it cannot be written the lines are remembered until the shell ends.
 */
final class ShellHistory {
    private static final int LINES_MAX = 500;

    private final @Nullable Path file;
    private final List<String> lines = new ArrayList<>();
    private boolean writable = true;

    /** @param file null: nowhere */
    ShellHistory(@Nullable Path file) {
        this.file = file;
        try {
            if (file != null && Files.exists(file)) {
                lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
                forgetOldest();
            }
        } catch (IOException e) {
            writable = false; // it is somebody else's, or no text: it is left alone
        }
    }

    /** The file: what the user has named, else the usual place of such things; null when there is none. */
    static @Nullable Path place(@Nullable String named, Map<String, String> environment) {
        if (named != null) {
            return Path.of(named);
        }
        String state = environment.getOrDefault("XDG_STATE_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!state.isEmpty()) {
            return Path.of(state, "supervisorctl", "history");
        }
        return home.isEmpty() ? null : Path.of(home, ".local", "state", "supervisorctl", "history");
    }

    /** The oldest first. */
    List<String> lines() {
        return List.copyOf(lines);
    }

    /** A blank line, and one that was just typed as well, are not worth remembering. */
    void add(String line) {
        boolean repeated = !lines.isEmpty() && lines.get(lines.size() - 1).equals(line);
        if (line.isBlank() || repeated) {
            return;
        }
        lines.add(line);
        forgetOldest();
        if (writable && file != null) {
            writable = write(file);
        }
    }

    private void forgetOldest() {
        if (lines.size() > LINES_MAX) {
            lines.subList(0, lines.size() - LINES_MAX).clear();
        }
    }

    private boolean write(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            if (Files.notExists(file)) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            Files.write(file, lines, StandardCharsets.UTF_8);
            return true;
        } catch (IOException e) {
            return false; // the shell works without
        }
    }
}
