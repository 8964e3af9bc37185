package dev.supervisord.ctl;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Looks through a Supervisor INI file, by the rules of Python's ConfigParser as far as single-line values need them. */
final class IniScan {
    private IniScan() {}

    /** Values by "section.key", and an empty one by "section" for each section that is there. */
    static Map<String, String> values(String text) {
        Map<String, String> values = new HashMap<>();
        String section = "";
        boolean inValue = false;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            String raw = text.substring(at, end < 0 ? text.length() : end);
            at = end < 0 ? text.length() : end + 1;
            String line = withoutComment(raw).strip();
            boolean indented = !raw.isEmpty() && Character.isWhitespace(raw.charAt(0));
            if (line.isEmpty() || (indented && inValue)) {
                continue; // An indented line goes on with the value before it.
            }
            if (line.charAt(0) == '[' && line.indexOf(']') > 0) {
                section = line.substring(1, line.indexOf(']'));
                values.put(section, "");
                inValue = false;
                continue;
            }
            int delimiter = delimiter(line);
            if (delimiter > 0) {
                String key = line.substring(0, delimiter).strip().toLowerCase(Locale.ROOT);
                values.put(section + "." + key, line.substring(delimiter + 1).strip());
                inValue = true;
            }
        }
        return values;
    }

    private static int delimiter(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '=' || line.charAt(i) == ':') {
                return i;
            }
        }
        return -1;
    }

    /** A comment begins with ; or # at the start of the line or after white space. */
    private static String withoutComment(String line) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if ((c == ';' || c == '#') && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
                return line.substring(0, i);
            }
        }
        return line;
    }
}
