package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.OsException;
import dev.supervisord.output.Outputs.Tail;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reader of a log: a position in it, and the file that is read at present.
 *
 * <p>Each byte is given once, in order, over any number of rotations. Should the reader be so slow that files are
 * removed before it read them, it is told how many bytes it missed. Owned by the tail thread; {@link #close} may be called by
 * any.
 */
final class Follower {
    /** Bytes given to one reader before it is another one's turn. */
    private static final int TURN_BYTES_MAX = 256 * 1024;

    /** How often a file is looked for that changes its name at that very moment. */
    private static final int SEARCHES_MAX = 8;

    /** What became of a turn. */
    enum Turn {
        /** There is more to do at once. */
        MORE,
        /** Nothing to do until something is stored or asked for. */
        IDLE,
        /** It is over. */
        OVER
    }

    private final Descriptors descriptors;
    private final ReadableLog log;
    private final long until;
    private final Tail tail;

    private Segment segment;
    private long position;
    private long missed;
    private @Nullable Fd open;
    private volatile boolean closed;

    /**
     * @param segment where {@code position} lies
     * @param position the first byte to give
     * @param until the position at which it is over; {@link Long#MAX_VALUE} to go on until closed
     */
    private Follower(Descriptors descriptors, ReadableLog log, Segment segment, long position, long until, Tail tail) {
        this.descriptors = descriptors;
        this.log = log;
        this.segment = segment;
        this.position = position;
        this.until = until;
        this.tail = tail;
    }

    /**
     * Begins this many bytes before the end, in older parts where the live file is shorter. To be called by the thread that
     * changes the log's history.
     *
     * @param follow go on when the end is reached
     */
    static Follower fromEnd(Descriptors descriptors, ReadableLog log, long bytesBack, boolean follow, Tail tail) {
        History history = log.history();
        long end = history.end();
        if (bytesBack > end - history.live().begin()) {
            history.findOlderParts(descriptors, log.rotation());
        }
        long from = bytesBack >= end - history.oldest() ? history.oldest() : end - Math.max(bytesBack, 0);
        return new Follower(descriptors, log, history.at(from), from, follow ? Long.MAX_VALUE : end, tail);
    }

    ReadableLog log() {
        return log;
    }

    Tail tail() {
        return tail;
    }

    /** Nobody reads any more; the tail thread gives back what it holds at its next turn. */
    void close() {
        closed = true;
    }

    /** Gives up what is held open. */
    void release() {
        if (open != null) {
            descriptors.close(open);
            open = null;
        }
    }

    /** Gives some of what there is. */
    Turn turn(byte[] buffer) {
        for (long given = 0; given < TURN_BYTES_MAX; ) {
            if (closed) {
                return Turn.OVER;
            }
            boolean ready = tail.isReady();
            if (!ready && !segment.isRemoved()) {
                return Turn.IDLE;
            }
            long end = segment.isLive() ? log.history().end() : segment.end();
            if (segment.isLive() || position < segment.end()) {
                if (position >= until) {
                    return over();
                }
                if (position >= end) {
                    return idle(ready);
                }
                if (!ready) {
                    // Its file has no name any more; holding it open would only keep its space.
                    miss(segment.end());
                    continue;
                }
                int read = read(buffer, Math.min(end, until));
                given += read;
                if (read == 0 && segment.isLive()) {
                    return idle(ready);
                }
            } else if (position >= until || segment.next() == null) {
                return over();
            } else {
                enter(segment.next());
            }
        }
        return Turn.MORE;
    }

    private Turn idle(boolean ready) {
        if (ready) {
            report();
        }
        return Turn.IDLE;
    }

    private Turn over() {
        report();
        tail.ended();
        return Turn.OVER;
    }

    /** Reads up to a position of this segment; 0 when nothing could be read there. */
    private int read(byte[] buffer, long end) {
        Segment from = segment;
        Fd fd = open == null ? find() : open;
        if (fd == null) {
            if (!from.isLive()) {
                miss(from.end());
            }
            return 0;
        }
        open = fd;
        int wanted = (int) Math.min(buffer.length, end - position);
        int read = descriptors.readAt(fd, buffer, wanted, position - from.begin());
        if (from.isEmptied() || (read <= 0 && !from.isLive())) {
            // What was read, if anything, was written after the file had been emptied, or others cut it off.
            miss(from.end());
            return 0;
        }
        if (read > 0) {
            report();
            tail.bytes(buffer, read);
            position += read;
        }
        return read;
    }

    /** Opens the file of this segment under the name that it has at present; none when it is gone. */
    private @Nullable Fd find() {
        for (int search = 0; search < SEARCHES_MAX; search++) {
            Optional<Fd> found = findAs(log.path());
            for (Path part :
                    found.isPresent() ? List.<Path>of() : log.rotation().parts()) {
                if (found.isEmpty() && !segment.isRemoved()) {
                    found = findAs(part);
                }
            }
            if (found.isPresent()) {
                return found.get();
            }
        }
        return null;
    }

    /** Opens the file of this name if it is the segment's. */
    private Optional<Fd> findAs(Path path) {
        Optional<FileStatus> there = segment.isRemoved() ? Optional.empty() : descriptors.status(path);
        if (there.isEmpty() || !there.get().id().equals(segment.file())) {
            return Optional.empty();
        }
        Optional<Fd> found = descriptors.openForReading(path);
        if (found.isPresent() && !descriptors.status(found.get()).id().equals(segment.file())) {
            descriptors.close(found.get());
            return Optional.empty();
        }
        return found;
    }

    private void enter(Segment next) {
        if (!next.file().equals(segment.file())) {
            release();
        }
        missed += next.begin() - Math.min(position, next.begin());
        segment = next;
        position = Math.max(position, next.begin());
    }

    private void miss(long end) {
        missed += end - position;
        position = end;
        release();
    }

    private void report() {
        if (missed > 0) {
            tail.missed(missed);
            missed = 0;
        }
    }

    /** Reading failed. */
    void fail(RuntimeException failure) {
        report();
        tail.failed("cannot read " + log.path() + ": "
                + (failure instanceof OsException os ? os.reason() : failure.toString()));
    }
}
