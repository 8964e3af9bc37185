package dev.supervisord.rpc;

import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs.Resume;
import dev.supervisord.output.Outputs.Tail;
import dev.supervisord.output.Place;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What was read of one log and not searched yet: filled by the tail thread as long as there is room, emptied by the thread of a
 * search. Both meet at {@code lock}, which all logs of a search share.
 */
final class LineSource implements Tail {
    /** With the last piece, which may have as much, and a line, this is what one log of a search takes. */
    private static final int WAITING_BYTES_MAX = 128 * 1024;

    /** Bytes of a log as they came. */
    static final class Piece {
        private final byte[] bytes;
        private final Place after;

        Piece(byte[] bytes, Place after) {
            this.bytes = bytes;
            this.after = after;
        }

        byte[] bytes() {
            return bytes;
        }

        Place after() {
            return after;
        }
    }

    private final Object lock;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long missed;
    private boolean over;
    private boolean cutOff;
    private String failure = "";
    private @Nullable Cursor cursor;
    private Resume resume = () -> {};

    LineSource(Object lock) {
        this.lock = lock;
    }

    @Override
    public boolean isReady() {
        synchronized (lock) {
            return waitingBytes < WAITING_BYTES_MAX;
        }
    }

    @Override
    public void opened(Resume how) {
        synchronized (lock) {
            resume = how;
        }
    }

    @Override
    public void begun(Place at, boolean lost) {
        synchronized (lock) {
            cursor = at.cursor();
        }
    }

    @Override
    public void bytes(byte[] bytes, int length, Place after) {
        synchronized (lock) {
            waiting.add(new Piece(Arrays.copyOf(bytes, length), after));
            waitingBytes += length;
            cursor = after.cursor();
            lock.notifyAll();
        }
    }

    @Override
    public void missed(long bytes) {
        synchronized (lock) {
            missed += bytes;
        }
    }

    @Override
    public void ended() {
        end("", false);
    }

    @Override
    public void cutOff() {
        end("", true);
    }

    @Override
    public void failed(String reason) {
        end(reason, false);
    }

    private void end(String reason, boolean byDaemon) {
        synchronized (lock) {
            over = true;
            failure = reason;
            cutOff = byDaemon;
            lock.notifyAll();
        }
    }

    /** The next piece; empty when there is none now. The caller holds the lock. */
    Optional<Piece> poll() {
        Optional<Piece> next = Optional.ofNullable(waiting.poll());
        if (next.isPresent()) {
            waitingBytes -= next.get().bytes().length;
            resume.resume();
        }
        return next;
    }

    /** Whether nothing comes after what is waiting. The caller holds the lock. */
    boolean isOver() {
        return over && waiting.isEmpty();
    }

    boolean isCutOff() {
        synchronized (lock) {
            return cutOff;
        }
    }

    /** Why reading failed; empty when it did not. */
    String failure() {
        synchronized (lock) {
            return failure;
        }
    }

    /** How many bytes were removed before they could be read, since the last time it was asked. */
    long takeMissed() {
        synchronized (lock) {
            long taken = missed;
            missed = 0;
            return taken;
        }
    }

    /** Where to go on. */
    Optional<Cursor> cursor() {
        synchronized (lock) {
            return Optional.ofNullable(cursor);
        }
    }
}
