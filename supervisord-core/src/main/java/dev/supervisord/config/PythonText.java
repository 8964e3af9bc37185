package dev.supervisord.config;

import java.util.Locale;

/** Rules for text that Supervisor inherits from Python and that its files depend on. */
final class PythonText {
    private PythonText() {}

    /** {@code str.isspace()}: Java's white space and the no-break blanks that copied text is full of. */
    static boolean isSpace(char c) {
        return c == ' '
                || c == '\u00a0'
                || c == '\u0085'
                || c == '\u2007'
                || c == '\u202f'
                || Character.isWhitespace(c);
    }

    /** {@code str.strip()}. */
    static String strip(String text) {
        int start = 0;
        while (start < text.length() && isSpace(text.charAt(start))) {
            start++;
        }
        return stripEnd(text.substring(start));
    }

    /** {@code str.rstrip()}. */
    static String stripEnd(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** {@code repr(str)} as far as messages need it: quoted, with line breaks, tabs and quotes made visible. */
    static String quote(String text) {
        char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
        StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\\' -> quoted.append("\\\\");
                default -> {
                    if (c == quote) {
                        quoted.append('\\').append(c);
                    } else if (c < ' ' || c == 0x7f) {
                        quoted.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append(quote).toString();
    }

    /** {@link #quote} of text that may be long: only its beginning. */
    static String quoteBriefly(String text) {
        int limit = 60;
        return text.length() <= limit ? quote(text) : quote(text.substring(0, limit)) + "…";
    }
}
