package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.output.GzipPart.Original;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is known of the files of one log, oldest first: the segments that can still be read.
 *
 * <p>Owned by the output thread; any thread may ask for {@link #end}.
 */
final class History {
    private final Deque<Segment> kept = new ArrayDeque<>();
    private final AtomicLong end;
    private boolean olderPartsKnown;

    /** The log begins with what is in its live file already. */
    History(FileId live, long size) {
        kept.add(new Segment(live, 0));
        end = new AtomicLong(size);
    }

    /** The position after the last byte that was stored. */
    long end() {
        return end.get();
    }

    Segment live() {
        return kept.getLast();
    }

    /** The position of the oldest byte that can be read. */
    long oldest() {
        return kept.getFirst().begin();
    }

    void grew(long bytes) {
        end.addAndGet(bytes);
    }

    /**
     * The live file was renamed, or somebody else put another one in its place; {@code size} is already in the new one.
     *
     * @param millis when that was, since the epoch; 0: not known
     */
    void replaced(FileId live, long size, int backups, long millis) {
        Segment fresh = new Segment(live, end());
        live().finish(end(), fresh, millis);
        kept.add(fresh);
        grew(size);
        partsKept(backups);
    }

    /** Of the older parts only so many are left, the youngest. */
    void partsKept(int parts) {
        while (kept.size() - 1 > parts) {
            kept.removeFirst().markRemoved();
        }
    }

    /** To be called before the live file is emptied. */
    void emptied() {
        Segment old = kept.removeLast();
        Segment fresh = new Segment(old.file(), end());
        old.finish(end(), fresh, 0);
        old.markEmptied();
        kept.add(fresh);
    }

    /** The log is no longer written. */
    void closed() {
        live().finish(end(), null, 0);
    }

    /** Looks for older parts that were there before this daemon, once. */
    void findOlderParts(Descriptors descriptors, Rotation rotation) throws IOException {
        if (olderPartsKnown) {
            return;
        }
        olderPartsKnown = true;
        for (Path name : rotation.existing()) {
            Optional<Original> part = original(descriptors, name);
            if (part.isPresent() && !isKept(part.get().file())) {
                Segment younger = kept.getFirst();
                Segment older = new Segment(
                        part.get().file(), younger.begin() - part.get().size());
                older.finish(
                        younger.begin(),
                        younger,
                        Files.getLastModifiedTime(name).toMillis());
                kept.addFirst(older);
            }
        }
    }

    /** What a part of this name stands for: itself, or what it was before it was compressed. */
    private static Optional<Original> original(Descriptors descriptors, Path name) {
        Optional<FileStatus> part = descriptors.status(name).filter(FileStatus::regular);
        return Rotation.isCompressed(name)
                ? part.flatMap(there -> GzipPart.look(name, there.id()))
                : part.map(there -> new Original(there.id(), there.size()));
    }

    private boolean isKept(FileId id) {
        return kept.stream().anyMatch(segment -> segment.file().equals(id));
    }

    /** All that can be read, oldest first. */
    List<Segment> segments() {
        return List.copyOf(kept);
    }

    /** The segment in which a position lies; the live one for the end of the log. */
    Segment at(long position) {
        Iterator<Segment> youngestFirst = kept.descendingIterator();
        Segment found = youngestFirst.next();
        while (found.begin() > position && youngestFirst.hasNext()) {
            found = youngestFirst.next();
        }
        return found;
    }
}
