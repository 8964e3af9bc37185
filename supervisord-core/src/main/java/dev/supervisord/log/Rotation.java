package dev.supervisord.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The names under which the older parts of a log are kept.
 *
 * <p>Safe for use by any thread, but only one may rename.
 */
public interface Rotation {
    /** What compressed parts end in. */
    String COMPRESSED = ".gz";

    /** The live file. */
    Path file();

    /** How many older parts are kept. */
    int backups();

    /** All parts that are there, youngest first, compressed or not. */
    List<Path> existing() throws IOException;

    /**
     * The names to look at, one after the other, for a part that is there: youngest first, with those that it may be given while the
     * search goes on.
     */
    default List<Path> possible() throws IOException {
        return existing();
    }

    /** The part that {@link #shift} would remove, as far as can be told at a glance: it may find that there is still room. */
    default Optional<Path> outgoing() throws IOException {
        List<Path> parts = existing();
        return parts.size() < backups() ? Optional.empty() : Optional.of(parts.get(parts.size() - 1));
    }

    /**
     * Gives the live file the name of the youngest part, so that the oldest goes when there are too many.
     *
     * @throws IOException when a rename failed; every part still has a name then
     */
    void shift() throws IOException;

    /** Removes all older parts, also those that were kept under a higher {@code backups} than now. */
    void removeParts() throws IOException;

    /** The name of a part once it is compressed. */
    static Path compressed(Path part) {
        return part.resolveSibling(part.getFileName() + COMPRESSED);
    }

    /** Whether a part with this name is compressed. */
    static boolean isCompressed(Path part) {
        return part.toString().endsWith(COMPRESSED);
    }

    /** Removes parts that may have gone already. */
    static void remove(List<Path> parts) throws IOException {
        for (Path part : parts) {
            Files.deleteIfExists(part);
        }
    }
}
