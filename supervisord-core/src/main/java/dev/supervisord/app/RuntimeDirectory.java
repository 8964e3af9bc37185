package dev.supervisord.app;

import dev.supervisord.log.Log;
import dev.supervisord.model.DaemonSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * The directory of one running daemon: its lock, the pipes of its children and, unless configured otherwise, its control
 * socket. One daemon per directory.
 *
 * <p>Default: {@code /run/supervisord} for root, else {@code $XDG_RUNTIME_DIR/supervisord}, else
 * {@code /tmp/supervisord-UID}. A daemon whose socket is configured elsewhere gets a directory of its own below that, so
 * that several daemons run side by side as they do with Supervisor.
 */
final class RuntimeDirectory {

    /** The socket's name where none is configured. */
    static final String SOCKET = "supervisord.sock";

    /** Where the runs are recorded, in the directory. */
    static final String RUNS = "runs";

    private static final int NAME_CHARS_MAX = 80;

    private final Path path;

    private final boolean chosenHere;

    private RuntimeDirectory(Path path, boolean chosenHere) {
        this.path = path;
        this.chosenHere = chosenHere;
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
        return new RuntimeDirectory(path, daemon.runtimeDirectory().isEmpty());
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

    /** A file name that tells people which path is meant, and is different for different paths. */
    static String instance(Path path) {
        String full = path.toAbsolutePath().normalize().toString();
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

    /** Makes what somebody has deleted, empty. */
    void makeAgain() throws IOException {
        Files.createDirectories(path);
        makePrivate(path.resolve("fifo"));
        makePrivate(runs());
    }

    Path path() {
        return path;
    }

    /** What no other daemon of the machine has. */
    String instance() {
        return path.toAbsolutePath().normalize().toString();
    }

    Path lock() {
        return path.resolve("lock");
    }

    /** Where the processes that keep log pipes open are found. */
    Path keeper() {
        return path.resolve("keeper");
    }

    /**
     * Removes what is of no use to a next daemon, when all programs have ended: the pipes, the lock, and the directory
     * itself unless somebody has configured it, who may have made it. To be called by the holder of the lock.
     */
    void remove(Log log) {
        try {
            Files.deleteIfExists(runs()); // records that are left are of processes that could not be stopped
            removeFilesOf(path.resolve("fifo"));
            removeFilesOf(path.resolve("spool"));
            removeFilesOf(path.resolve("bay"));
            removeFilesOf(terminals());
            Files.deleteIfExists(keeper());
            Files.deleteIfExists(lock());
            if (chosenHere) {
                Files.deleteIfExists(path);
            }
        } catch (DirectoryNotEmptyException others) {
            log.debug("the runtime directory " + path + " stays: something else is in it");
        } catch (IOException failed) {
            log.warn("cannot clean up the runtime directory " + path + ": " + reason(failed));
        }
    }

    private static void removeFilesOf(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(directory);
    }

    /** Where the inputs of programs with a terminal are found. */
    Path terminals() {
        return path.resolve("terminals");
    }

    /** Where the runs are recorded. */
    Path runs() {
        return path.resolve(RUNS);
    }

    Path socket(DaemonSpec daemon) {
        return daemon.socket().path().orElse(path.resolve(SOCKET));
    }
}
