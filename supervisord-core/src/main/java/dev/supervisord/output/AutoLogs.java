package dev.supervisord.output;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The log files that the daemon names itself, {@code NAME-stdout---IDENTIFIER-XXXXXXXX.log}: one for each stream whose
 * log is AUTO, the same as long as the daemon lives, removed when the next one starts.
 *
 * <p>Safe for use by any thread.
 */
public final class AutoLogs {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_";
    private static final int LETTERS_IN_NAME = 8;
    private static final int NAME_BYTES_MAX = 120;
    private static final int IDENTIFIER_BYTES_MAX = 80;

    /** The end of the name of a rotated file, or of what is being compressed. */
    private static final String PART =
            "(?:(?:\\.[0-9]+|-[0-9]{8}(?:-[0-9]{6})?(?:\\.[0-9]+)?)(?:\\.gz)?|\\.compressing)?";

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final String identifier;
    private final Map<StreamKey, Path> files = new ConcurrentHashMap<>();

    AutoLogs(Path directory, String identifier) {
        this.directory = directory;
        this.identifier = identifier;
    }

    /** The file of a stream, which exists when this returns, with mode 0600. */
    Path file(StreamKey key) throws IOException {
        Path known = files.get(key);
        if (known == null) {
            known = create(key);
            files.put(key, known);
        } else if (!Files.exists(known, LinkOption.NOFOLLOW_LINKS)) {
            createAgain(known);
        }
        return known;
    }

    /** The file that {@link #file} has given for a stream. */
    Optional<Path> known(StreamKey key) {
        return Optional.ofNullable(files.get(key));
    }

    /** Goes on with the file that an earlier daemon has made for this stream. */
    void reuse(StreamKey key, Path file) {
        files.put(key, file);
    }

    Path directory() {
        return directory;
    }

    /** The stream is gone for good; its file stays until the next daemon starts. */
    void forget(StreamKey key) {
        files.remove(key);
    }

    private Path create(StreamKey key) throws IOException {
        String head = FileNames.escape(key.process().process(), NAME_BYTES_MAX)
                + "-"
                + key.channel().word()
                + "---"
                + FileNames.escape(identifier, IDENTIFIER_BYTES_MAX)
                + "-";
        while (true) {
            Path path = directory.resolve(head + letters() + ".log");
            try {
                return Files.createFile(path, OWNER_ONLY);
            } catch (FileAlreadyExistsException taken) {
                // One chance in 37^8: other letters will do.
                continue;
            }
        }
    }

    private static void createAgain(Path path) throws IOException {
        try {
            Files.createFile(path, OWNER_ONLY);
        } catch (FileAlreadyExistsException appeared) {
            // The output thread was faster; what is wanted is there.
            return;
        }
    }

    /** They need not be hard to guess: who has put something in the way only makes us choose others. */
    private static String letters() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < LETTERS_IN_NAME; i++) {
            letters.append(LETTERS.charAt(ThreadLocalRandom.current().nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    /**
     * Removes the AUTO logs that earlier daemons of this identifier left in a directory, rotated ones included. Only
     * regular files of the daemon's own user whose whole name has the pattern are touched.
     *
     * @param keep those that are still in use; their rotated ones stay too
     * @return what was removed
     * @throws IOException when the directory cannot be read or a file in it cannot be removed
     */
    public static List<Path> removeOld(Path directory, String identifier, Set<Path> keep) throws IOException {
        Pattern pattern = Pattern.compile(".+-(?:stdout|stderr)---"
                + Pattern.quote(FileNames.escape(identifier, IDENTIFIER_BYTES_MAX))
                + "-[a-z0-9_]{" + LETTERS_IN_NAME
                + "}\\.log" + PART);
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> names = Files.newDirectoryStream(
                directory,
                path -> pattern.matcher(path.getFileName().toString()).matches())) {
            for (Path path : names) {
                if (!isKept(path, keep)
                        && Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                                .equals(self)
                        && Files.deleteIfExists(path)) {
                    removed.add(path);
                }
            }
        }
        return removed;
    }

    private static boolean isKept(Path path, Set<Path> keep) {
        String name = path.getFileName().toString();
        Path first = path.resolveSibling(name.substring(0, name.lastIndexOf(".log") + ".log".length()));
        return keep.contains(first);
    }
}
