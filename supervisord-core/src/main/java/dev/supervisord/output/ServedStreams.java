package dev.supervisord.output;

import dev.supervisord.os.Clock;
import dev.supervisord.os.Descriptors.Readiness;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The streams that the output thread moves: whose pipes it watches, and which of them wait because their file takes nothing at
 * present.
 *
 * <p>Owned by the output thread.
 */
final class ServedStreams {
    private static final int TOKENS_MAX = 256;

    private final Readiness readiness;
    private final Clock clock;
    private final int[] tokens = new int[TOKENS_MAX];

    /** By the number of their pipe's descriptor. */
    private @Nullable Stream[] streams = new Stream[64];

    /** Those whose file takes nothing at present. */
    private final List<Stream> waiting = new ArrayList<>();

    /**
     * Those that gave so much the last time that there will be more: they are not watched, because the kernel would tell of every
     * single write to a pipe that is watched, which takes a program that writes short lines a tenth of its time.
     */
    private final List<Stream> flooded = new ArrayList<>();

    private boolean readersHaveNews;

    ServedStreams(Readiness readiness, Clock clock) {
        this.readiness = readiness;
        this.clock = clock;
    }

    /** What {@link #serveReadable} found. */
    record Round(long fullest, long moved, boolean isCrowded) {}

    /**
     * Waits until pipes are readable, unless some are flooded, and moves what is in them.
     *
     * @param millis how long; negative: for ever
     * @return what the fullest pipe gave, as if it were of usual size, what all gave, and whether there may be more readable pipes
     */
    Round serveReadable(int millis) {
        int ready = readiness.await(tokens, flooded.isEmpty() ? millis : 0);
        long now = now();
        long fullest = 0;
        long sum = 0;
        for (Stream stream : List.copyOf(flooded)) {
            long moved = serve(stream, now);
            sum += moved;
            fullest = Math.max(fullest, stream.fullness(moved));
        }
        for (int i = 0; i < ready; i++) {
            Stream stream = streams[tokens[i]];
            if (stream != null) {
                long moved = serve(stream, now);
                sum += moved;
                fullest = Math.max(fullest, stream.fullness(moved));
            }
        }
        return new Round(fullest, sum, ready == TOKENS_MAX);
    }

    /** Moves what one stream has, once; gives by how many bytes its backlog shrank. */
    long serve(Stream stream, long now) {
        long moved = stream.move(now);
        if (moved > 0) {
            wasWritten(stream);
        }
        setMember(flooded, stream, moved > 0 && stream.isFlooded() && !stream.isBlocked());
        watch(stream);
        return moved;
    }

    /** Watches the stream's pipe unless its bytes are to stay there; sees to it that a failed write is tried again. */
    void watch(Stream stream) {
        setMember(waiting, stream, stream.patience().isWaiting());
        boolean wanted = !stream.isBlocked() && !flooded.contains(stream);
        if (wanted != stream.isWatched()) {
            stream.watched(wanted);
            if (wanted) {
                readiness.add(stream.pipe(), stream.pipe().number());
            } else {
                readiness.remove(stream.pipe());
            }
        }
    }

    private static void setMember(List<Stream> list, Stream stream, boolean member) {
        if (!member) {
            list.remove(stream);
        } else if (!list.contains(stream)) {
            list.add(stream);
        }
    }

    /** Those that wait and whose time has come. */
    List<Stream> due(long now) {
        return waiting.isEmpty()
                ? List.of()
                : waiting.stream()
                        .filter(stream -> stream.patience().until() <= now)
                        .toList();
    }

    /** Milliseconds until the next one is due; negative when none waits. */
    int millisUntilDue(long now) {
        long next = Long.MAX_VALUE;
        for (Stream stream : waiting) {
            next = Math.min(next, stream.patience().until());
        }
        return next == Long.MAX_VALUE ? -1 : (int) (Math.max(0, next - now) / 1_000_000 + 1);
    }

    /**
     * Stores all that is in the stream's pipe now.
     *
     * @return whether it could be stored
     */
    boolean flush(Stream stream) {
        if (!contains(stream)) {
            return true;
        }
        long backlog = stream.backlog();
        while (backlog > 0) {
            long moved = serve(stream, now());
            if (moved <= 0) {
                return !stream.patience().isWaiting();
            }
            backlog -= moved;
        }
        return true;
    }

    /** Whether it is here; when it was closed after somebody has looked it up, its descriptors may be others' by now. */
    boolean contains(Stream stream) {
        return streams[stream.pipe().number()] == stream;
    }

    void add(Stream stream) {
        int number = stream.pipe().number();
        if (number >= streams.length) {
            streams = Arrays.copyOf(streams, Math.max(number + 1, 2 * streams.length));
        }
        streams[number] = stream;
    }

    void remove(Stream stream) {
        if (stream.isWatched()) {
            readiness.remove(stream.pipe());
        }
        waiting.remove(stream);
        flooded.remove(stream);
        streams[stream.pipe().number()] = null;
        wasWritten(stream);
    }

    List<Stream> all() {
        return Arrays.stream(streams)
                .flatMap(stream -> Optional.ofNullable(stream).stream())
                .toList();
    }

    /** Something became of the stream's file that those who read along want to know. */
    void wasWritten(Stream stream) {
        readersHaveNews |= stream.file().readers().get() > 0;
    }

    /** Whether readers have something to read since this was last asked. */
    boolean readersHaveNews() {
        boolean news = readersHaveNews;
        readersHaveNews = false;
        return news;
    }

    private long now() {
        return clock.monotonic().toNanos();
    }
}
