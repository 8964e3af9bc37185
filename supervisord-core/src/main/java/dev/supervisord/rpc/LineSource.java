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
 *
 * <p>It keeps less than twice its window, besides the piece that is searched, which is no longer than the window.
 */
final class LineSource implements Tail {
    /** Bytes of a log as they came. */
    static final class Piece {
        private final long missed;
        private final byte[] bytes;
        private final Place after;

        Piece(long missed, byte[] bytes, Place after) {
            this.missed = missed;
            this.bytes = bytes;
            this.after = after;
        }

        /** How many bytes before these were removed before they could be read. */
        long missed() {
            return missed;
        }

        byte[] bytes() {
            return bytes;
        }

        Place after() {
            return after;
        }
    }

    private final Object lock;
    private final int window;
    private final Queue<Piece> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private long missed;
    private boolean lost;
    private boolean over;
    private boolean cutOff;
    private String failure = "";
    private @Nullable Cursor begin;
    private @Nullable Cursor end;
    private Resume resume = () -> {};

    /** @param window bytes */
    LineSource(Object lock, int window) {
        this.lock = lock;
        this.window = window;
    }

    @Override
    public boolean isReady() {
        synchronized (lock) {
            return waitingBytes < window;
        }
    }

    @Override
    public int bytesMax() {
        return window;
    }

    @Override
    public void opened(Resume how) {
        synchronized (lock) {
            resume = how;
        }
    }

    @Override
    public void begun(Place at, boolean wasLost) {
        synchronized (lock) {
            begin = at.cursor();
            end = at.cursor();
            lost = wasLost;
        }
    }

    @Override
    public void bytes(byte[] bytes, int length, Place after) {
        synchronized (lock) {
            waiting.add(new Piece(missed, Arrays.copyOf(bytes, length), after));
            missed = 0;
            waitingBytes += length;
            end = after.cursor();
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

    /** The next piece; empty when there is none now. */
    Optional<Piece> poll() {
        synchronized (lock) {
            Optional<Piece> next = Optional.ofNullable(waiting.poll());
            if (next.isPresent()) {
                waitingBytes -= next.get().bytes().length;
                resume.resume();
            }
            return next;
        }
    }

    /** Whether nothing comes after what was polled. */
    boolean isOver() {
        synchronized (lock) {
            return over && waiting.isEmpty();
        }
    }

    /** Whether {@link #poll} gives something, or never will again. */
    boolean hasNews() {
        synchronized (lock) {
            return over || !waiting.isEmpty();
        }
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

    /** Whether the place where it was to begin is gone, so that it began with the oldest byte. */
    boolean isLost() {
        synchronized (lock) {
            return lost;
        }
    }

    /** How many bytes at the very end were removed before they could be read. */
    long missedAtEnd() {
        synchronized (lock) {
            return missed;
        }
    }

    /** Where it began; empty before that. */
    Optional<Cursor> begin() {
        synchronized (lock) {
            return Optional.ofNullable(begin);
        }
    }

    /** Where the bytes end that came so far; empty before it began. */
    Optional<Cursor> end() {
        synchronized (lock) {
            return Optional.ofNullable(end);
        }
    }
}
