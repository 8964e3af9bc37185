package dev.supervisord.output;

import dev.supervisord.model.LogFormat;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import dev.supervisord.output.Spool.State;

/**
 * Lines in a log format, or without escape sequences: through the daemon's memory, but by way of a {@link Spool}, so that a killed
 * daemon neither loses nor repeats any.
 *
 * <p>Only whole lines are stored where the format needs them; what is longer than {@link #LINE_BYTES_MAX} is stored in
 * parts. Nothing else grows with the length of a line.
 */
final class EncodedWay implements Way {
    /** The longest line that is stored as one. */
    static final int LINE_BYTES_MAX = 16 * 1024;

    /** What is put together before it is written, but for the last line. */
    private static final int BATCH_BYTES = 64 * 1024;

    private final StreamTools tools;
    private final StreamKey key;
    private final Fd pipe;
    private final Counts counts;
    private final Tap tap;
    private final Patience patience;
    private final Spool spool;
    private final AnsiFilter filter = new AnsiFilter();
    private final byte[] text = new byte[LINE_BYTES_MAX];
    private Encoder encoder = Encoder.of(LogFormat.RAW);
    private boolean filtered;

    /** Whether the file may end within a line that did not come from here. */
    private boolean borderUnknown = true;

    private State state;

    /** Encoded and written in part, to what takes only some at a time. */
    private final Bytes out = new Bytes();

    private int written;
    private int usedByOut;
    private State afterOut;

    EncodedWay(StreamTools tools, StreamKey key, Fd pipe, Counts counts, Tap tap, Patience patience, Spool spool) {
        this.tools = tools;
        this.key = key;
        this.pipe = pipe;
        this.counts = counts;
        this.tap = tap;
        this.patience = patience;
        this.spool = spool;
        this.state = spool.state();
        this.afterOut = state;
    }

    /** From now on lines look like this. */
    void encode(LogFormat format, boolean withoutEscapes) {
        encoder = Encoder.of(format);
        filtered = withoutEscapes;
        borderUnknown = true;
    }

    /** The number of the run that is written. */
    long run() {
        return state.run();
    }

    Spool spool() {
        return spool;
    }

    /** The run that writes from now on; what the last one left unfinished was stored before. */
    void begin(long run) {
        if (run != state.run()) {
            state = new State(run, 0, false, 0);
            filter.reset();
            spool.use(0, state);
        }
    }

    @Override
    public long inside() {
        return spool.unused();
    }

    @Override
    public long move(LogFile target, long now) {
        spool.fill(pipe);
        return store(target, now, false);
    }

    @Override
    public long fullness(long moved) {
        return moved;
    }

    /** Lines take more time than being told of them. */
    @Override
    public boolean isFlooded() {
        return false;
    }

    @Override
    public boolean finish(LogFile target, long now) {
        store(target, now, true);
        return inside() == 0;
    }

    /** Stores lines; the unfinished one too if so asked. Gives how many bytes were used up. */
    private long store(LogFile target, long now, boolean unfinishedToo) {
        long sum = 0;
        byte[] source = tools.buffer();
        int length = spool.read(source);
        for (int at = 0; at < length; ) {
            if (written == out.length()) {
                long room = target.room(now);
                written = 0;
                begin(target);
                usedByOut = encode(source, at, length, room, unfinishedToo);
            }
            if (usedByOut == 0) {
                out.clear();
                return sum;
            }
            if (written == 0 && target.isRegular()) {
                spool.intend(target.path(), target.id(), target.size());
            }
            written += append(target);
            if (written < out.length()) {
                patience.refused(now);
                return sum;
            }
            commit(source, at);
            at += usedByOut;
            sum += usedByOut;
            if (out.length() > 0) {
                target.finishLines(out.array()[out.length() - 1], now);
            }
        }
        return sum;
    }

