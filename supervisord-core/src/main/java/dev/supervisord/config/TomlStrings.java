package dev.supervisord.config;

/** The four kinds of TOML string: passes over one and gives its text (TOML 1.0, "String"). */
final class TomlStrings {
    private static final String LITERAL = "write the string in single quotes, '…', where a backslash is just that";
    private static final int DELIMITER = 3;

    private final TomlScanner scanner;

    TomlStrings(TomlScanner scanner) {
        this.scanner = scanner;
    }

    /** Passes over the string that begins here; its text. */
    String read() throws TomlRefusal {
        char quote = scanner.peek();
        return scanner.peek(1) == quote && scanner.peek(2) == quote ? readMultiline(quote) : readSingleLine(quote);
    }

    private String readSingleLine(char quote) throws TomlRefusal {
        StringBuilder text = new StringBuilder();
        scanner.advance();
        while (scanner.peek() != quote) {
            if (scanner.atEnd() || scanner.peek() == '\n') {
                throw scanner.refuse("the string is not closed", "end it with " + quote);
            }
            readCharacter(text, quote, false);
        }
        scanner.advance();
        return text.toString();
    }

    private String readMultiline(char quote) throws TomlRefusal {
        StringBuilder text = new StringBuilder();
        scanner.advance(DELIMITER);
        if (scanner.peek() == '\n') {
            scanner.advance();
        }
        String delimiter = String.valueOf(quote).repeat(DELIMITER);
        while (!scanner.startsWith(delimiter)) {
            if (scanner.atEnd()) {
                throw scanner.refuse("the string is not closed", "end it with " + delimiter);
            }
            readCharacter(text, quote, true);
        }
        scanner.advance(DELIMITER);
        for (int more = 0; more < DELIMITER - 1 && scanner.peek() == quote; more++) {
            text.append(quote); // the delimiter is the end of a row of quotes
            scanner.advance();
        }
        return text.toString();
    }

    private void readCharacter(StringBuilder text, char quote, boolean multiline) throws TomlRefusal {
        scanner.requireText("a string");
        if (scanner.peek() == '\\' && quote == '"') {
            readEscape(text, multiline);
        } else {
            text.append(scanner.peek());
            scanner.advance();
        }
    }

    private void readEscape(StringBuilder text, boolean multiline) throws TomlRefusal {
        char escaped = scanner.peek(1);
        switch (escaped) {
            case 'b' -> readShort(text, '\b');
            case 't' -> readShort(text, '\t');
            case 'n' -> readShort(text, '\n');
            case 'f' -> readShort(text, '\f');
            case 'r' -> readShort(text, '\r');
            case '"', '\\' -> readShort(text, escaped);
            case 'u' -> readUnicode(text, 4);
            case 'U' -> readUnicode(text, 8);
            case ' ', '\t', '\n' -> passLineJoin(multiline);
            default ->
                throw scanner.refuse(
                        escaped == TomlScanner.END ? "the string is not closed" : "TOML has no escape \\" + escaped,
                        LITERAL);
        }
    }

    private void readShort(StringBuilder text, char meaning) {
        text.append(meaning);
        scanner.advance(2);
    }

    private void readUnicode(StringBuilder text, int digits) throws TomlRefusal {
        int code = 0;
        for (int i = 2; i < 2 + digits; i++) {
            int digit = hexDigit(scanner.peek(i));
            if (digit < 0) {
                throw scanner.refuse(
                        "the escape \\" + scanner.peek(1) + " needs " + digits + " hexadecimal digits",
                        "write them, or " + LITERAL);
            }
            code = code > Character.MAX_CODE_POINT ? code : code * 16 + digit;
        }
        if (code > Character.MAX_CODE_POINT) {
            throw scanner.refuse("the escape \\U of a number that is no character", "write the character itself");
        }
        if (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) {
            throw scanner.refuse("the escape \\u with half a character", "write the character itself");
        }
        text.appendCodePoint(code);
        scanner.advance(2 + digits);
    }

    private static int hexDigit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }

    /** A backslash at the end of a line: it joins the next line that is not empty, without what it begins with. */
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
