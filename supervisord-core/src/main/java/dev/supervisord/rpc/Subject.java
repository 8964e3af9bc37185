package dev.supervisord.rpc;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The subject of a certificate in its parts.
 *
 * @param text as RFC 2253 writes it: {@code CN=ci,O=Example}, with a backslash before what is not meant as a separator
 */
record Subject(String text) {

    /**
     * Whether all parts of this text are parts of the subject; their order, the case of their keys and blanks around them do not
     * matter. Blanks of the subject itself do: {@code ci} with a space of another alphabet behind it is somebody else.
     */
    boolean has(String wanted) {
        Set<String> parts = parts(wanted, String::strip);
        return !parts.isEmpty() && parts(text, part -> part).containsAll(parts);
    }

    private static Set<String> parts(String text, UnaryOperator<String> trim) {
        Set<String> parts = new HashSet<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++; // what follows stands for itself
            } else if (c == ',' || c == '+') {
                add(text.substring(from, at), trim, parts);
                from = at + 1;
            }
        }
        add(text.substring(from), trim, parts);
        return parts;
    }

    private static void add(String written, UnaryOperator<String> trim, Set<String> parts) {
        String part = trim.apply(written);
        int equals = part.indexOf('=');
        if (equals > 0) {
            parts.add(trim.apply(part.substring(0, equals)).toUpperCase(Locale.ROOT)
                    + "="
                    + trim.apply(part.substring(equals + 1)));
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
