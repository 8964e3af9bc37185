package dev.supervisord.config;

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
        } else if (!isPattern(part)) {
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
                if ((!name.startsWith(".") || pattern.startsWith(".")) && fits(pattern, name)) {
                    children.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException unreadable) {
            // As in Python's glob: what cannot be listed has nothing that fits, which the caller reports.
            return List.of();
        }
        return children;
    }

    private static boolean isPattern(String part) {
        return part.indexOf('*') >= 0 || part.indexOf('?') >= 0 || part.indexOf('[') >= 0;
    }

    /** Whether a name fits a pattern: {@code *}, {@code ?}, {@code [a-z]}, {@code [!a-z]}. */
    static boolean fits(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int retry = 0;
        while (n < name.length()) {
            int end = p < pattern.length() ? fitsOne(pattern, p, name.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = n;
            } else if (end > 0) {
                p = end;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Index behind the element at {@code p} if it fits this character, else -1. */
    private static int fitsOne(String pattern, int p, char c) {
        char element = pattern.charAt(p);
        if (element == '?') {
            return p + 1;
        }
        int close = element == '[' ? closing(pattern, p) : -1;
        if (close < 0) {
            return element == c ? p + 1 : -1;
        }
        int i = p + 1;
        boolean negated = pattern.charAt(i) == '!';
        if (negated) {
            i++;
        }
        boolean inside = false;
        while (i < close) {
            char low = pattern.charAt(i);
            boolean range = i + 2 < close && pattern.charAt(i + 1) == '-';
            char high = range ? pattern.charAt(i + 2) : low;
            inside |= low <= c && c <= high;
            i += range ? 3 : 1;
        }
        return inside != negated ? close + 1 : -1;
    }

    /** Index of the bracket that closes a set, or -1: a bracket that is not closed is just a bracket. */
    private static int closing(String pattern, int open) {
        int first = open + 1;
        if (first < pattern.length() && pattern.charAt(first) == '!') {
            first++;
        }
        return pattern.indexOf(']', Math.min(pattern.length(), first + 1));
    }
}
