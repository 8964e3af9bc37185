package dev.supervisord.app;

import dev.supervisord.model.DaemonSpec;
import java.nio.file.Path;
import java.util.Map;

/**
 * The directory for what outlives the machine's next start. Nothing is made here: that is left to whoever has something to
 * keep.
 *
 * <p>Default: a directory for each runtime directory in {@code /var/lib/supervisord} for root, else in {@code
 * $XDG_STATE_HOME/supervisord}, else in {@code ~/.local/state/supervisord}.
 */
final class StateDirectory {

    private StateDirectory() {}

    /** Where the names of processes that are kept stopped are. */
    static Path keptStops(DaemonSpec daemon, RuntimeDirectory runtime, Map<String, String> environment, int uid) {
        return daemon.stateDirectory()
                .orElseGet(() -> base(environment, uid).resolve(RuntimeDirectory.instance(runtime.path())))
                .resolve("kept-stopped");
    }

    private static Path base(Map<String, String> environment, int uid) {
        if (uid == 0) {
            return Path.of("/var/lib/supervisord");
        }
        String xdg = environment.getOrDefault("XDG_STATE_HOME", "");
        return xdg.startsWith("/")
                ? Path.of(xdg, "supervisord")
                : Path.of(environment.getOrDefault("HOME", "/"), ".local", "state", "supervisord");
    }
}
