package dev.supervisord.rpc;

import com.google.protobuf.Timestamp;
import dev.supervisord.engine.Control;
import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ProcessName;
import dev.supervisord.output.Cursor;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.StreamKey;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.LogPosition;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Begins searches of logs, each on a thread of its own, so that a costly one delays nobody else. Any thread may call. */
final class LogSearches {
    private static final long LINES_MAX = 10_000;

    /** What {@code google.protobuf.Timestamp} allows: the years 1 to 9999. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int NANOS = 1_000_000_000;

    /** What fits into the heap as it is. */
    private static final long LARGE_SEARCH_BYTES = 8 << 20;

    /** How many logs all searches together have open. */
    private static final int OPEN_LOGS_MAX = 2 * LogSearch.TOGETHER_MAX;

    private final Control control;
    private final Outputs outputs;
    private final StatusMapper statuses;
    private final Executor threads;
    private final Quota quota;
    private final Semaphore logs = new Semaphore(OPEN_LOGS_MAX);

    /**
     * @param threads gives each search a thread, or none when there are too many
     * @param quota how many there may be at a time, for each user and in all
     */
    LogSearches(Control control, Outputs outputs, StatusMapper statuses, Executor threads, Quota quota) {
        this.control = control;
        this.outputs = outputs;
        this.statuses = statuses;
        this.threads = threads;
        this.quota = quota;
    }

    /** To be called while the call's handler runs. */
    void begin(LogsRequest request, ServerCallStreamObserver<LogsResponse> reply) {
        Selection selection = control.snapshot().select(request.getSelectorsList());
        try {
            LineFilter filter = filter(request);
            if (request.getSelectorsList().isEmpty()) {
                throw statuses.missing("selectors");
            }
            if (!selection.unknown().isEmpty()) {
                throw statuses.noSuchProcess(selection.unknown().get(0).name());
            }
            begin(request, selection, filter, reply);
        } catch (StatusRuntimeException refused) {
            reply.onError(refused);
        }
    }

    private void begin(
            LogsRequest request, Selection selection, LineFilter filter, ServerCallStreamObserver<LogsResponse> reply) {
        Map<StreamKey, Cursor> after = positions(request);
        List<StreamKey> streams = streams(selection, channels(request));
        int open = Math.min(streams.size(), LogSearch.TOGETHER_MAX);
        if (request.getFollow() && streams.size() > open) {
            throw statuses.tooManyLogs(streams.size(), open);
        }
        Object user = Peer.CONTEXT.get().account();
        if (!logs.tryAcquire(open)) {
            throw statuses.tooMany("log searches");
        }
        if (!quota.take(user)) {
            logs.release(open);
            throw statuses.tooMany("log searches");
        }
        long lines = request.hasLines() ? Math.min(Math.max(0, request.getLines()), LINES_MAX) : -1;
        LogLines found = new LogLines(reply, lines, () -> {
            quota.giveBack(user);
            logs.release(open);
        });
        LogSearch search = new LogSearch(outputs, filter, found, streams.size());
        for (StreamKey stream : streams) {
            search.add(stream.process(), stream.channel(), Optional.ofNullable(after.get(stream)));
        }
        try {
            threads.execute(() -> run(search, found, request.getFollow(), reply));
        } catch (RejectedExecutionException full) {
            reply.onError(statuses.tooMany("log searches"));
        }
    }

    private List<StreamKey> streams(Selection selection, Set<Outputs.Channel> channels) {
        List<StreamKey> streams = new ArrayList<>();
        for (ProcessView process : selection.processes()) {
            for (Outputs.Channel channel : channels) {
                if (hasFile(process, channel)) {
                    streams.add(new StreamKey(process.name(), channel));
                }
            }
        }
        return streams;
    }

    /** Where the client wants to go on. */
    private Map<StreamKey, Cursor> positions(LogsRequest request) {
        Map<StreamKey, Cursor> positions = new HashMap<>();
        for (LogPosition position : request.getAfterList()) {
            Cursor cursor =
                    Cursor.parse(position.getCursor()).orElseThrow(() -> statuses.badCursor(position.getCursor()));
            positions.put(
                    new StreamKey(ProcessName.parse(position.getName()), ProtoMapper.channel(position.getChannel())),
                    cursor);
        }
        return positions;
    }

    private boolean hasFile(ProcessView process, Outputs.Channel channel) {
        try {
            return outputs.file(process.name(), channel).isPresent();
        } catch (LogException e) {
            // It was never started: there is nothing of it.
            return false;
        }
    }

    private void run(LogSearch search, LogLines found, boolean follow, ServerCallStreamObserver<LogsResponse> reply) {
        try {
            search.searchPast(follow);
            found.pastIsOver();
            if (follow) {
                search.follow();
            }
            found.flush();
            reply.onCompleted();
        } catch (LineFilter.TooCostly e) {
            reply.onError(statuses.patternTooCostly(e));
        } catch (LogException e) {
            reply.onError(statuses.log(e));
        } catch (LogSearch.CutOff e) {
            reply.onError(statuses.daemonEnds());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reply.onError(statuses.daemonEnds());
        } catch (RuntimeException e) {
            reply.onError(statuses.failure(e));
        } finally {
            giveMemoryBack(found);
        }
    }

    /** A large search makes the heap grow to its limit; only a full collection, of some milliseconds, lets it shrink again. */
    private void giveMemoryBack(LogLines found) {
        if (found.searchedBytes() >= LARGE_SEARCH_BYTES && quota.total() <= 1) {
            System.gc();
        }
    }

    private static Set<Outputs.Channel> channels(LogsRequest request) {
        Set<Outputs.Channel> channels = EnumSet.noneOf(Outputs.Channel.class);
        for (Channel channel : request.getChannelsList()) {
            channels.add(ProtoMapper.channel(channel));
        }
        return channels.isEmpty() ? EnumSet.allOf(Outputs.Channel.class) : channels;
    }

    private LineFilter filter(LogsRequest request) {
        String grep = request.getGrep();
        if (grep.length() > LineFilter.PATTERN_CHARS_MAX) {
            throw statuses.badPattern("it has more than " + LineFilter.PATTERN_CHARS_MAX + " characters");
        }
        try {
            return new LineFilter(
                    request.hasSince() ? Optional.of(instant("since", request.getSince())) : Optional.empty(),
                    request.hasUntil() ? Optional.of(instant("until", request.getUntil())) : Optional.empty(),
                    grep.isEmpty() ? Optional.empty() : Optional.of(new Expression(Pattern.compile(grep))));
        } catch (PatternSyntaxException e) {
            throw statuses.badPattern(e.getDescription());
        }
    }

    private Instant instant(String field, Timestamp time) {
        boolean known = time.getSeconds() >= FIRST_SECOND
                && time.getSeconds() <= LAST_SECOND
                && time.getNanos() >= 0
                && time.getNanos() < NANOS;
        if (!known) {
            throw statuses.badTime(field);
        }
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }
}
