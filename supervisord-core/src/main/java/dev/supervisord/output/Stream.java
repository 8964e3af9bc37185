package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One stream of a process on its way from its FIFO to its log file.
 *
 * <p>Owned by the output thread; {@link #key}, {@link #fifo}, {@link #file}, {@link #stored} and {@link #isLeaving} may be used by
 * any.
 */
final class Stream {
    /** What one stream may move at once, so that a flood does not starve the others. */
    static final long MOVE_BYTES_MAX = 1 << 20;

    private static final byte[] NOTHING = {};

    private final Descriptors descriptors;
    private final StreamKey key;
    private final Path fifo;
    private final Fd pipe;
    private final Patience patience = new Patience();
    private final AnsiFilter filter = new AnsiFilter();
    private final AtomicLong stored = new AtomicLong();

    private volatile LogFile file;
    private volatile boolean filtered;
    private volatile boolean leaving;
    private boolean watched;

    /** Taken from the pipe but not stored yet; empty on the plain path. */
    private byte[] pending = NOTHING;

    private int pendingFrom;
    private int pendingTo;

    /** @param pipe the pump's end of the FIFO */
    Stream(Descriptors descriptors, StreamKey key, Path fifo, Fd pipe, LogFile file, boolean filtered) {
        this.descriptors = descriptors;
        this.key = key;
        this.fifo = fifo;
        this.pipe = pipe;
        this.file = file;
        this.filtered = filtered;
    }

    StreamKey key() {
        return key;
    }

    Path fifo() {
        return fifo;
    }

    Fd pipe() {
        return pipe;
    }

    LogFile file() {
        return file;
    }

    /** Whether escape sequences are removed. */
    boolean isFiltered() {
        return filtered;
    }

    void storeIn(LogFile other, boolean nowFiltered) {
        file = other;
        filtered = nowFiltered;
    }

    /** A new run begins: what the last one left unfinished is no part of it. */
    void newRun() {
        filter.reset();
    }

    /** Bytes put into log files so far. */
    long stored() {
        return stored.get();
    }

    /** Whether it is to be closed as soon as it is empty. */
    boolean isLeaving() {
        return leaving;
    }

    void leaving(boolean on) {
        leaving = on;
    }

    /** Whether the pump waits for its pipe to become readable. */
    boolean isWatched() {
        return watched;
    }

    void watched(boolean on) {
        watched = on;
    }

    /** When to try again while its file takes nothing. */
    Patience patience() {
        return patience;
    }

    /** How many bytes wait to be stored. */
    long backlog() {
        return descriptors.queued(pipe) + pendingLength();
    }

    private long pendingLength() {
        return (long) pendingTo - pendingFrom;
    }

    /**
     * Moves what is there, up to {@link #MOVE_BYTES_MAX}. When the file takes nothing, {@link #patience} says how long to wait.
     *
     * @param now monotonic, nanoseconds
     * @param buffer for use during the call
     * @return by how many bytes the backlog shrank
     */
    long move(long now, byte[] buffer) {
        LogFile target = file;
        patience.tried();
        try {
            if (!filtered && target.isSpliceable() && pendingLength() == 0) {
                long moved = target.splice(pipe, MOVE_BYTES_MAX, now);
                if (moved != Descriptors.UNSUPPORTED) {
                    stored.addAndGet(Math.max(moved, 0));
                    return Math.max(moved, 0);
                }
            }
            return pendingLength() > 0 ? storePending(target, now) : copy(target, now, buffer);
        } catch (OsException e) {
            target.trouble().met(e, key);
            target.lookSoon();
            patience.failed(now);
            return 0;
        } finally {
            patience.done();
        }
    }

    /** Through the daemon's memory: for filtered streams, and for targets that cannot be spliced to. */
    private long copy(LogFile target, long now, byte[] buffer) {
        int length = descriptors.read(pipe, buffer, buffer.length);
        if (length <= 0) {
            return 0;
        }
        pending = buffer;
        pendingFrom = 0;
        pendingTo = filtered ? filter.filter(buffer, length) : length;
        try {
            storePending(target, now);
        } finally {
            // The buffer is only lent.
            pending = Arrays.copyOfRange(buffer, pendingFrom, pendingTo);
            pendingTo -= pendingFrom;
            pendingFrom = 0;
        }
        return length - pendingLength();
    }

    private long storePending(LogFile target, long now) {
        int before = pendingFrom;
        while (pendingFrom < pendingTo) {
            int taken = target.store(pending, pendingFrom, pendingTo - pendingFrom, now);
            if (taken == 0) {
                patience.refused(now);
                break;
            }
            pendingFrom += taken;
            stored.addAndGet(taken);
        }
        return (long) pendingFrom - before;
    }
}
