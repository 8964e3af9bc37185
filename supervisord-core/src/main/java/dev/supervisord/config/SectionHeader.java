package dev.supervisord.config;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a section's header means: {@code program:web} is the kind {@code program} with the name {@code web}.
 *
 * @param name without blanks at its ends; empty when there is none
 */
record SectionHeader(Kind kind, String name) {

    /** Reads what stands between the brackets; empty when no kind of section is written so. */
    static Optional<SectionHeader> parse(String text, char separator) {
        int end = text.indexOf(separator);
        boolean named = end >= 0;
        Optional<Kind> kind = Kind.of(named ? text.substring(0, end) : text);
        if (kind.isEmpty() || (named ? !kind.get().mayBeNamed() : !kind.get().mayBeUnnamed())) {
            return Optional.empty();
        }
        return Optional.of(new SectionHeader(kind.get(), named ? PythonText.strip(text.substring(end + 1)) : ""));
    }

    /** What to say about a header that nobody knows. */
    static String adviceFor(String text, Syntax syntax) {
        char separator = syntax.separator();
        int end = text.indexOf(separator);
        String word = PythonText.strip(end >= 0 ? text.substring(0, end) : text);
        String name = end >= 0 ? PythonText.strip(text.substring(end + 1)) : "";
        Optional<Kind> near = NearName.of(
                        word, Arrays.stream(Kind.values()).map(Kind::word).toList())
                .flatMap(Kind::of);
        if (near.isEmpty()) {
            return "remove it, or write one of [program" + separator + "NAME], [group" + separator + "NAME], "
                    + "[supervisord], [include]";
        }
        String kind = near.get().word();
        if (!near.get().mayBeNamed()) {
            return "write [" + kind + "]";
        }
        if (name.isEmpty() && near.get().mayBeUnnamed()) {
            return "write [" + kind + "]";
        }
        return "write [" + kind + separator + (name.isEmpty() ? "NAME" : name) + "]";
    }
}
