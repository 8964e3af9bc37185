package dev.supervisord.output;

import dev.supervisord.os.Descriptors.FileId;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of one log that lies in one file: from the file's creation or emptying to the next rotation.
 *
 * <p>Positions count the bytes of the log across its files. The output thread makes the segments and finishes them; readers
 * walk forward along {@link #next}. A segment that nobody reads any more is simply garbage.
 */
final class Segment {
    private static final long LIVE = Long.MIN_VALUE;

    private final FileId file;
    private final long begin;
    private volatile long end = LIVE;
    private volatile @Nullable Segment next;
    private volatile long begunMillis;
    private volatile long endedMillis;
    private volatile boolean emptied;
    private volatile boolean removed;

    Segment(FileId file, long begin) {
        this.file = file;
        this.begin = begin;
    }

    FileId file() {
        return file;
    }

    /** The position of the file's first byte. */
    long begin() {
        return begin;
    }

    /** Whether bytes are still added to it. */
    boolean isLive() {
        return end == LIVE;
    }

    /** The position after its last byte; only when it is not live. */
    long end() {
        return end;
    }

    /** The segment that follows; none while it is live, and after the last one of a log that was closed. */
    @Nullable
    Segment next() {
        return next;
    }

    /** Whether the file was emptied: whatever is read from it now belongs to a later segment. */
    boolean isEmptied() {
        return emptied;
    }

    /** Whether the file was removed: who has it open can still read it, but keeps its space from being freed. */
    boolean isRemoved() {
        return removed;
    }

    /** When what is before it was complete, in milliseconds since the epoch; 0: not known. */
    long begunMillis() {
        return begunMillis;
    }

    /** When it was complete, in milliseconds since the epoch; 0: it is not, or not known. */
    long endedMillis() {
        return endedMillis;
    }

    /**
     * Ends it; what follows, if anything, is linked first, so that who sees the end sees the successor.
     *
     * @param millis when that was, since the epoch; 0: not known
     */
    void finish(long position, @Nullable Segment successor, long millis) {
        if (successor != null) {
            successor.begunMillis = millis;
        }
        endedMillis = millis;
        next = successor;
        end = position;
    }

    /** To be called before the file is emptied. */
    void markEmptied() {
        emptied = true;
    }

    void markRemoved() {
        removed = true;
    }
}
