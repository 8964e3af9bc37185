package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.log.LogThreshold;
import dev.supervisord.model.LogLevel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was logged. */
public final class RecordedLog implements Log, LogThreshold {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private volatile LogLevel threshold = LogLevel.INFO;

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level + " " + message);
    }

    @Override
    public LogLevel threshold() {
        return threshold;
    }

    @Override
    public LogLevel threshold(LogLevel level) {
        LogLevel before = threshold;
        threshold = level;
        return before;
    }

    public List<String> lines() {
        return lines;
    }
}
