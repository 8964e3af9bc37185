package dev.supervisord.rpc;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The subject of a certificate in its parts.
 *
 * @param text as RFC 2253 writes it: {@code CN=ci,O=Example}, with a backslash before what is not meant as a separator
 */
record Subject(String text) {

    /** Whether all parts of this text are parts of the subject; their order and the case of their keys do not matter. */
    boolean has(String wanted) {
        Set<String> parts = parts(wanted);
        return !parts.isEmpty() && parts(text).containsAll(parts);
    }

    private static Set<String> parts(String text) {
        Set<String> parts = new HashSet<>();
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++; // what follows stands for itself
            } else if (c == ',' || c == '+') {
                add(text.substring(from, at), parts);
                from = at + 1;
            }
        }
        add(text.substring(from), parts);
        return parts;
    }

    private static void add(String written, Set<String> parts) {
        String part = written.strip();
        int equals = part.indexOf('=');
        if (equals > 0) {
            parts.add(part.substring(0, equals).strip().toUpperCase(Locale.ROOT)
                    + "="
                    + part.substring(equals + 1).strip());
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
