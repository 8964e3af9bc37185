package dev.supervisord.os;

import java.nio.file.Path;
import java.util.Optional;

/** Reads the files in which programs write the pids of their main processes. Safe for use by several threads. */
public interface PidFiles {

    /**
     * The number in a file; empty when there is no file, or nothing in it that is a pid, as while it is being written. May wait
     * for the disk, but for nobody who has the file open.
     *
     * @throws OsException when the file cannot be read
     */
    Optional<Pid> read(Path file);
}
