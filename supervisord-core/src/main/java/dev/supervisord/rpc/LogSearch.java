package dev.supervisord.rpc;

import com.google.protobuf.ByteString;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Place;
import dev.supervisord.output.Start;
import dev.supervisord.output.StoredLine;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogLine;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads logs from their oldest line, one after the other, and then together as they grow; gives the lines that fit. One thread runs
 * it, the search's own.
 */
final class LogSearch {
    private final Outputs outputs;
    private final LineFilter filter;
    private final LogLines found;
    private final List<Log> logs = new ArrayList<>();

    /** Where lines are given to; also the lock at which the tail thread and this one meet. */
    LogSearch(Outputs outputs, LineFilter filter, LogLines found) {
        this.outputs = outputs;
        this.filter = filter;
        this.found = found;
    }

    /** The daemon ends. */
    static final class CutOff extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** One stream of one process. */
    private static final class Log {
        final ProcessName process;
        final Outputs.Channel channel;
        final LineSplitter splitter = new LineSplitter();
        LineSource source;
        Place place = new Place(new Cursor(0, 0, 0), 0, 0);
        boolean withoutTimes;

        Log(ProcessName process, Outputs.Channel channel, Object lock) {
            this.process = process;
            this.channel = channel;
            this.source = new LineSource(lock);
        }
    }

    void add(ProcessName process, Outputs.Channel channel) {
        logs.add(new Log(process, channel, found));
    }

    /** Searches what is there. */
    void searchPast(boolean follows) throws LogException, CutOff, InterruptedException {
        Start start = filter.since().<Start>map(Start.Since::new).orElse(new Start.Bytes(Long.MAX_VALUE));
        for (Log log : logs) {
            outputs.flush(log.process);
            Closeable reading = outputs.tail(log.process, log.channel, start, false, log.source);
            try {
                while (!found.isCancelled() && searchNext(List.of(log))) {
                    continue;
                }
            } finally {
                close(reading);
            }
            if (!follows) {
                log.splitter.end(line -> consider(log, line, log.place));
            }
        }
    }

    /** Goes on with what is written, until the client has gone or all logs have ended. */
    void follow() throws LogException, CutOff, InterruptedException {
        List<Closeable> open = new ArrayList<>();
        try {
            for (Log log : logs) {
                Start start = log.source.cursor().<Start>map(Start.After::new).orElse(new Start.Bytes(0));
                log.source = new LineSource(found);
                open.add(outputs.tail(log.process, log.channel, start, true, log.source));
            }
            found.flush();
            while (!found.isCancelled() && searchNext(logs)) {
                found.flush();
            }
        } finally {
            for (Closeable reading : open) {
                close(reading);
            }
        }
    }

    private static void close(Closeable reading) {
        try {
            reading.close();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** Waits for a piece of one of the logs and searches it; whether more may come. */
    private boolean searchNext(List<Log> among) throws LogException, CutOff, InterruptedException {
        Log log = null;
        Optional<LineSource.Piece> piece = Optional.empty();
        synchronized (found) {
            while (piece.isEmpty() && !found.isCancelled()) {
                boolean more = false;
                for (Log one : among) {
                    if (piece.isEmpty()) {
                        piece = one.source.poll();
                        log = one;
                    }
                    more |= !one.source.isOver();
                }
                if (piece.isEmpty()) {
                    if (!more) {
                        break;
                    }
                    found.wait();
                }
            }
        }
        if (piece.isEmpty() || log == null) {
            check(among);
            return false;
        }
        Log from = log;
        long missed = from.source.takeMissed();
        if (missed > 0) {
            found.notice(from.process + " " + from.channel.word() + ": " + missed
                    + " bytes were removed before they could be read");
        }
        from.place = piece.get().after();
        from.splitter.add(piece.get().bytes(), line -> consider(from, line, from.place));
        return true;
    }

    private static void check(List<Log> among) throws LogException, CutOff {
        for (Log log : among) {
            if (log.source.isCutOff()) {
                throw new CutOff();
            }
            if (!log.source.failure().isEmpty()) {
                throw new LogException(log.source.failure());
            }
        }
    }

    private void consider(Log log, byte[] line, Place place) {
        StoredLine stored = StoredLine.of(line);
        if (!filter.fits(stored, place)) {
            return;
        }
        if (stored.time().isEmpty() && filter.hasTimes() && !log.withoutTimes) {
            log.withoutTimes = true;
            found.notice(log.process + " " + log.channel.word()
                    + ": lines have no times; all lines of a file are shown that was"
                    + " written to in the time asked for (set log_format = \"timestamps\")");
        }
        LogLine.Builder result = LogLine.newBuilder()
                .setName(log.process.toString())
                .setChannel(log.channel == Outputs.Channel.STDERR ? Channel.CHANNEL_STDERR : Channel.CHANNEL_STDOUT)
                .setText(ByteString.copyFrom(stored.text()));
        stored.time().ifPresent(time -> result.setTime(ProtoMapper.timestamp(time)));
        found.line(result.build());
    }
}
