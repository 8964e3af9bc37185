package dev.supervisord.log;

import dev.supervisord.model.LogLevel;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The {@code log} thread: takes what was logged and writes it to each target, until the queue is closed. */
final class LogWriter implements Runnable {
    private static final long RETRY_MILLIS = 1_000;

    private final LineQueue queue;
    private final List<Outlet> outlets;
    private final LineFormat format;
    private final InstantSource clock;

    LogWriter(LineQueue queue, List<Outlet> outlets, LineFormat format, InstantSource clock) {
        this.queue = queue;
        this.outlets = List.copyOf(outlets);
        this.format = format;
        this.clock = clock;
    }

    @Override
    public void run() {
        try {
            boolean last = false;
            while (!last) {
                LineQueue.Batch batch = queue.take(isBehind() ? RETRY_MILLIS : 0);
                write(batch);
                last = batch.last();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeAll();
        }
    }

    private boolean isBehind() {
        return outlets.stream().anyMatch(Outlet::isBehind);
    }

    private void write(LineQueue.Batch batch) {
        StringBuilder lines = new StringBuilder();
        for (LogEntry entry : batch.entries()) {
            if (entry instanceof LogEntry.Message message) {
                lines.append(format.format(message.when(), message.level(), message.text()));
            } else {
                writeAll(lines.toString());
                lines.setLength(0);
                reopenAll();
            }
        }
        if (batch.dropped() > 0) {
            lines.append(now(LogLevel.WARN, "... " + batch.dropped() + " messages dropped: too many at once"));
        }
        writeAll(lines.toString());
    }

    private void writeAll(String lines) {
        List<String> complaints = new ArrayList<>();
        for (Outlet outlet : outlets) {
            outlet.write(lines).ifPresent(complaints::add);
        }
        complain(complaints);
    }

    private void reopenAll() {
        List<String> complaints = new ArrayList<>();
        for (Outlet outlet : outlets) {
            outlet.reopen().ifPresent(complaints::add);
        }
        complain(complaints);
    }

    /** Tells all targets; the one that fails keeps it for later. */
    private void complain(List<String> complaints) {
        for (String complaint : complaints) {
            String line = now(LogLevel.ERROR, complaint);
            outlets.forEach(outlet -> outlet.write(line));
        }
    }

    private String now(LogLevel level, String text) {
        return format.format(clock.instant(), level, text);
    }

    private void closeAll() {
        for (Outlet outlet : outlets) {
            try {
                outlet.close();
            } catch (IOException e) {
                // Nothing can be said any more, and nobody is left to hear it.
                continue;
            }
        }
    }
}
