package dev.supervisord.ctl;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks through a TOML file for keys with a one-line string, in tables that have a line of their own. */
final class TomlScan {
    private TomlScan() {}

    /** Values by "table.key", and an empty one by "table" for each table that is there. */
    static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        String table = "";
        boolean inText = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String line = text.substring(at, end < 0 ? text.length() : end).strip();
            at = end < 0 ? text.length() : end + 1;
            boolean opensOrCloses = togglesMultiline(line);
            if (inText || opensOrCloses) {
                inText ^= opensOrCloses;
            } else if (line.startsWith("[") && line.indexOf(']') > 0) {
                table = line.substring(1, line.indexOf(']')).strip();
                values.put(table, "");
            } else {
                int equals = line.indexOf('=');
                String value = equals > 0 ? string(line.substring(equals + 1).strip()) : null;
                if (value != null) {
                    values.put(table + "." + line.substring(0, equals).strip(), value);
                }
            }
        }
        return values;
    }

    /** A string over several lines begins or ends here, but not both. */
    private static boolean togglesMultiline(String line) {
        return (count(line, "\"\"\"") + count(line, "'''")) % 2 == 1;
    }

    private static int count(String line, String mark) {
        int count = 0;
        for (int i = line.indexOf(mark); i >= 0; i = line.indexOf(mark, i + mark.length())) {
            count++;
        }
        return count;
    }

    /** The string that a value begins with; null when it is something else. */
    private static @Nullable String string(String value) {
        if (value.startsWith("'")) {
            int end = value.indexOf('\'', 1);
            return end < 0 ? null : value.substring(1, end);
        }
        if (!value.startsWith("\"")) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                return text.toString();
            }
            if (c == '\\') {
                i++;
                c = i < value.length() ? value.charAt(i) : '"';
                if (c != '"' && c != '\\') {
                    return null; // Nothing that a path or URL needs.
                }
            }
            text.append(c);
        }
        return null;
    }
}
