package dev.supervisord.config;

/**
 * TOML values other than tables: passes over one and copies it without comments, refusing what toml4j would read as something
 * else.
 */
final class TomlValues {
    /** How deep arrays and inline tables may nest. */
    static final int DEPTH_MAX = 16;

    private final TomlScanner scanner;
    private final TomlStrings strings;

    TomlValues(TomlScanner scanner) {
        this.scanner = scanner;
        this.strings = new TomlStrings(scanner);
    }

    /** Passes over the value that begins here and appends it. */
    void copy(StringBuilder copy) throws TomlRefusal {
        copy(copy, 0);
    }

    /** Passes over a value and gives its type, by the first letter of toml4j's. */
    private char copy(StringBuilder copy, int depth) throws TomlRefusal {
        if (depth > DEPTH_MAX) {
            throw scanner.refuse("values nest more than " + DEPTH_MAX + " deep", "flatten them");
        }
        int start = scanner.position();
        char first = scanner.peek();
        if (first == '"' || first == '\'') {
            copy.append(Toml4jText.quoted(strings.read()));
            return 's';
        } else if (first == '[') {
            copyArray(copy, depth);
            return 'a';
        } else if (first == '{') {
            throw scanner.refuse("a table in an array is not supported", "write it as a table of its own");
        }
        while (TomlScanner.isBareKey(scanner.peek()) || ".+:".indexOf(scanner.peek()) >= 0) {
            scanner.advance();
        }
        String word = scanner.textFrom(start);
        char type = scalarType(word);
        copy.append(word);
        return type;
    }

    private char scalarType(String word) throws TomlRefusal {
        if (word.equals("true") || word.equals("false")) {
            return 'b';
        }
        int digits = word.startsWith("+") || word.startsWith("-") ? 1 : 0;
        int dot = word.indexOf('.');
        boolean whole = isDigits(word, digits, dot < 0 ? word.length() : dot);
        boolean leadingZero = word.startsWith("0", digits) && (dot < 0 ? word.length() : dot) > digits + 1;
        if (whole && !leadingZero && dot < 0) {
            return requireLong(word);
        } else if (whole && !leadingZero && isDigits(word, dot + 1, word.length())) {
            return 'f';
        }
        throw refuseScalar(word, leadingZero);
    }

    private char requireLong(String word) throws TomlRefusal {
        if (Numbers.whole(word).isEmpty()) {
            throw scanner.refuse("the number has more than 64 bits", "write a smaller one");
        }
        return 'i';
    }

    /** Digits with single underscores between them. */
    private static boolean isDigits(String word, int from, int to) {
        if (from >= to || !TomlScanner.isDigit(word.charAt(to - 1))) {
            return false;
        }
        boolean afterDigit = false;
        for (int i = from; i < to; i++) {
            boolean digit = TomlScanner.isDigit(word.charAt(i));
            if (!digit && !(afterDigit && word.charAt(i) == '_')) {
                return false;
            }
            afterDigit = digit;
        }
        return true;
    }

    private TomlRefusal refuseScalar(String word, boolean leadingZero) {
        String quotes = "put text in quotes, or write a plain decimal number, true or false";
        if (word.isEmpty()) {
            boolean none = scanner.atEnd() || "\n#,]}".indexOf(scanner.peek()) >= 0;
            return scanner.refuse(
                    none ? "a value is missing" : "no value can begin with " + scanner.peek(),
                    none ? "write one, \"\" for an empty text" : quotes);
        }
        boolean number = TomlScanner.isDigit(word.charAt(0)) || "+-".indexOf(word.charAt(0)) >= 0;
        String name;
        if (word.startsWith("0x") || word.startsWith("0o") || word.startsWith("0b")) {
            name = "the hexadecimal, octal or binary number " + word + " is not supported";
        } else if (word.endsWith("inf") || word.endsWith("nan")) {
            name = "the number " + word + " is not supported";
        } else if (leadingZero && !word.contains(":") && !word.contains("-")) {
            name = "the number " + word + " has a leading zero";
            quotes = "remove it, or put a umask in quotes, \"022\"";
        } else if (number && (word.indexOf(':') > 0 || word.indexOf('-', 1) > 0) && word.indexOf('e') < 0) {
            name = "the date or time " + word + " is not supported";
        } else if (number && (word.indexOf('e') > 0 || word.indexOf('E') > 0)) {
            name = "the number " + word + " with an exponent is not supported";
        } else {
            name = PythonText.quoteBriefly(word) + " is no TOML value";
        }
        return scanner.refuse(name, quotes);
    }

    private void copyArray(StringBuilder copy, int depth) throws TomlRefusal {
        scanner.advance();
        copy.append('[');
        char type = 0;
        scanner.skipLines();
        while (scanner.peek() != ']') {
            char found = copy(copy, depth + 1);
            if (type != 0 && found != type) {
                throw scanner.refuse(
                        "an array with values of several types is not supported", "write them all as strings");
            }
            type = found;
            scanner.skipLines();
            if (scanner.peek() == ',') {
                copy.append(", ");
                scanner.advance();
                scanner.skipLines();
            } else if (scanner.peek() != ']') {
                throw scanner.refuse("the array is not closed here", "write a comma between values, ] at the end");
            }
        }
        copy.append(']');
        scanner.advance();
    }
}
