package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.OsException;
import dev.supervisord.output.Outputs.Tail;
import java.io.IOException;
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

    /** What became of a turn. */
    enum Turn {
        /** There is more to do at once. */
        MORE,
        /** Nothing to do until something is stored or asked for. */
        IDLE,
        /** The end was reached, and nothing follows. */
        ENDED,
        /** Nobody reads any more. */
        OVER
    }

    private final ReadableLog log;
    private final PartFinder files;
    private final long until;
    private final Tail tail;

    private Segment segment;
    private long position;
    private long missed;
    private @Nullable OpenPart open;
    private @Nullable LineSearch search;
    private final boolean lost;
    private boolean begun;
    private volatile boolean closed;

    /**
     * @param until the position at which it is over; {@link Long#MAX_VALUE} to go on until closed
     */
    private Follower(Descriptors descriptors, ReadableLog log, StartingPoint from, long until, Tail tail) {
        this.files = new PartFinder(descriptors, log);
        this.log = log;
        this.segment = from.segment();
        this.position = from.position();
        this.lost = from.lost();
        this.search = from.search().orElse(null);
        this.until = until;
        this.tail = tail;
    }

    /**
     * To be called by the thread that changes the log's history.
     *
     * @param follow go on when the end is reached
     * @throws IOException when older parts cannot be looked for
     */
    static Follower from(Descriptors descriptors, ReadableLog log, Start start, boolean follow, Tail tail)
            throws IOException {
        StartingPoint from = StartingPoint.of(descriptors, log, start);
        return new Follower(descriptors, log, from, follow ? Long.MAX_VALUE : from.end(), tail);
    }

    /** Whether it goes on when the end is reached. */
    boolean follows() {
        return until == Long.MAX_VALUE;
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
            open.close();
            open = null;
        }
        if (search != null) {
            search.release();
        }
    }

    /** Looks for the place to begin; whether it is found. */
    private boolean begin(byte[] buffer) {
        LineSearch looking = search;
        for (int looked = 0; looking != null && !looking.step(buffer); looked += buffer.length) {
            if (looked >= TURN_BYTES_MAX) {
                return false;
            }
        }
        if (looking != null) {
            segment = looking.segment();
            position = looking.position();
            search = null;
        }
        begun = true;
        tail.begun(Place.of(segment, position), lost);
        return true;
    }

    /** Gives some of what there is. */
    Turn turn(byte[] buffer) {
        if (!begun && !closed && !begin(buffer)) {
            return Turn.MORE;
        }
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
                given += Math.max(read, 0);
                if (read == OpenPart.AGAIN) {
                    return Turn.MORE;
                }
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
        return Turn.ENDED;
    }

    /** Reads up to a position of this segment; 0 when nothing could be read there, or {@link OpenPart#AGAIN}. */
    private int read(byte[] buffer, long end) {
        Segment from = segment;
        OpenPart file = open == null ? files.find(from) : open;
        if (file == null) {
            if (!from.isLive()) {
                miss(from.end());
            }
            return 0;
        }
        open = file;
        int wanted = (int) Math.min(Math.min(buffer.length, tail.bytesMax()), end - position);
        int read = file.readAt(buffer, wanted, position - from.begin());
        if (from.isEmptied() || (read <= 0 && read != OpenPart.AGAIN && !from.isLive())) {
            // What was read, if anything, was written after the file had been emptied, or others cut it off.
            miss(from.end());
            return 0;
        }
        if (read > 0) {
            report();
            position += read;
            tail.bytes(buffer, read, Place.of(from, position));
        }
        return read;
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
