package dev.supervisord.output;

import java.util.concurrent.atomic.AtomicLong;

/** What became of the bytes of one stream since the daemon started. Counted by the output thread; any may ask. */
final class Counts {
    private final AtomicLong storedBytes = new AtomicLong();
    private final AtomicLong storedLines = new AtomicLong();
    private final AtomicLong uncountedBytes = new AtomicLong();
    private final AtomicLong droppedBytes = new AtomicLong();
    private final AtomicLong droppedLines = new AtomicLong();

    /** How many of these bytes end a line. */
    static int lines(byte[] bytes, int from, int to) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            if (bytes[i] == '\n') {
                lines++;
            }
        }
        return lines;
    }

    void stored(long bytes, long lines) {
        storedBytes.addAndGet(bytes);
        storedLines.addAndGet(lines);
    }

    /** Bytes were stored in bulk, without looking for the ends of lines. */
    void storedUnseen(long bytes) {
        storedBytes.addAndGet(bytes);
        uncountedBytes.addAndGet(bytes);
    }

    void dropped(long bytes, long lines) {
        droppedBytes.addAndGet(bytes);
        droppedLines.addAndGet(lines);
    }

    long storedBytes() {
        return storedBytes.get();
    }

    long storedLines() {
        return storedLines.get();
    }

    long uncountedBytes() {
        return uncountedBytes.get();
    }

    long droppedBytes() {
        return droppedBytes.get();
    }

    long droppedLines() {
        return droppedLines.get();
    }
}
