package dev.supervisord.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Parts with numbers: {@code FILE.1} is the youngest, {@code FILE.backups} the oldest; compressed ones end in {@code .gz}.
 *
 * @param file the live file
 * @param backups how many older parts are kept
 */
public record NumberedRotation(Path file, int backups) implements Rotation {

    /** The name of an older part, from 1. */
    public Path part(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public List<Path> existing() {
        List<Path> found = new ArrayList<>();
        for (int number = 1; number <= backups; number++) {
            for (Path name : names(number)) {
                if (exists(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Parts move to higher numbers, which are looked at later: even the oldest is found that moves to a name that was free.
     */
    @Override
    public List<Path> possible() {
        List<Path> possible = new ArrayList<>();
        for (int number = 1; number <= backups; number++) {
            possible.addAll(names(number));
        }
        return possible;
    }

    /** {@inheritDoc} However many may be kept, only the last names are looked at: programs wait meanwhile. */
    @Override
    public Optional<Path> outgoing() {
        return names(backups).stream().filter(NumberedRotation::exists).findFirst();
    }

    private List<Path> names(int number) {
        return List.of(part(number), Rotation.compressed(part(number)));
    }

    /**
     * {@inheritDoc}
     *
     * <p>Parts move only up to the first free name: a rotation that was interrupted after any of its renames is completed
     * by the next one, and no part is lost for it.
     */
    @Override
    public void shift() throws IOException {
        int free = 1;
        while (free < backups && isTaken(free)) {
            free++;
        }
        // Only the oldest is still there, when all names are taken.
        Rotation.remove(names(free));
        for (int number = free - 1; number >= 1; number--) {
            for (int kind = 0; kind < 2; kind++) {
                Path name = names(number).get(kind);
                if (exists(name)) {
                    rename(name, names(number + 1).get(kind));
                }
            }
        }
        rename(file, part(1));
    }

    private boolean isTaken(int number) {
        return names(number).stream().anyMatch(NumberedRotation::exists);
    }

    @Override
    public void removeParts() throws IOException {
        for (int number = 1; isTaken(number) || number <= backups; number++) {
            Rotation.remove(names(number));
        }
    }

    /** Without the exception that {@link Files} makes inside for each name that is free: there are many, and programs wait. */
    private static boolean exists(Path path) {
        return path.toFile().exists();
    }

    private static void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
