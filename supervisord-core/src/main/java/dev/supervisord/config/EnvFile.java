package dev.supervisord.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Reads a file of variables, as systemd's {@code EnvironmentFile} and shells write them: {@code NAME=value} in each line.
 *
 * <p>Empty lines and lines that begin with {@code #} count for nothing, and {@code export} may stand before a name. A value is
 * taken to the end of its line as it stands, without the blanks around it; in single quotes everything stands for itself, in
 * double quotes a backslash quotes {@code "}, a backslash, {@code $} and a backquote. Nothing is expanded. Messages contain
 * names, never values.
 */
final class EnvFile {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
    private static final Pattern EXPORT = Pattern.compile("export\\s+");
    private static final String QUOTABLE = "\"\\$`";

    private final BiConsumer<Integer, String> refusals;
    private final Map<String, String> variables = new LinkedHashMap<>();

    private EnvFile(BiConsumer<Integer, String> refusals) {
        this.refusals = refusals;
    }

    /**
     * The variables of a file.
     *
     * @param refusals told of each line that cannot be read: its number, from 1, and what is wrong
     */
    static Map<String, String> parse(String text, BiConsumer<Integer, String> refusals) {
        EnvFile file = new EnvFile(refusals);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            String content = PythonText.strip(line);
            if (!content.isEmpty() && content.charAt(0) != '#') {
                file.readLine(number, content);
            }
        }
        return file.variables;
    }

    private void readLine(int number, String content) {
        String assignment =
                EXPORT.matcher(content).lookingAt() ? EXPORT.matcher(content).replaceFirst("") : content;
        int equals = assignment.indexOf('=');
        if (equals < 0) {
            refusals.accept(number, "the line is no NAME=value");
            return;
        }
        String name = assignment.substring(0, equals);
        if (!NAME.matcher(name).matches()) {
            refusals.accept(number, "what stands before = is no name of a variable");
            return;
        }
        String value = PythonText.strip(assignment.substring(equals + 1));
        boolean quoted = value.startsWith("\"") || value.startsWith("'");
        if (value.indexOf('\0') >= 0) {
            refusals.accept(number, "the value of " + name + " has a NUL character");
        } else if (!quoted) {
            variables.put(name, value);
        } else {
            readQuoted(number, name, value);
        }
    }

    private void readQuoted(int number, String name, String value) {
        char quote = value.charAt(0);
        StringBuilder text = new StringBuilder();
        int at = 1;
        while (at < value.length() && value.charAt(at) != quote) {
            boolean escapes = quote == '"' && value.charAt(at) == '\\' && at + 1 < value.length();
            if (escapes && QUOTABLE.indexOf(value.charAt(at + 1)) >= 0) {
                at++;
            }
            text.append(value.charAt(at++));
        }
        if (at >= value.length()) {
            refusals.accept(number, "the value of " + name + " has no closing quote");
        } else if (at + 1 < value.length()) {
            refusals.accept(number, "something follows the closing quote of " + name);
        } else {
            variables.put(name, text.toString());
        }
    }
}
