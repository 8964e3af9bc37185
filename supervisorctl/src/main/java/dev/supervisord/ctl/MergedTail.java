package dev.supervisord.ctl;

import dev.supervisord.v1.TailRequest;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * The logs of several processes, with each line's process before it: one process after the other, or, when followed, as lines come.
 *
 * <p>Each process that is followed has a thread of its own, which does not keep the program alive; the calling thread waits.
 */
final class MergedTail {
    private final Session session;
    private final TailRequest request;
    private final Outage outage;

    /** @param request without a name */
    MergedTail(Session session, TailRequest request) {
        this.session = session;
        this.request = request;
        this.outage = new Outage(session.console());
    }

    /** One log. */
    private record One(String name, LogReading reading, LogReading.Source source, PrefixedLines lines) {}

    /** How one log ended. */
    private record End(String name, @Nullable StatusRuntimeException failure) {}

    ExitCode print(List<String> names) {
        ExitCode exitCode = ExitCode.OK;
        for (One log : logs(names)) {
            try {
                log.reading.copy(log.source, log.lines);
                log.lines.end();
            } catch (StatusRuntimeException e) {
                exitCode = TailOutput.failed(e, log.name, session);
            }
        }
        return exitCode;
    }

    ExitCode follow(List<String> names) {
        BlockingQueue<End> ended = new LinkedBlockingQueue<>();
        for (One log : logs(names)) {
            Thread thread = new Thread(() -> ended.add(read(log)), "tail " + log.name);
            thread.setDaemon(true);
            thread.start();
        }
        ExitCode exitCode = ExitCode.OK;
        try {
            for (int left = names.size(); left > 0; left--) {
                End end = ended.take();
                StatusRuntimeException failure = end.failure();
                if (failure != null) {
                    synchronized (session.console()) {
                        exitCode = TailOutput.failed(failure, end.name, session);
                        session.console().flush();
                    }
                }
            }
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
        }
        return exitCode;
    }

    private static End read(One log) {
        try {
            log.reading.follow(log.source, log.lines);
            log.lines.end();
            return new End(log.name, null);
        } catch (StatusRuntimeException e) {
            log.lines.end();
            return new End(log.name, e);
        }
    }

    private List<One> logs(List<String> names) {
        int width = names.stream().mapToInt(String::length).max().orElse(0);
        List<One> logs = new ArrayList<>();
        for (String name : names) {
            TailRequest begin = request.toBuilder().setName(name).build();
            LogReading.Source source = cursor ->
                    session.logs().tail(begin.toBuilder().setCursor(cursor).build());
            logs.add(new One(
                    name,
                    new LogReading(session.console(), outage),
                    source,
                    PrefixedLines.of(name, width, logs.size(), session)));
        }
        return logs;
    }
}
