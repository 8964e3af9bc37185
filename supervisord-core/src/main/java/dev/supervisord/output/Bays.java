package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bays there are: as many as there may be large pipes, lent to the streams that flood.
 *
 * <p>A lent one has the name of the stream's pipe, in a directory of its own: should the daemon be killed, the next one knows whose bytes
 * are in it. Opened before the output thread starts; owned by that from then on.
 */
final class Bays {
    private final Descriptors descriptors;
    private final PipeKeeper keeper;
    private final Path directory;
    private final Log log;
    private final Deque<Bay> free = new ArrayDeque<>();

    /** By their names: what a killed daemon has left, until the stream is there. */
    private final Map<Path, Bay> left = new HashMap<>();

    private Bays(Descriptors descriptors, PipeKeeper keeper, Path directory, Log log) {
        this.descriptors = descriptors;
        this.keeper = keeper;
        this.directory = directory;
        this.log = log;
    }

    /**
     * Opens what is in the directory, and makes the rest.
     *
     * @param keeper keeps them beyond the life of the daemon; where it cannot, there are none to be lent
     */
    static Bays open(Descriptors descriptors, PipeKeeper keeper, Path directory, Log log) throws IOException {
        Bays bays = new Bays(descriptors, keeper, directory, log);
        try {
            bays.open();
        } catch (OsException e) {
            log.warn(e.getMessage() + "; floods of output may be stored more slowly");
        }
        return bays;
    }

    private void open() throws IOException {
        for (Path path : list(directory)) {
            admit(Bay.open(descriptors, keeper, path));
        }
        for (int number = 0; free.size() < LargePipes.MOST; number++) {
            Path path = directory.resolve(Integer.toString(number));
            if (!isKnown(path) && !admit(Bay.open(descriptors, keeper, path))) {
                return;
            }
        }
    }

    private boolean isKnown(Path path) {
        return left.containsKey(path)
                || free.stream().anyMatch(bay -> bay.path().equals(path));
    }

    private static List<Path> list(Path directory) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            entries.forEach(paths::add);
        }
        return paths;
    }

    /** Whether it can be lent. */
    private boolean admit(Bay bay) {
        if (bay.inside() > 0) {
            left.put(bay.path(), bay);
            return false;
        }
        if (bay.isKept() && free.size() < LargePipes.MOST) {
            bay.enlarge();
            free.add(bay);
            return true;
        }
        bay.remove();
        bay.close();
        return false;
    }

    /** What a killed daemon had on its way from the stream's pipe to its file. */
    Optional<Bay> takeLeft(Path fifo) {
        return Optional.ofNullable(left.remove(nameFor(fifo)));
    }

    /** Lends one that is empty; none when there is none. */
    Optional<Bay> lend(Path fifo) {
        Path name = nameFor(fifo);
        for (Bay bay : free) {
            if (bay.path().equals(name)) {
                free.remove(bay);
                return Optional.of(bay);
            }
        }
        Bay bay = free.poll();
        if (bay == null) {
            return Optional.empty();
        }
        try {
            bay.rename(name);
            return Optional.of(bay);
        } catch (OsException e) {
            log.warn("cannot give " + bay.path() + " the name of " + fifo + ": " + e.reason()
                    + "; it is not used any more, and floods of output may be stored more slowly");
            bay.close();
            return Optional.empty();
        }
    }

    private Path nameFor(Path fifo) {
        return directory.resolve(fifo.getFileName());
    }

    /** It is not needed any more. What is in it, because it could not be stored, is left to the next daemon. */
    void giveBack(Bay bay) {
        if (bay.inside() == 0 && free.size() < LargePipes.MOST) {
            free.add(bay);
        } else {
            bay.close();
        }
    }

    void close() {
        free.forEach(Bay::close);
        free.clear();
        left.values().forEach(Bay::close);
        left.clear();
    }
}
