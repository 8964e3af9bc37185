package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;

/**
 * How much the pipe of a stream holds: four times the usual while its process writes so much that it would wait for the pump
 * again and again. A flood then needs a quarter of the switches between the two, which is what it costs most on a busy machine.
 *
 * <p>The room is given back when the flood is over, because the kernel limits what the pipes of a user may take together
 * ({@code pipe-user-pages-soft}, 64 MiB); where it refuses, or others have the room ({@link LargePipes}), the pipe stays as it is. Owned
 * by the output thread.
 */
final class PipeRoom {
    /** What the kernel gives a pipe. */
    static final int USUAL = 64 * 1024;

    static final int LARGE = 4 * USUAL;

    /** Nanoseconds over which the speed of a stream is taken. */
    private static final long SPAN = 100_000_000;

    /** Bytes in a span: a usual pipe is filled within 5 ms. */
    private static final long FLOOD = 20 * USUAL;

    private static final long EBB = FLOOD / 8;

    /** Nanoseconds without a byte, after which its room may go to another. */
    private static final long FORGOTTEN = 10 * SPAN;

    private final Descriptors descriptors;
    private final LargePipes large;
    private final Fd pipe;
    private int capacity = USUAL;
    private long begun;
    private long bytes;

    PipeRoom(Descriptors descriptors, LargePipes large, Fd pipe) {
        this.descriptors = descriptors;
        this.large = large;
        this.pipe = pipe;
    }

    /**
     * So many bytes left the pipe.
     *
     * @param now monotonic, nanoseconds
     */
    void moved(long count, long now) {
        bytes += count;
        long elapsed = now - begun;
        if (elapsed < SPAN) {
            return;
        }
        double inSpan = (double) bytes * SPAN / elapsed;
        begun = now;
        bytes = 0;
        if (inSpan >= FLOOD && capacity < LARGE && large.admit(this, now)) {
            capacity = descriptors.resize(pipe, LARGE);
            if (capacity == USUAL) {
                large.leave(this);
            }
        } else if (inSpan < EBB && capacity > USUAL && shrink()) {
            large.leave(this);
        }
    }

    /** Whether nothing has come for so long that nobody would notice. */
    boolean isForgotten(long now) {
        return now - begun > FORGOTTEN;
    }

    /** Whether the pipe is of usual size now; not so while it holds more. */
    boolean shrink() {
        capacity = descriptors.resize(pipe, USUAL);
        return capacity == USUAL;
    }

    /** The pipe is closed. */
    void close() {
        large.leave(this);
    }

    /** How many bytes of a usual pipe are the same part of it as these are of this one. */
    long scaled(long count) {
        return count * USUAL / capacity;
    }
}
