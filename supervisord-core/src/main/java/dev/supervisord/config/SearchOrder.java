package dev.supervisord.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where the daemon looks for its configuration when no {@code -c} names one.
 *
 * <p>The first that exists of: {@code $SUPERVISORD_CONFIG} (which must exist when it is set), {@code supervisord.toml} and
 * {@code supervisord.conf} in the current directory, {@code etc/supervisord.conf} below it,
 * {@code /etc/supervisord/supervisord.toml}, {@code /etc/supervisord.conf}, {@code /etc/supervisor/supervisord.conf}.
 */
public final class SearchOrder {
    private static final String VARIABLE = "SUPERVISORD_CONFIG";
    private static final List<String> PLACES = List.of(
            "supervisord.toml",
            "supervisord.conf",
            "etc/supervisord.conf",
            "/etc/supervisord/supervisord.toml",
            "/etc/supervisord.conf",
            "/etc/supervisor/supervisord.conf");

    private SearchOrder() {}

    /**
     * The configuration file to read; empty when there is none.
     *
     * @param currentDirectory absolute
     */
    public static Optional<Path> find(
            Map<String, String> environment, Path currentDirectory, Predicate<Path> fileExists) {
        String named = environment.getOrDefault(VARIABLE, "");
        if (!named.isEmpty()) {
            return Optional.of(currentDirectory.resolve(named));
        }
        return places(currentDirectory).stream().filter(fileExists).findFirst();
    }

    /** The files that are looked for, for a message when none is there. */
    public static List<Path> places(Path currentDirectory) {
        return PLACES.stream().map(currentDirectory::resolve).toList();
    }
}
