package dev.supervisord.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The few values of a configuration file that tell where the daemon listens.
 *
 * <p>The file is only looked through, not checked: that is the daemon's work, and loading its parser would take longer than
 * the command.
 */
final class Settings {
    private final Path file;
    private final boolean toml;
    private final Map<String, String> values;
    private final Map<String, String> environment;

    private Settings(Path file, boolean toml, Map<String, String> values, Map<String, String> environment) {
        this.file = file;
        this.toml = toml;
        this.values = values;
        this.environment = environment;
    }

    /** Reads a file: TOML when it is named so, else Supervisor's INI. */
    static Settings read(Path file, Surroundings surroundings) throws UsageException {
        String text;
        try {
            text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            if (Files.notExists(file)) {
                throw new UsageException("could not find config file " + file);
            }
            throw new UsageException("cannot read config file " + file + ": " + reason(e));
        }
        boolean toml = file.toString().endsWith(".toml");
        Map<String, String> values = toml ? TomlScan.values(text) : IniScan.values(text);
        return new Settings(file, toml, values, surroundings.environment());
    }

    private static String reason(IOException e) {
        return e instanceof AccessDeniedException ? "permission denied" : String.valueOf(e.getMessage());
    }

    /** Where the file's daemon listens: a URL or a path; null when the file does not say. */
    @Nullable
    String server() throws UsageException {
        String url = value("supervisorctl", "serverurl");
        if (url != null && !isOfOwnHttpServer(url)) {
            return url;
        }
        String socket = value("supervisord", "socket");
        if (socket == null) {
            socket = value("unix_http_server", "file");
        }
        String directory = socket == null ? value("supervisord", "runtime_dir") : null;
        if (directory != null) {
            socket = directory + "/supervisord.sock";
        }
        if (socket == null && !toml && !hasSection("supervisorctl") && !hasSection("unix_http_server")) {
            throw new UsageException(".ini file does not include supervisorctl section");
        }
        return socket == null ? null : ServerFinder.SCHEME + socket;
    }

    /** Whether a URL is the one of the file's HTTP server, whose daemon is reached through its socket. */
    private boolean isOfOwnHttpServer(String url) {
        return url.startsWith("http://") && hasSection("inet_http_server");
    }

    /** A path of this file: in TOML relative to the file, in INI to the working directory, as the daemon takes it. */
    Path resolve(String path) {
        Path directory = file.toAbsolutePath().getParent();
        return toml && directory != null ? directory.resolve(path).normalize() : Path.of(path);
    }

    /** A value with its expansions made; null when it is not there. */
    @Nullable
    String value(String section, String key) throws UsageException {
        String raw = values.get(section + "." + key);
        if (raw == null || raw.indexOf('%') < 0) {
            return raw;
        }
        StringBuilder text = new StringBuilder();
        int at = 0;
        int percent;
        while ((percent = raw.indexOf('%', at)) >= 0) {
            text.append(raw, at, percent);
            if (raw.startsWith("%%", percent)) {
                text.append('%');
                at = percent + 2;
            } else {
                int end = raw.indexOf(")s", percent);
                String known =
                        raw.startsWith("%(", percent) && end > 0 ? expansion(raw.substring(percent + 2, end)) : null;
                if (known == null) {
                    throw new UsageException("cannot expand " + raw.substring(percent) + " in " + key + " of " + file
                            + ": only %(here)s and %(ENV_NAME)s of variables that are set are known here");
                }
                text.append(known);
                at = end + 2;
            }
        }
        return text.append(raw, at, raw.length()).toString();
    }

    private @Nullable String expansion(String name) {
        if (name.equals("here")) {
            Path directory = file.toAbsolutePath().getParent();
            return directory == null ? "/" : directory.toString();
        }
        return name.startsWith("ENV_") ? environment.get(name.substring(4)) : null;
    }

    private boolean hasSection(String section) {
        return values.containsKey(section);
    }
}
