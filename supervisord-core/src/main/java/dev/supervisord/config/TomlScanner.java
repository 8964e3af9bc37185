package dev.supervisord.config;

import java.util.Locale;

/**
 * Walks over the text of a TOML file and lets through exactly what toml4j reads right.
 *
 * <p>toml4j 0.7.2 accepts much that is not TOML and silently changes some of what is (comments in arrays, fractions of exponents);
 * whatever it would get wrong is refused here, with line and column and the name of the construct.
 * This class knows the lexical level (blanks, comments, numbers); {@link TomlStrings} the strings, {@link TomlValues} values
 * and {@link TomlGuard} keys and tables.
 */
final class TomlScanner {
    /** What {@link #peek()} gives after the last character. */
    static final char END = '\uffff';

    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    /** @param text with line feeds as line ends */
    TomlScanner(String text) {
        this.text = text;
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        int index = position + ahead;
        return index < text.length() ? text.charAt(index) : END;
    }

    boolean atEnd() {
        return position >= text.length();
    }

    int position() {
        return position;
    }

    int line() {
        return line;
    }

    String textFrom(int start) {
        return text.substring(start, position);
    }

    void advance() {
        if (peek() == '\n') {
            line++;
            lineStart = position + 1;
        }
        position++;
    }

    void advance(int count) {
        for (int i = 0; i < count; i++) {
            advance();
        }
    }

    boolean startsWith(String word) {
        return text.startsWith(word, position);
    }

    void skipBlanks() {
        while (peek() == ' ' || peek() == '\t') {
            position++;
        }
    }

    /** Skips blanks, comments and line ends, as they may stand in arrays and between lines. */
    void skipLines() throws TomlRefusal {
        while (true) {
            skipBlanks();
            if (peek() == '#') {
                skipComment();
            }
            if (peek() != '\n') {
                return;
            }
            advance();
        }
    }

    /** Requires that nothing but a comment follows on this line, and goes to the next one. */
    void endLine(String after) throws TomlRefusal {
        skipBlanks();
        if (peek() == '#') {
            skipComment();
        }
        if (atEnd()) {
            return;
        }
        if (peek() != '\n') {
            throw refuse("nothing may follow " + after + " on its line", "begin a new line, or a comment with #");
        }
        advance();
    }

    private void skipComment() throws TomlRefusal {
        while (!atEnd() && peek() != '\n') {
            requireText("a comment");
            position++;
        }
    }

    /** Refuses control characters other than the tab, which TOML allows nowhere. */
    void requireText(String where) throws TomlRefusal {
        char c = peek();
        if ((c < ' ' && c != '\t' && c != '\n') || c == 0x7f) {
            throw refuse(
                    String.format(Locale.ROOT, "control character U+%04X in %s", (int) c, where),
                    c == '\r' ? "end lines with a line feed" : "remove it");
        }
    }

    TomlRefusal refuse(String what, String advice) {
        return new TomlRefusal(line, position - lineStart + 1, what, advice);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isBareKey(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }
}
