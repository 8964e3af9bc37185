package dev.supervisord.systemtests;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The answer to {@code status}, by process.
 *
 * @param rows in the order of the lines
 */
record Status(Map<String, Row> rows) {

    /** One line. */
    record Row(String state, String description) {}

    static Status parse(String lines) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : lines.lines().toList()) {
            String[] parts = line.split("\\s+", 3);
            rows.put(parts[0], new Row(parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : ""));
        }
        return new Status(rows);
    }

    Set<String> names() {
        return rows.keySet();
    }

    /** The state of a process; "absent" when it is not listed. */
    String state(String process) {
        @Nullable Row row = rows.get(process);
        return row == null ? "absent" : row.state();
    }

    String description(String process) {
        @Nullable Row row = rows.get(process);
        return row == null ? "" : row.description();
    }
}
