package dev.supervisord.rpc;

import dev.supervisord.v1.LogLine;
import dev.supervisord.v1.LogsResponse;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The lines that a search finds, on their way to the client: collected into responses, and sent only while the transport takes them, so
 * that a client that does not read costs a bounded amount of memory and holds up its own search.
 *
 * <p>Used by the thread of the search; {@link #isCancelled} by any.
 */
final class LogLines {
    /** What is collected before it is sent. */
    private static final int RESPONSE_BYTES = 64 * 1024;

    /** How much the last lines may take together. */
    private static final int LAST_BYTES_MAX = 2 << 20;

    /** How much is searched without finding anything before the client is told how far it was. */
    private static final int PASSED_BYTES = 1 << 20;

    /** What a line takes besides its text. */
    private static final int LINE_BYTES = 100;

    private final ServerCallStreamObserver<LogsResponse> reply;
    private final Deque<LogLine> last = new ArrayDeque<>();
    private LogsResponse.Builder response = LogsResponse.newBuilder();
    private int responseBytes;
    private final Set<LogStrand> moved = new LinkedHashSet<>();
    private long passedBytes;
    private long searchedBytes;
    private boolean begun;
    private long lastMax;
    private long lastBytes;
    private boolean leftOff;

    /**
     * To be made while the call's handler runs.
     *
     * @param lastMax only the last so many lines; negative: all
     * @param over called once, when the call has ended in whatever way
     */
    LogLines(ServerCallStreamObserver<LogsResponse> reply, long lastMax, Runnable over) {
        this.reply = reply;
        this.lastMax = lastMax;
        reply.setOnReadyHandler(this::wake);
        Runnable gone = () -> {
            over.run();
            wake();
        };
        // gRPC calls exactly one of these; a call may be closed before the search has done so.
        reply.setOnCancelHandler(gone);
        reply.setOnCloseHandler(gone);
    }

    private synchronized void wake() {
        notifyAll();
    }

    boolean isCancelled() {
        return reply.isCancelled();
    }

    void line(LogLine line) {
        if (lastMax < 0) {
            give(line);
            return;
        }
        last.add(line);
        lastBytes += size(line);
        while (last.size() > lastMax || lastBytes > LAST_BYTES_MAX) {
            leftOff |= last.size() <= lastMax;
            lastBytes -= size(last.remove());
        }
    }

    private static int size(LogLine line) {
        return line.getText().size() + LINE_BYTES;
    }

    /** The last lines are known: they are given, and whatever comes from now on. */
    void pastIsOver() {
        if (leftOff) {
            notice("the last lines are too long to be kept: only those of the last " + (LAST_BYTES_MAX >> 20)
                    + " MiB are shown");
        }
        lastMax = -1;
        while (!last.isEmpty()) {
            give(last.remove());
        }
    }

    private void give(LogLine line) {
        response.addLines(line);
        responseBytes += size(line);
        if (responseBytes >= RESPONSE_BYTES) {
            flush();
        }
    }

    /** Something that people should know. */
    void notice(String text) {
        response.addNotices(text);
        responseBytes += text.length();
    }

    /** So many bytes of a log are being searched. */
    void passed(int bytes) {
        passedBytes += bytes;
        searchedBytes += bytes;
    }

    /** How many bytes were searched in all. */
    long searchedBytes() {
        return searchedBytes;
    }

    /** A log was searched further than before. */
    void moved(LogStrand strand) {
        moved.add(strand);
    }

    /** Tells how far logs were searched when that was not told for long. */
    void flushAfterMuch() {
        if (passedBytes >= PASSED_BYTES) {
            flush();
        }
    }

    /** Sends what was collected, as soon as the transport takes it; how far logs were searched goes along. */
    void flush() {
        boolean due = responseBytes > 0 || !begun || passedBytes >= PASSED_BYTES;
        if (!due || lastMax >= 0) {
            return;
        }
        synchronized (this) {
            try {
                while (!reply.isReady() && !reply.isCancelled()) {
                    wait();
                }
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        if (last.isEmpty()) {
            moved.forEach(strand -> strand.position().ifPresent(response::addPositions));
            moved.clear();
        }
        reply.onNext(response.build());
        response = LogsResponse.newBuilder();
        responseBytes = 0;
        passedBytes = 0;
        begun = true;
    }
}
