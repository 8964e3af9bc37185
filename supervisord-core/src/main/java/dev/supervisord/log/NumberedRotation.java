package dev.supervisord.log;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts with numbers: {@code FILE.1} is the youngest, {@code FILE.backups} the oldest; compressed ones end in {@code .gz}.
 *
 * @param file the live file
 * @param backups how many older parts are kept
 */
public record NumberedRotation(Path file, int backups) implements Rotation {
    /** Of so many each name is looked at; where more may be kept, the directory is. */
    private static final int FEW = 64;

    /** By how many rotations a part may have moved on while it is looked for. */
    private static final int MOVES = 64;

    private static final Pattern ENDING = Pattern.compile("\\.([1-9][0-9]{0,8})(\\.gz)?");

    /** The name of an older part, from 1. */
    public Path part(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public List<Path> existing() throws IOException {
        if (backups > FEW) {
            return listed().stream().map(this::name).toList();
        }
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
     * <p>Parts move to higher numbers, which are looked at later: even the oldest is found that moves to a name that was free. There may be
     * many, and mostly few are looked at: each name is made when it is asked for.
     */
    @Override
    public List<Path> possible() throws IOException {
        int size = 2 * highest();
        return new AbstractList<>() {
            @Override
            public Path get(int index) {
                return name(index);
            }

            @Override
            public int size() {
                return size;
            }
        };
    }

    /** {@inheritDoc} However many may be kept, only the last names are looked at: programs wait meanwhile. */
    @Override
    public Optional<Path> outgoing() {
        return names(backups).stream().filter(NumberedRotation::exists).findFirst();
    }

    /** The name of this place: each number has two, the second for what is compressed. */
    private Path name(int place) {
        return names(1 + place / 2).get(place % 2);
    }

    /** The highest number that a part may have while it is looked for. */
    private int highest() throws IOException {
        if (backups <= FEW) {
            return backups;
        }
        List<Integer> places = listed();
        int highest = places.isEmpty() ? 0 : 1 + places.get(places.size() - 1) / 2;
        return (int) Math.min(backups, (long) highest + MOVES);
    }

    /** The places of the parts that are there. */
    private List<Integer> listed() throws IOException {
        List<Integer> places = new ArrayList<>();
        String live = file.getFileName().toString();
        try (DirectoryStream<Path> names =
                Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (Path path : names) {
                String name = path.getFileName().toString();
                Matcher ending = ENDING.matcher(name.startsWith(live) ? name.substring(live.length()) : "");
                if (ending.matches() && Integer.parseInt(ending.group(1)) <= backups) {
                    places.add(2 * (Integer.parseInt(ending.group(1)) - 1) + (ending.group(2) == null ? 0 : 1));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Without the directory there are no parts.
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(places);
        return places;
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
        Rotation.remove(existing());
        for (int number = backups + 1; isTaken(number); number++) {
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
