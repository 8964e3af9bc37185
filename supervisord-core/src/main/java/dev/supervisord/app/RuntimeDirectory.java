package dev.supervisord.app;

import dev.supervisord.model.DaemonSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The directory of one running daemon: its lock, the FIFOs of its children and, unless configured otherwise, its control
 * socket. One daemon per directory.
 *
 * <p>Default: {@code /run/supervisord} for root, else {@code $XDG_RUNTIME_DIR/supervisord}, else
 * {@code /tmp/supervisord-UID}. A daemon whose socket is configured elsewhere gets a directory of its own below that, so
 * that several daemons run side by side as they do with Supervisor.
 */
final class RuntimeDirectory {

    /** The socket's name where none is configured. */
    static final String SOCKET = "supervisord.sock";

    private static final int NAME_CHARS_MAX = 80;

    private final Path path;

    private RuntimeDirectory(Path path) {
        this.path = path;
    }

    /** Chooses the directory and makes it. */
    static RuntimeDirectory create(DaemonSpec daemon, Map<String, String> environment, int uid) throws Usage {
        Path path = daemon.runtimeDirectory()
                .orElseGet(() -> standard(daemon.socket().path(), environment, uid));
        try {
            Files.createDirectories(path);
            makePrivate(path.resolve("fifo"));
        } catch (IOException failed) {
            throw new Usage("Error: cannot create the runtime directory " + path + ": " + reason(failed)
                    + "; set runtime_dir in [supervisord] to a directory that can be written");
        }
        return new RuntimeDirectory(path);
    }

    private static Path standard(Optional<Path> socket, Map<String, String> environment, int uid) {
        Path base = base(environment, uid);
        return socket.map(configured -> base.resolve(instance(configured))).orElse(base);
    }

    private static Path base(Map<String, String> environment, int uid) {
        if (uid == 0) {
            return Path.of("/run/supervisord");
        }
        String xdg = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return xdg.isEmpty() ? Path.of("/tmp/supervisord-" + uid) : Path.of(xdg, "supervisord");
    }

    /** A file name that tells people which socket is meant, and is different for different sockets. */
    private static String instance(Path socket) {
        String full = socket.toAbsolutePath().normalize().toString();
        CRC32 sum = new CRC32();
        sum.update(full.getBytes(StandardCharsets.UTF_8));
        String readable = full.substring(1).replace('/', '-');
        String tail = readable.substring(Math.max(0, readable.length() - NAME_CHARS_MAX));
        return tail + "-" + Long.toHexString(sum.getValue());
    }

    private static void makePrivate(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectory(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    static String reason(IOException failed) {
        String message = failed.getMessage();
        String kind = failed.getClass().getSimpleName().replace("Exception", "");
        return message == null ? kind : kind + ": " + message;
    }

    Path path() {
        return path;
    }

    Path lock() {
        return path.resolve("lock");
    }

    /** Where the runs are recorded. */
    Path runs() {
        return path.resolve("runs");
    }

    Path socket(DaemonSpec daemon) {
        return daemon.socket().path().orElse(path.resolve(SOCKET));
    }
}
