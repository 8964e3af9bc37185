package dev.supervisord.config;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the structure of a TOML file (tables, keys, which of them may follow which) and leaves its values as checked text.
 *
 * <p>toml4j is asked for the values only, because it loses track of quoted, dotted and repeated keys.
 */
final class TomlGuard {
    /** A value whose text is known to be in the part of TOML that toml4j reads right. */
    record Pending(TomlTable table, String key, int line, String text) {}

    private static final RawValue PLACEHOLDER = new RawValue.Text("");

    private final TomlScanner scanner;
    private final TomlValues values;
    private final TomlTable root = new TomlTable(TomlTable.Origin.HEADER);
    private final List<Pending> pending = new ArrayList<>();
    private TomlTable current = root;

    TomlGuard(String text) {
        scanner = new TomlScanner(text);
        values = new TomlValues(scanner);
    }

    /** Reads the whole file; {@link #pending()} then has the values to fill in. */
    TomlTable read() throws TomlRefusal {
        scanner.skipLines();
        while (!scanner.atEnd()) {
            if (scanner.peek() == '[') {
                readHeader();
            } else {
                readAssignment(current, 0);
                scanner.endLine("the value");
            }
            scanner.skipLines();
        }
        return root;
    }

    List<Pending> pending() {
        return pending;
    }

    private void readHeader() throws TomlRefusal {
        int line = scanner.line();
        if (scanner.startsWith("[[")) {
            throw scanner.refuse("an array of tables, [[…]], is not used in this configuration", "write [KIND.NAME]");
        }
        scanner.advance();
        List<String> path = TomlKeys.passDotted(scanner);
        if (scanner.peek() != ']') {
            throw scanner.refuse("the header is not closed", "end it with ]");
        }
        TomlTable table = root;
        for (String part : path.subList(0, path.size() - 1)) {
            table = descend(table, part, line, TomlTable.Origin.IMPLIED);
        }
        String last = path.get(path.size() - 1);
        TomlTable.Item known = table.items().get(last);
        if (known == null) {
            current = new TomlTable(TomlTable.Origin.HEADER);
            table.items().put(last, new TomlTable.Item(line, current));
        } else if (known.content() instanceof TomlTable again && again.origin() == TomlTable.Origin.IMPLIED) {
            again.setOrigin(TomlTable.Origin.HEADER);
            current = again;
        } else {
            throw scanner.refuse(
                    "[" + String.join(".", path) + "] is there already, in line " + known.line(),
                    "merge the two, or give one another name");
        }
        scanner.advance();
        scanner.endLine("the header");
    }

    private void readAssignment(TomlTable into, int depth) throws TomlRefusal {
        int line = scanner.line();
        List<String> path = TomlKeys.passDotted(scanner);
        if (scanner.peek() != '=') {
            throw scanner.refuse(
                    "the key " + String.join(".", path) + " has no value",
                    "write " + String.join(".", path) + " = VALUE");
        }
        TomlTable table = into;
        for (String part : path.subList(0, path.size() - 1)) {
            table = descend(table, part, line, TomlTable.Origin.DOTTED);
        }
        String last = path.get(path.size() - 1);
        TomlTable.Item known = table.items().get(last);
        if (known != null) {
            throw scanner.refuse(
                    "the key " + String.join(".", path) + " is there already, in line " + known.line(),
                    "remove one of the two");
        }
        scanner.advance();
        scanner.skipBlanks();
        readValue(table, last, line, depth);
    }

    private void readValue(TomlTable table, String key, int line, int depth) throws TomlRefusal {
        if (scanner.peek() == '{') {
            TomlTable inline = new TomlTable(TomlTable.Origin.INLINE);
            table.items().put(key, new TomlTable.Item(line, inline));
            readInlineTable(inline, depth + 1);
            return;
        }
        StringBuilder text = new StringBuilder();
        values.copy(text);
        table.items().put(key, new TomlTable.Item(line, PLACEHOLDER));
        pending.add(new Pending(table, key, line, text.toString()));
    }

    private void readInlineTable(TomlTable inline, int depth) throws TomlRefusal {
        if (depth > TomlValues.DEPTH_MAX) {
            throw scanner.refuse("tables nest more than " + TomlValues.DEPTH_MAX + " deep", "flatten them");
        }
        scanner.advance();
        scanner.skipBlanks();
        boolean more = scanner.peek() != '}';
        while (more) {
            readAssignment(inline, depth);
            scanner.skipBlanks();
            more = scanner.peek() == ',';
            if (more) {
                scanner.advance();
                scanner.skipBlanks();
            } else if (scanner.peek() != '}') {
                throw scanner.refuse(
                        scanner.peek() == '\n'
                                ? "an inline table may not span lines"
                                : "the inline table is not closed here",
                        "write a comma between values, } at the end, or a table of its own, [section.key]");
            }
        }
        scanner.advance();
    }

    /** The table {@code part} of {@code table}, made if needed. */
    private TomlTable descend(TomlTable table, String part, int line, TomlTable.Origin origin) throws TomlRefusal {
        TomlTable.Item known = table.items().get(part);
        if (known == null) {
            TomlTable made = new TomlTable(origin);
            table.items().put(part, new TomlTable.Item(line, made));
            return made;
        }
        if (known.content() instanceof TomlTable there) {
            boolean open = origin == TomlTable.Origin.IMPLIED
                    ? there.origin() != TomlTable.Origin.INLINE
                    : there.origin() == TomlTable.Origin.DOTTED;
            if (open) {
                return there;
            }
            throw scanner.refuse(
                    part + " is a table already, in line " + known.line() + ", and cannot be added to here",
                    "write the key there");
        }
        throw scanner.refuse(
                part + " is a value already, in line " + known.line() + ", and cannot be a table too",
                "give one of them another name");
    }
}