    /** Appends what is encoded; where that fails, nothing of it was taken, and it is encoded anew for the file as it is then. */
    private int append(LogFile target) {
        try {
            return target.append(out.array(), written, out.length() - written);
        } catch (OsException e) {
            if (target.isRegular()) {
                // Others may write to the file, or replace it, before the next attempt: no intent may stay on record.
                spool.use(0, state);
                out.clear();
            }
            throw e;
        }
    }

    /** Begins to put lines together; the first must not go on with one that somebody else left unfinished. */
    private void begin(LogFile target) {
        out.clear();
        boolean within = borderUnknown && !encoder.takesPieces() && target.endsWithinLine();
        if (within) {
            out.put('\n');
        }
    }

    private void commit(byte[] source, int at) {
        borderUnknown = false;
        spool.use(usedByOut, afterOut);
        state = afterOut;
        counts.stored(usedByOut, Counts.lines(source, at, at + usedByOut));
        tap.feed(source, at, at + usedByOut);
    }

    /** Encodes lines until there are enough for a write or for the file; gives how many bytes of the source they are. */
    private int encode(byte[] source, int from, int end, long room, boolean unfinishedToo) {
        long most = Math.min(room, BATCH_BYTES);
        long millis = tools.clock().wall().toEpochMilli();
        filter.restore(filtered ? state.filter() : 0);
        State next = state;
        int at = from;
        while (at < end && (out.length() < most || at == from)) {
            int stop = lineEnd(source, at, Math.min(end, at + LINE_BYTES_MAX));
            boolean whole = stop < end && source[stop] == '\n';
            if (!whole && stop - at < LINE_BYTES_MAX && !unfinishedToo && !encoder.takesPieces()) {
                break;
            }
            if (!whole && stop < end) {
                stop = Utf8.border(source, at, stop);
            }
            next = encode(source, at, stop, whole, millis, next);
            at = whole ? stop + 1 : stop;
        }
        afterOut = next;
        return at - from;
    }

    private State encode(byte[] source, int from, int to, boolean whole, long millis, State before) {
        byte[] bytes = source;
        int begin = from;
        int end = to;
        if (filtered) {
            System.arraycopy(source, from, text, 0, to - from);
            bytes = text;
            begin = 0;
            end = filter.filter(text, to - from);
            if (whole) {
                filter.reset();
            }
        }
        long sequence = before.sequence() + 1;
        encoder.encode(
                new Encoder.Line(key, before.run(), sequence, millis, before.continued(), !whole),
                bytes,
                begin,
                end,
                out);
        return new State(before.run(), sequence, !whole, filtered ? filter.state() : 0);
    }

    private static int lineEnd(byte[] source, int from, int to) {
        int at = from;
        while (at < to && source[at] != '\n') {
            at++;
        }
        return at;
    }

    @Override
    public long drop(Gap gap) {
        spool.fill(pipe);
        byte[] source = tools.buffer();
        int length = spool.read(source);
        int lines = length;
        while (lines > 0 && source[lines - 1] != '\n') {
            lines--;
        }
        // A line that is too long to wait for its end goes in parts.
        int dropped = lines > 0 || length < LINE_BYTES_MAX ? lines : length;
        gap.add(source, 0, dropped);
        out.clear();
        written = 0;
        if (dropped > 0) {
            boolean within = source[dropped - 1] != '\n';
            state = new State(state.run(), state.sequence(), within, 0);
            filter.reset();
            spool.use(dropped, state);
        }
        return dropped;
    }

    @Override
    public boolean tell(LogFile target, Gap gap, long now) {
        target.room(now);
        written = 0;
        out.clear();
        if (target.endsWithinLine()) {
            out.put('\n');
        }
        long millis = tools.clock().wall().toEpochMilli();
        State told = new State(state.run(), state.sequence() + 1, state.continued(), state.filter());
        encoder.encode(new Encoder.Line(key, told.run(), told.sequence(), millis, false, false), gap, out);
        target.append(out.array(), 0, out.length());
        out.clear();
        state = told;
        spool.use(0, state);
        target.finishLines((byte) '\n', now);
        return true;
    }
}
