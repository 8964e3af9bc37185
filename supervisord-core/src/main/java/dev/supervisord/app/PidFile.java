package dev.supervisord.app;

import dev.supervisord.log.Log;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file that tells other programs the daemon's pid. */
final class PidFile {

    private final Path path;
    private final Log log;
    private boolean written;

    PidFile(Path path, Log log) {
        this.path = path;
        this.log = log;
    }

    /** Writes it; a failure is logged only, since nothing of ours depends on the file. */
    void write(int pid) {
        try {
            Files.writeString(path, pid + "\n");
            written = true;
            log.debug("pid " + pid + " written to " + path);
        } catch (IOException failed) {
            log.critical("cannot write the pidfile " + path + ": " + RuntimeDirectory.reason(failed));
        }
    }

    /** Removes it, if it is ours. */
    void remove() {
        if (written) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException failed) {
                log.error("cannot remove the pidfile " + path + ": " + RuntimeDirectory.reason(failed));
            }
        }
    }
}
