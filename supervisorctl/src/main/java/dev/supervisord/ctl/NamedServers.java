package dev.supervisord.ctl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The user's names for daemons: {@code [server.NAME] url = "unix:///PATH"} in {@code $XDG_CONFIG_HOME/supervisorctl/config.toml}
 * ({@code ~/.config} where that is not set). For {@code url = "HOST:PORT"} also {@code ca}, {@code cert}, {@code key} and
 * {@code token_file}, which are files beside that one unless they begin with {@code /} or {@code ~/}. Read only when a server is
 * named.
 */
final class NamedServers {
    private static final String SECTION = "server.";
    private static final String URL = ".url";
    private static final List<String> FILES = List.of("ca", "cert", "key", "token_file");

    private NamedServers() {}

    /** Whether this is a name rather than a URL or a path. */
    static boolean isName(String server) {
        return server.indexOf(':') < 0 && server.indexOf('/') < 0;
    }

    /** What is said of the server with this name, by key; nothing when there are no named servers. */
    static Map<String, String> find(String name, Surroundings surroundings) throws UsageException {
        Path file = file(surroundings.environment());
        if (file == null) {
            return Map.of();
        }
        Map<String, String> values = read(file, name);
        if (values.containsKey(SECTION + name + URL)) {
            return server(name, values, file, surroundings.environment());
        }
        TreeSet<String> known = new TreeSet<>();
        for (String key : values.keySet()) {
            if (key.startsWith(SECTION) && key.endsWith(URL)) {
                known.add(key.substring(SECTION.length(), key.length() - URL.length()));
            }
        }
        if (known.isEmpty()) {
            return Map.of();
        }
        throw new UsageException("there is no server " + name + " in " + file + "; it has " + String.join(", ", known));
    }

    private static Map<String, String> server(
            String name, Map<String, String> values, Path file, Map<String, String> environment) throws UsageException {
        Map<String, String> found = new HashMap<>();
        String prefix = SECTION + name + ".";
        for (Map.Entry<String, String> entry : values.entrySet()) {
            if (entry.getKey().startsWith(prefix)) {
                String key = entry.getKey().substring(prefix.length());
                if (FILES.contains(key)) {
                    found.put(key, place(entry.getValue(), file, environment));
                } else if (key.equals("url")) {
                    found.put(key, entry.getValue());
                } else {
                    throw new UsageException("cannot use the server " + name + " of " + file + ": unknown key " + key
                            + "; write url, " + String.join(", ", FILES));
                }
            }
        }
        return found;
    }

    private static String place(String text, Path file, Map<String, String> environment) {
        return text.startsWith("~/")
                ? environment.getOrDefault("HOME", "~") + text.substring(1)
                : file.resolveSibling(text).toString();
    }

    private static Map<String, String> read(Path file, String name) throws UsageException {
        try {
            return TomlScan.values(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (NoSuchFileException none) {
            return Map.of();
        } catch (IOException e) {
            throw new UsageException(
                    "cannot find the server " + name + ": cannot read " + file + ": " + e.getMessage());
        }
    }

    private static @Nullable Path file(Map<String, String> environment) {
        String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
        String home = environment.getOrDefault("HOME", "");
        if (!config.isEmpty()) {
            return Path.of(config, "supervisorctl", "config.toml");
        }
        return home.isEmpty() ? null : Path.of(home, ".config", "supervisorctl", "config.toml");
    }
}
