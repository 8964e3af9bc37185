package dev.supervisord.config;

import java.util.Locale;

/**
 * Text on its way through toml4j 0.7.2, which unescapes in several passes and so reads {@code "C:\\new"} as a line break. What it might
 * misread goes as a mark with the number of the character. Stateless.
 */
final class Toml4jText {

    /** For private use in Unicode; where a text has it, it goes by its number too. */
    private static final char MARK = '\ue000';

    private static final int DIGITS = 4;

    private Toml4jText() {}

    /** A basic string of TOML, which toml4j reads as what {@link #restored} takes. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c == 0x7f || c == MARK) {
                quoted.append(MARK).append(String.format(Locale.ROOT, "%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** The text again. */
    static String restored(String read) {
        if (read.indexOf(MARK) < 0) {
            return read;
        }
        StringBuilder text = new StringBuilder(read.length());
        for (int i = 0; i < read.length(); i++) {
            if (read.charAt(i) == MARK) {
                text.append((char) Integer.parseInt(read, i + 1, i + 1 + DIGITS, 16));
                i += DIGITS;
            } else {
                text.append(read.charAt(i));
            }
        }
        return text.toString();
    }
}
