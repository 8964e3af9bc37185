package dev.supervisord.rpc;

import com.google.protobuf.ByteString;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Start;
import dev.supervisord.v1.LogLine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Reads logs from their oldest lines, together and in the order of their lines' times, and then as they grow; gives the lines that fit.
 * One thread runs it, the search's own.
 *
 * <p>However many logs there are, what is read ahead of the search is {@link #AHEAD_BYTES} for all of them.
 */
final class LogSearch {
    /** How many logs are put in order together; each has a file open. */
    static final int TOGETHER_MAX = 128;

    /** Besides a second piece of the same length that waits, and a third that is being searched. */
    private static final int AHEAD_BYTES = 512 * 1024;

    private static final int WINDOW_BYTES_MAX = 64 * 1024;

    private final Outputs outputs;
    private final LineFilter filter;
    private final LogLines found;
    private final List<LogStrand> strands = new ArrayList<>();
    private final UnfinishedLines unfinished = new UnfinishedLines();
    private final int window;

    /** @param logs how many will be added */
    LogSearch(Outputs outputs, LineFilter filter, LogLines found, int logs) {
        this.outputs = outputs;
        this.filter = filter;
        this.found = found;
        this.window = Math.min(WINDOW_BYTES_MAX, AHEAD_BYTES / Math.max(1, Math.min(logs, TOGETHER_MAX)));
    }

    /** The daemon ends. */
    static final class CutOff extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** @param from where an earlier search left off; empty for the oldest line */
    void add(ProcessName process, Outputs.Channel channel, Optional<Cursor> from) {
        strands.add(new LogStrand(strands.size(), process, channel, from, found, window, unfinished));
    }

    /** Searches what is there. */
    void searchPast(boolean follows) throws LogException, CutOff, InterruptedException {
        if (strands.size() > TOGETHER_MAX) {
            found.notice(strands.size() + " logs are more than can be put in the order of time at once; each "
                    + TOGETHER_MAX + " are");
        }
        for (int from = 0; from < strands.size(); from += TOGETHER_MAX) {
            List<LogStrand> together = strands.subList(from, Math.min(strands.size(), from + TOGETHER_MAX));
            try {
                merge(together, follows);
            } finally {
                together.forEach(LogStrand::close);
            }
        }
    }

    private void merge(List<LogStrand> together, boolean follows) throws LogException, CutOff, InterruptedException {
        Start start = filter.since().<Start>map(Start.Since::new).orElse(new Start.Bytes(Long.MAX_VALUE));
        for (LogStrand strand : together) {
            outputs.flush(strand.process());
            strand.open(outputs, start);
        }
        PriorityQueue<LogStrand> ahead = byTime();
        for (LogStrand strand : together) {
            if (next(strand, follows)) {
                ahead.add(strand);
            }
            strand.tellOfLoss();
        }
        while (!ahead.isEmpty() && !found.isCancelled()) {
            LogStrand first = ahead.remove();
            consider(first);
            if (next(first, follows)) {
                ahead.add(first);
            }
        }
    }

    /** The strand whose line is the oldest comes first; among equals the one that was added first. */
    private PriorityQueue<LogStrand> byTime() {
        return new PriorityQueue<>(Comparator.comparingLong(LogStrand::millis).thenComparingInt(LogStrand::number));
    }

    /** Goes to the next line of what is there; whether there is one. */
    private boolean next(LogStrand strand, boolean follows) throws LogException, CutOff, InterruptedException {
        while (!found.isCancelled()) {
            if (strand.advance()) {
                return true;
            }
            if (strand.isOver()) {
                strand.check();
                strand.tellOfEnd();
                return !follows && strand.advanceToRest();
            }
            strand.await();
        }
        return false;
    }

    /** Goes on with what is written, until the client has gone or all logs have ended. */
    void follow() throws LogException, CutOff, InterruptedException {
        try {
            for (LogStrand strand : strands) {
                strand.follow(outputs);
                found.moved(strand);
            }
            found.flush();
            while (!found.isCancelled() && awaitNews()) {
                searchNews();
                found.flush();
            }
            strands.forEach(this::considerRest);
        } finally {
            strands.forEach(LogStrand::close);
        }
    }

    /** Waits until one of the logs has grown; false when all have ended. */
    private boolean awaitNews() throws LogException, CutOff, InterruptedException {
        synchronized (found) {
            while (!found.isCancelled()) {
                boolean allOver = true;
                for (LogStrand strand : strands) {
                    if (strand.isOver()) {
                        strand.check();
                    } else if (strand.hasNews()) {
                        return true;
                    } else {
                        allOver = false;
                    }
                }
                if (allOver) {
                    return false;
                }
                found.wait();
            }
            return false;
        }
    }

    /** The next piece of each log that has one, in the order of time. */
    private void searchNews() {
        PriorityQueue<LogStrand> ahead = byTime();
        for (LogStrand strand : strands) {
            if (strand.advance()) {
                ahead.add(strand);
            }
        }
        while (!ahead.isEmpty()) {
            LogStrand first = ahead.remove();
            consider(first);
            if (first.advanceWithinPiece()) {
                ahead.add(first);
            }
        }
    }

    private void considerRest(LogStrand strand) {
        strand.tellOfEnd();
        if (strand.advanceToRest()) {
            consider(strand);
        }
    }

    private void consider(LogStrand strand) {
        boolean fits = !found.isCancelled() && filter.fits(strand.line(), strand.place());
        if (fits) {
            if (strand.line().time().isEmpty() && filter.hasTimes()) {
                strand.tellOfTimes();
            }
            LogLine.Builder result = LogLine.newBuilder()
                    .setName(strand.process().toString())
                    .setChannel(ProtoMapper.channel(strand.channel()))
                    .setText(ByteString.copyFrom(strand.line().text()));
            strand.line().time().ifPresent(time -> result.setTime(ProtoMapper.timestamp(time)));
            strand.passLine();
            found.line(result.build());
        } else {
            strand.passLine();
            found.flushAfterMuch();
        }
    }
}
