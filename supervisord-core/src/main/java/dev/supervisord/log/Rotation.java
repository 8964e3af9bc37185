package dev.supervisord.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The names under which the older parts of a log are kept: {@code FILE.1} is the youngest, {@code FILE.backups} the oldest.
 *
 * <p>Safe for use by any thread, but only one may rename.
 *
 * @param file the live file
 * @param backups how many older parts are kept
 */
public record Rotation(Path file, int backups) {

    /** The name of an older part, from 1. */
    public Path part(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /**
     * Renames the live file to {@code .1} after making room for it, so that the oldest part goes when all names are taken.
     *
     * <p>Parts move only up to the first free name: a rotation that was interrupted after any of its renames is completed
     * by the next one, and no part is lost for it.
     *
     * @throws IOException when a rename failed; every part still has a name then
     */
    public void shift() throws IOException {
        int free = 1;
        while (free < backups && exists(part(free))) {
            free++;
        }
        for (int number = free - 1; number >= 1; number--) {
            rename(part(number), part(number + 1));
        }
        rename(file, part(1));
    }

    /** Removes all older parts, also those that were kept under a higher {@code backups} than now. */
    public void removeParts() throws IOException {
        for (int number = 1; Files.deleteIfExists(part(number)) || number <= backups; number++) {
            continue;
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
