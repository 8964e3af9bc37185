package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How much the pipe of a stream holds: sixteen times the usual while its process writes so much that it would wait for the pump
 * again and again. A flood then needs a sixteenth of the switches between the two, which is what it costs most on a busy machine. As much
 * again is in a {@link Bay} meanwhile, if there is one.
 *
 * <p>The room is given back when the flood is over, because the kernel limits what the pipes of a user may take together
 * ({@code pipe-user-pages-soft}, 64 MiB); where it refuses, or others have the room ({@link LargePipes}), the pipe stays as it is. Owned
 * by the output thread.
 */
final class PipeRoom {
    /** What the kernel gives a pipe. */
    static final int USUAL = 64 * 1024;

    /** What a user may have without privileges ({@code /proc/sys/fs/pipe-max-size}), unless somebody has changed that. */
    static final int LARGE = 16 * USUAL;

    /** Nanoseconds over which the speed of a stream is taken. */
    private static final long SPAN = 100_000_000;

    /** Bytes in a span: a usual pipe is filled within 5 ms. */
    private static final long FLOOD = 20 * USUAL;

    private static final long EBB = FLOOD / 8;

    /** Nanoseconds without a byte, after which its room may go to another. */
    private static final long FORGOTTEN = 10 * SPAN;

    private final Descriptors descriptors;
    private final LargePipes large;
    private final Path fifo;
    private final Fd pipe;
    private Optional<Bay> bay = Optional.empty();
    private int capacity = USUAL;
    private long begun;
    private long bytes;

    PipeRoom(StreamTools tools, Path fifo, Fd pipe) {
        this.descriptors = tools.descriptors();
        this.large = tools.largePipes();
        this.fifo = fifo;
        this.pipe = pipe;
    }

    /** Goes on with what a killed daemon has left on its way to the file. */
    void resume() {
        if (bay.isEmpty()) {
            bay = large.bays().takeLeft(fifo);
        }
    }

    /** Where the next bytes are. */
    Fd head() {
        return held() > 0 ? bay.get().fd() : pipe;
    }

    /** How many bytes have left the pipe and wait in the bay. */
    long held() {
        return bay.isPresent() ? bay.get().inside() : 0;
    }

    /** Makes as many bytes as possible the next that do not keep the program from writing. */
    void load() {
        if (bay.isPresent() && held() == 0) {
            bay.get().load(pipe);
        }
    }

    /** So many bytes have left {@link #head}. */
    void took(long bytes) {
        if (held() > 0) {
            bay.get().unloaded(bytes);
            if (held() == 0 && capacity == USUAL) {
                close(); // there is no flood any more, or that was in the life of another daemon
            }
        }
    }

    /**
     * So many bytes were stored.
     *
     * @param now monotonic, nanoseconds
     */
    void moved(long count, long now) {
        bytes += count;
        long elapsed = now - begun;
        if (elapsed < SPAN && (bytes < FLOOD || capacity == LARGE)) {
            return;
        }
        double inSpan = (double) bytes * SPAN / elapsed;
        begun = now;
        bytes = 0;
        if (inSpan >= FLOOD && capacity < LARGE && large.admit(this, now)) {
            grow();
        } else if (inSpan < EBB && capacity > USUAL) {
            shrink();
        }
    }

    private void grow() {
        capacity = descriptors.resize(pipe, LARGE);
        if (capacity == USUAL) {
            large.leave(this);
        } else if (bay.isEmpty()) {
            bay = large.bays().lend(fifo);
        }
    }

    /** Whether there is a flood. */
    boolean isLarge() {
        return capacity > USUAL;
    }

    /** Whether nothing has come for so long that nobody would notice. */
    boolean isForgotten(long now) {
        return now - begun > FORGOTTEN;
    }

    /** Gives the room back, unless it holds too much. */
    void shrink() {
        if (held() > 0) {
            return;
        }
        capacity = descriptors.resize(pipe, USUAL);
        if (capacity == USUAL) {
            close();
        }
    }

    /** It is of no use any more, or the pipe is closed. */
    void close() {
        large.leave(this);
        bay.ifPresent(large.bays()::giveBack);
        bay = Optional.empty();
    }

    /** How many bytes of a usual pipe are the same part of it as these are of this one. */
    long scaled(long count) {
        return count * USUAL / capacity;
    }
}
