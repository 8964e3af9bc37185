package dev.supervisord.config;

import dev.supervisord.model.Wildcards;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Finds the paths that a pattern fits, as Python's {@code glob} does for Supervisor's {@code [include]}. */
final class Glob {
    private Glob() {}

    /** The existing paths that fit an absolute pattern, sorted; directories that cannot be listed have none. */
    static List<Path> find(String pattern) {
        List<Path> found = new ArrayList<>();
        walk(Path.of("/"), pattern.split("/+"), 0, found);
        Collections.sort(found);
        return found;
    }

    private static void walk(Path base, String[] parts, int index, List<Path> found) {
        if (index == parts.length) {
            found.add(base);
            return;
        }
        String part = parts[index];
        if (part.isEmpty()) {
            walk(base, parts, index + 1, found);
        } else if (!Wildcards.areIn(part)) {
            Path next = base.resolve(part);
            if (Files.exists(next)) {
                walk(next, parts, index + 1, found);
            }
        } else if (Files.isDirectory(base)) {
            for (Path next : children(base, part)) {
                if (index + 1 == parts.length || Files.isDirectory(next)) {
                    walk(next, parts, index + 1, found);
                }
            }
        }
    }

    private static List<Path> children(Path directory, String pattern) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if ((!name.startsWith(".") || pattern.startsWith(".")) && Wildcards.fit(pattern, name)) {
                    children.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // As in Python's glob: what cannot be listed has nothing that fits, which the caller reports.
            return List.of();
        }
        return children;
    }
}
