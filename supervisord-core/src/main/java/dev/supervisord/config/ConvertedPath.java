package dev.supervisord.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes paths of an INI file so that they mean the same in TOML: relative ones start from the daemon's current directory
 * there, and from the directory of the file here.
 *
 * @param current the current directory of the daemon, absolute
 * @param target the directory that the TOML file will be in, absolute
 */
record ConvertedPath(Path current, Path target, Map<String, String> environment) {
    private static final Set<String> LOG_WORDS = Set.of("", "none", "off", "auto", "syslog");
    private static final Pattern VARIABLE = Pattern.compile("%\\(ENV_([^)]*)\\)s.*", Pattern.DOTALL);

    /**
     * The path, with expansions left as they are, and what is to be said about it.
     *
     * @param sign what stands before it and is no part of it
     */
    Converted convert(Key<?> key, String text, String sign) {
        boolean word = (key.type().equals(Types.LOG_FILE) && LOG_WORDS.contains(text.toLowerCase(Locale.ROOT)))
                || (key.equals(DaemonKeys.PIDFILE) && text.equalsIgnoreCase("none"));
        boolean home = text.startsWith("~") && !key.equals(ProgramKeys.DIRECTORY); // there it is a letter like others
        boolean absolute = text.startsWith("/") || home || text.startsWith("%(here)s");
        if (word || absolute || current.equals(target)) {
            return Converted.same(TomlText.string(sign + text));
        }
        Matcher variable = VARIABLE.matcher(text);
        if (variable.matches()) {
            boolean known = environment.getOrDefault(variable.group(1), "").startsWith("/");
            String toml = TomlText.string(sign + text);
            return known
                    ? Converted.same(toml)
                    : Converted.changed(
                            toml,
                            "if the variable is not an absolute path, the path starts from the directory of the TOML file",
                            "write an absolute path");
        }
        return Converted.changed(
                TomlText.string(sign + from(current, text)),
                "a relative path starts from the daemon's current directory in INI files; it is written for a daemon"
                        + " that is started in " + current,
                "check it, or convert in the directory in which the daemon is started");
    }

    /** A relative path with its directory before it; the directory stands for itself where expansions are made. */
    static String from(Path directory, String text) {
        String base = directory.toString().replace("%", "%%");
        if (text.isEmpty()) {
            return base;
        }
        return base.endsWith("/") ? base + text : base + "/" + text;
    }
}
