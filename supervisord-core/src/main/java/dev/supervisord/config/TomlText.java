package dev.supervisord.config;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes values as TOML, in the part of it that {@link TomlGuard} admits. */
final class TomlText {
    private TomlText() {}

    /** A string with the same characters, in whichever quotes need no escapes. */
    static String string(String text) {
        boolean controls = text.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7f);
        boolean escapes = text.indexOf('\\') >= 0 || text.indexOf('"') >= 0;
        if (!controls && !escapes) {
            return '"' + text + '"';
        }
        if (!controls && text.indexOf('\'') < 0) {
            return '\'' + text + '\'';
        }
        boolean onlyLines = text.chars().noneMatch(c -> (c < ' ' && c != '\t' && c != '\n') || c == 0x7f);
        if (onlyLines && !text.contains("'''") && !text.endsWith("'")) {
            return "'''\n" + text + "'''";
        }
        return escaped(text);
    }

    private static String escaped(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default ->
                    quoted.append(
                            c < ' ' || c == 0x7f ? String.format(Locale.ROOT, "\\u%04x", (int) c) : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }

    /** A string that stands for itself where expansions are made. */
    static String literal(String text) {
        return string(text.replace("%", "%%"));
    }

    /** A key, in quotes where it needs them. */
    static String key(String name) {
        boolean bare = !name.isEmpty() && name.chars().allMatch(c -> TomlScanner.isBareKey((char) c));
        boolean plain = name.chars().noneMatch(c -> c < ' ' || c == '\'' || c == 0x7f);
        return bare ? name : plain ? '\'' + name + '\'' : escaped(name);
    }

    /** An array of values that are already TOML. */
    static String array(Collection<String> values) {
        return values.stream().collect(Collectors.joining(", ", "[", "]"));
    }

    /** An array of strings that stand for themselves. */
    static String literals(List<String> texts) {
        return array(texts.stream().map(TomlText::literal).toList());
    }

    /** An inline table of pairs that are already TOML. */
    static String table(List<String> pairs) {
        return pairs.isEmpty() ? "{}" : pairs.stream().collect(Collectors.joining(", ", "{ ", " }"));
    }
}
