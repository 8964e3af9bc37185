package dev.supervisord.log;

import dev.supervisord.model.LogLevel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * What waits to be written, between those who log and the thread that writes: bounded, and nobody who logs ever waits.
 *
 * <p>When it is three quarters full, messages of level DEBUG and below are dropped; when it is full, all are. How many is told
 * with the next batch. Any thread may use it.
 */
final class LineQueue {
    /** Enough for a burst of some seconds; about a megabyte. */
    static final int LENGTH_MAX = 8192;

    private static final int CHATTER_MAX = LENGTH_MAX / 4 * 3;

    private final Queue<LogEntry> queue = new ArrayDeque<>();
    private long dropped;
    private boolean closed;

    /**
     * What was queued since the last time.
     *
     * @param dropped how many messages found no room in that time
     * @param last nothing follows
     */
    record Batch(List<LogEntry> entries, long dropped, boolean last) {}

    /** Adds a message, or drops it. */
    synchronized void add(LogEntry.Message message) {
        boolean chatter = message.level().compareTo(LogLevel.DEBUG) >= 0;
        if (closed || queue.size() >= (chatter ? CHATTER_MAX : LENGTH_MAX)) {
            dropped++;
        } else {
            append(message);
        }
    }

    /** Adds a request, which always finds room. */
    synchronized void add(LogEntry.Reopen request) {
        append(request);
    }

    private void append(LogEntry entry) {
        queue.add(entry);
        notifyAll();
    }

    /**
     * Waits until there is something, or nothing will come any more.
     *
     * @param millis wait no longer than this; 0: for ever
     */
    synchronized Batch take(long millis) throws InterruptedException {
        long deadline = System.nanoTime() + millis * 1_000_000;
        long left = millis;
        while (queue.isEmpty() && !closed && (millis == 0 || left > 0)) {
            wait(left);
            left = millis == 0 ? 0 : (deadline - System.nanoTime()) / 1_000_000;
        }
        Batch batch = new Batch(List.copyOf(queue), dropped, closed);
        queue.clear();
        dropped = 0;
        return batch;
    }

    /** Nothing is accepted any more. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
