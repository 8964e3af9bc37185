package dev.supervisord.output;

import dev.supervisord.os.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives a sink the lines of one stream, once their bytes are stored.
 *
 * <p>Owned by the output thread; {@link #refused} may be used by any. Its memory is bounded by {@link #LINE_BYTES_MAX}: longer lines
 * are given in parts.
 */
final class Tap {
    static final int LINE_BYTES_MAX = 8 * 1024;

    private final StreamKey key;
    private final Clock clock;
    private final AnsiFilter filter = new AnsiFilter();
    private final Bytes line = new Bytes();
    private final AtomicLong refused = new AtomicLong();
    private Optional<Sink> sink = Optional.empty();
    private boolean filtered;

    Tap(StreamKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
    }

    /** From now on lines go there, or nowhere. */
    void open(Optional<Sink> where, boolean withoutEscapes) {
        if (!where.equals(sink)) {
            sink = where;
            line.clear();
        }
        filtered = withoutEscapes;
    }

    boolean isOpen() {
        return sink.isPresent();
    }

    /** How many lines the sink did not take. */
    long refused() {
        return refused.get();
    }

    /** These bytes were stored. */
    void feed(byte[] bytes, int from, int to) {
        if (sink.isEmpty()) {
            return;
        }
        for (int at = from; at < to; ) {
            int most = Math.min(to, at + LINE_BYTES_MAX - line.length());
            int end = at;
            while (end < most && bytes[end] != '\n') {
                end++;
            }
            line.put(bytes, at, end);
            boolean whole = end < to && bytes[end] == '\n';
            if (whole || line.length() >= LINE_BYTES_MAX) {
                give(sink.get());
            }
            at = whole ? end + 1 : end;
        }
    }

    /** The run is over: what there is of a line is all there will be. */
    void finish() {
        if (sink.isPresent() && line.length() > 0) {
            give(sink.get());
        }
    }

    private void give(Sink where) {
        int length = filtered ? filter.filter(line.array(), line.length()) : line.length();
        String text = new String(line.array(), 0, length, StandardCharsets.UTF_8);
        line.clear();
        if (!where.offer(new Sink.Line(key, clock.wall().toEpochMilli(), text))) {
            refused.incrementAndGet();
        }
    }
}
