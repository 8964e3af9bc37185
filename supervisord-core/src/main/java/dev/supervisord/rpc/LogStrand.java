package dev.supervisord.rpc;

import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.Tailing;
import dev.supervisord.output.Place;
import dev.supervisord.output.Start;
import dev.supervisord.output.StoredLine;
import dev.supervisord.v1.LogPosition;
import java.util.Optional;

/**
 * One stream of one process in a search: its lines in order, each with the time by which it is put among those of other streams. Used
 * by the search's thread.
 *
 * <p>A line without a time of its own has that of the line before it; as long as there is none, its file's: when the file before it was
 * complete. Times never go back, whatever the clock did, because lines of one stream stay in order.
 */
final class LogStrand {
    private final int number;
    private final ProcessName process;
    private final Outputs.Channel channel;
    private final LogLines found;
    private final int window;
    private final LineSplitter splitter;

    private LineSource source;
    private Tailing reading = () -> {};
    private Optional<Cursor> searched;
    private Place place = new Place(new Cursor(0, 0, 0), 0, 0);
    private StoredLine line = new StoredLine(Optional.empty(), new byte[0]);
    private long millis = Long.MIN_VALUE;
    private boolean toldOfTimes;

    /**
     * @param number its place among those of the search
     * @param from where an earlier search left off; empty to begin with the oldest line
     * @param found where notices go; also the lock at which the tail thread and this one meet
     * @param window how many bytes are read ahead
     */
    LogStrand(
            int number,
            ProcessName process,
            Outputs.Channel channel,
            Optional<Cursor> from,
            LogLines found,
            int window,
            UnfinishedLines unfinished) {
        this.number = number;
        this.process = process;
        this.channel = channel;
        this.searched = from;
        this.found = found;
        this.window = window;
        this.splitter = new LineSplitter(unfinished);
        this.source = new LineSource(found, window);
    }

    int number() {
        return number;
    }

    ProcessName process() {
        return process;
    }

    Outputs.Channel channel() {
        return channel;
    }

    /**
     * Begins to read what is there: from where an earlier search left off, else from the oldest line.
     *
     * @param otherwise where to begin when there was no earlier search
     */
    void open(Outputs outputs, Start otherwise) throws LogException {
        Start start = searched.<Start>map(Start.After::new).orElse(otherwise);
        reading = outputs.tail(process, channel, start, false, source);
    }

    /** Goes on after what {@link #open} has read, and with what is written from now on. */
    void follow(Outputs outputs) throws LogException {
        // A line that was begun is kept, and whoever goes on later has to read it again.
        searched = searched.or(source::begin);
        Start start = source.end().<Start>map(Start.After::new).orElse(new Start.Bytes(0));
        source = new LineSource(found, window);
        reading = outputs.tail(process, channel, start, true, source);
    }

    void close() {
        Tailing open = reading;
        reading = () -> {};
        open.close();
    }

    /** Whether {@link #advance} would find something, or find that nothing follows. */
    boolean hasNews() {
        return source.hasNews();
    }

    /** Whether nothing follows any more. */
    boolean isOver() {
        return source.isOver();
    }

    /** Waits until more has come or nothing will any more, or the client has gone. */
    void await() throws InterruptedException {
        synchronized (found) {
            while (!source.hasNews() && !found.isCancelled()) {
                found.wait();
            }
        }
    }

    /** Goes to the next line of the piece that was begun; false when it has no whole one any more. */
    boolean advanceWithinPiece() {
        Optional<byte[]> next = splitter.next();
        next.ifPresent(this::take);
        return next.isPresent();
    }

    /** Goes to the next line; false when it has not come yet. */
    boolean advance() {
        Optional<byte[]> next = splitter.next();
        while (next.isEmpty()) {
            Optional<LineSource.Piece> piece = source.poll();
            if (piece.isEmpty()) {
                return false;
            }
            long missed = piece.get().missed();
            if (missed > 0) {
                tellMissed(missed);
                // What there is of a line has no end any more.
                next = splitter.rest();
            }
            place = piece.get().after();
            splitter.feed(piece.get().bytes());
            found.passed(piece.get().bytes().length);
            if (next.isEmpty()) {
                next = splitter.next();
            }
        }
        take(next.get());
        return true;
    }

    /** Goes to what there is of a line whose end never comes; false when there is nothing. */
    boolean advanceToRest() {
        Optional<byte[]> rest = splitter.rest();
        rest.ifPresent(this::take);
        return rest.isPresent();
    }

    private void take(byte[] bytes) {
        line = StoredLine.of(bytes);
        long own = line.time().isPresent() ? line.time().get().toEpochMilli() : place.notBefore();
        millis = Math.max(millis, own);
    }

    /** The line that it has advanced to. */
    StoredLine line() {
        return line;
    }

    /** The time by which that line is put among others, in milliseconds since the epoch. */
    long millis() {
        return millis;
    }

    /** Where the end of that line is. */
    Place place() {
        return place;
    }

    /** Tells, once, that the line's time is only known from its file. */
    void tellOfTimes() {
        if (!toldOfTimes) {
            toldOfTimes = true;
            found.notice(this
                    + ": lines have no times; all lines of a file are shown that was written to in the time asked for"
                    + " (set log_format = \"timestamps\")");
        }
    }

    /** Tells that reading did not begin where an earlier search left off. */
    void tellOfLoss() {
        if (source.isLost()) {
            found.notice(this + ": the file that was read last is gone; whatever followed in it is missing here");
            searched = source.begin();
        }
    }

    /** Tells what was removed at the very end. */
    void tellOfEnd() {
        long missed = source.missedAtEnd();
        if (missed > 0) {
            tellMissed(missed);
        }
    }

    private void tellMissed(long bytes) {
        found.notice(this + ": " + bytes + " bytes were removed before they could be read");
    }

    /** The line that it has advanced to was dealt with. */
    void passLine() {
        Cursor end = place.cursor();
        searched = Optional.of(new Cursor(end.inode(), end.born(), end.offset() - splitter.left()));
        found.moved(this);
    }

    /** How far it was searched; empty before reading has begun. */
    Optional<LogPosition> position() {
        return searched.or(source::begin)
                .map(cursor -> LogPosition.newBuilder()
                        .setName(process.toString())
                        .setChannel(ProtoMapper.channel(channel))
                        .setCursor(cursor.text())
                        .build());
    }

    /** @throws LogException when reading has failed */
    void check() throws LogException, LogSearch.CutOff {
        if (source.isCutOff()) {
            throw new LogSearch.CutOff();
        }
        if (!source.failure().isEmpty()) {
            throw new LogException(source.failure());
        }
    }

    /** The stream, for people. */
    @Override
    public String toString() {
        return process + " " + channel.word();
    }
}
