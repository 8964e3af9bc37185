package dev.supervisord.ctl;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the daemon: {@code -s}, {@code CTL_SERVER}, the configuration file, or where a daemon listens by default. */
final class ServerFinder {
    static final String SCHEME = "unix://";

    private ServerFinder() {}

    static ServerAddress find(Options options, Surroundings surroundings) throws UsageException {
        String option = options.server();
        String given = option == null ? nonEmpty(surroundings.environment().get("CTL_SERVER")) : option;
        Settings settings = settings(options, surroundings, given == null);
        Map<String, String> named = Map.of();
        Target target;
        if (given != null) {
            if (NamedServers.isName(given)) {
                named = NamedServers.find(given, surroundings);
            }
            String url = named.get("url");
            target = Target.parse(url == null ? given : url, option == null ? "CTL_SERVER" : "-s");
        } else {
            String configured = settings == null ? null : settings.server();
            target = configured == null || settings == null
                    ? new Target.Unix(defaultSocket(surroundings))
                    : resolved(Target.parse(configured, "serverurl"), settings);
        }
        return new ServerAddress(
                target,
                target instanceof Target.Tcp
                        ? Credentials.find(options, named, surroundings.environment())
                        : Credentials.NONE,
                text(options.username(), settings, "username", ""),
                text(options.password(), settings, "password", ""),
                text(null, settings, "prompt", "supervisor"));
    }

    /** What an option says, else the key of {@code [supervisorctl]}, else the default. */
    private static String text(@Nullable String option, @Nullable Settings settings, String key, String otherwise)
            throws UsageException {
        if (option != null) {
            return option;
        }
        String value = settings == null ? null : settings.value("supervisorctl", key);
        return value == null ? otherwise : value;
    }

    /** The file that was named, or the first that is found; null when there is none and it is not needed. */
    private static @Nullable Settings settings(Options options, Surroundings surroundings, boolean search)
            throws UsageException {
        String named = options.config();
        if (named == null && search) {
            named = nonEmpty(surroundings.environment().get("SUPERVISORD_CONFIG"));
        }
        if (named != null) {
            return Settings.read(Path.of(named), surroundings);
        }
        if (!search) {
            return null;
        }
        Path place = firstThatExists(
                surroundings.directory().resolve("supervisord.toml"),
                surroundings.directory().resolve("supervisord.conf"),
                surroundings.directory().resolve("etc/supervisord.conf"),
                surroundings.etc().resolve("supervisord/supervisord.toml"));
        // A daemon that listens where ours do by default is meant rather than a Supervisor installed beside it.
        if (place == null && !Files.exists(defaultSocket(surroundings))) {
            place = firstThatExists(
                    surroundings.etc().resolve("supervisord.conf"),
                    surroundings.etc().resolve("supervisor/supervisord.conf"));
        }
        return place == null ? null : Settings.read(place, surroundings);
    }

    private static @Nullable Path firstThatExists(Path... places) {
        for (Path place : places) {
            if (Files.exists(place)) {
                return place;
            }
        }
        return null;
    }

    private static Target resolved(Target target, Settings settings) {
        return target instanceof Target.Unix unix
                ? new Target.Unix(settings.resolve(unix.socket().toString()))
                : target;
    }

    private static Path defaultSocket(Surroundings surroundings) {
        int uid = surroundings.uid().getAsInt();
        if (uid == 0) {
            return Path.of("/run/supervisord/supervisord.sock");
        }
        String runtime = nonEmpty(surroundings.environment().get("XDG_RUNTIME_DIR"));
        return runtime == null
                ? Path.of("/tmp/supervisord-" + uid + "/supervisord.sock")
                : Path.of(runtime, "supervisord", "supervisord.sock");
    }

    private static @Nullable String nonEmpty(@Nullable String value) {
        return value == null || value.isEmpty() ? null : value;
    }
}
