package dev.supervisord.config;

import java.util.ArrayList;
import java.util.List;

/** TOML keys: bare, quoted and dotted. toml4j never sees them, except in inline tables. */
final class TomlKeys {
    private TomlKeys() {}

    /** Passes over a dotted key and gives its parts. */
    static List<String> passDotted(TomlScanner scanner) throws TomlRefusal {
        List<String> parts = new ArrayList<>();
        while (true) {
            scanner.skipBlanks();
            parts.add(passOne(scanner));
            scanner.skipBlanks();
            if (scanner.peek() != '.') {
                return parts;
            }
            if (parts.size() >= TomlValues.DEPTH_MAX) {
                throw scanner.refuse("the key has more than " + TomlValues.DEPTH_MAX + " parts", "shorten it");
            }
            scanner.advance();
        }
    }

    /** Passes over one part of a key and gives its name. */
    static String passOne(TomlScanner scanner) throws TomlRefusal {
        char quote = scanner.peek();
        if (quote == '"' || quote == '\'') {
            return passQuoted(scanner, quote);
        }
        int start = scanner.position();
        while (TomlScanner.isBareKey(scanner.peek())) {
            scanner.advance();
        }
        if (scanner.position() == start) {
            throw scanner.atEnd() || scanner.peek() == '\n'
                    ? scanner.refuse("a key is missing", "write KEY = VALUE")
                    : scanner.refuse(
                            "no key can begin with " + scanner.peek(),
                            "put a key with other signs than A-Z a-z 0-9 _ - in quotes");
        }
        return scanner.textFrom(start);
    }

    private static String passQuoted(TomlScanner scanner, char quote) throws TomlRefusal {
        if (scanner.peek(1) == quote && scanner.peek(2) == quote) {
            throw scanner.refuse("a key may not be a string of several lines", "write it in one pair of quotes");
        }
        return new TomlStrings(scanner).read();
    }
}
