package dev.supervisord.config;

/** The four kinds of TOML string: passes over one, and refuses what toml4j would read as something else. */
final class TomlStrings {
    private static final String LITERAL = "write the string in single quotes, '…', where a backslash is just that";

    private final TomlScanner scanner;

    TomlStrings(TomlScanner scanner) {
        this.scanner = scanner;
    }

    /** Passes over the string that begins here. */
    void pass() throws TomlRefusal {
        if (scanner.startsWith("\"\"\"")) {
            passMultiline('"');
        } else if (scanner.startsWith("'''")) {
            passMultiline('\'');
        } else {
            passSingleLine(scanner.peek());
        }
    }

    private void passSingleLine(char quote) throws TomlRefusal {
        scanner.advance();
        while (scanner.peek() != quote) {
            if (scanner.atEnd() || scanner.peek() == '\n') {
                throw scanner.refuse("the string is not closed", "end it with " + quote);
            }
            scanner.requireText("a string");
            if (scanner.peek() == '\\' && quote == '"') {
                passEscape(false);
            } else {
                scanner.advance();
            }
        }
        scanner.advance();
    }

    private void passMultiline(char quote) throws TomlRefusal {
        String delimiter = String.valueOf(quote).repeat(3);
        scanner.advance(3);
        while (!scanner.startsWith(delimiter)) {
            if (scanner.atEnd()) {
                throw scanner.refuse("the string is not closed", "end it with " + delimiter);
            }
            scanner.requireText("a string");
            if (scanner.peek() == '\\' && quote == '"') {
                passEscape(true);
            } else {
                scanner.advance();
            }
        }
        scanner.advance(3);
        if (scanner.peek() == quote) {
            throw scanner.refuse(
                    "a quote directly before the end of a " + delimiter + " string is not supported",
                    "let another character follow it, or use the other kind of quotes");
        }
    }

    private void passEscape(boolean multiline) throws TomlRefusal {
        char escaped = scanner.peek(1);
        switch (escaped) {
            case 'b', 't', 'n', 'f', 'r' -> scanner.advance(2);
            case '"' -> {
                scanner.advance(2);
                if (multiline && scanner.startsWith("\"\"")) {
                    throw scanner.refuse("the escape \\\" before two quotes is not supported", "escape those too");
                }
            }
            case '\\' -> passBackslash();
            case 'u' -> passUnicode();
            case 'U' ->
                throw scanner.refuse(
                        "the escape \\UXXXXXXXX is not supported", "write the character itself, the file is UTF-8");
            case ' ', '\t', '\n' -> passLineJoin(multiline);
            default ->
                throw scanner.refuse(
                        escaped == TomlScanner.END ? "the string is not closed" : "TOML has no escape \\" + escaped,
                        LITERAL);
        }
    }

    /** {@code \\}: toml4j unescapes in several passes, so what follows must not look like another escape. */
    private void passBackslash() throws TomlRefusal {
        scanner.advance(2);
        char next = scanner.peek();
        boolean anotherBackslash = next == '\\' && scanner.peek(1) == '\\';
        if (!anotherBackslash && (Character.isWhitespace(next) || "\\\"btnfruU/".indexOf(next) >= 0)) {
            throw scanner.refuse(
                    "the escape \\\\ before "
                            + (Character.isWhitespace(next) ? "white space" : String.valueOf(next))
                            + " is not supported",
                    LITERAL);
        }
    }

    private void passUnicode() throws TomlRefusal {
        int code = 0;
        for (int i = 2; i < 6; i++) {
            int digit = hexDigit(scanner.peek(i));
            if (digit < 0) {
                throw scanner.refuse("the escape \\u needs four hexadecimal digits", "write them, or " + LITERAL);
            }
            code = code * 16 + digit;
        }
        if (code >= 0xd800 && code <= 0xdfff) {
            throw scanner.refuse("the escape \\u with half a character", "write the character itself");
        }
        if (code == '\\' || code == '"') {
            throw scanner.refuse("the escape \\u for a quote or backslash is not supported", LITERAL);
        }
        scanner.advance(6);
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    private void passLineJoin(boolean multiline) throws TomlRefusal {
        int ahead = 1;
        while (scanner.peek(ahead) == ' ' || scanner.peek(ahead) == '\t') {
            ahead++;
        }
        if (!multiline || scanner.peek(ahead) != '\n') {
            throw scanner.refuse("TOML has no escape for a blank", LITERAL);
        }
        while (" \t\n".indexOf(scanner.peek(ahead)) >= 0) {
            ahead++;
        }
        scanner.advance(ahead);
    }
}
