package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogLevel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was logged. */
public final class RecordedLog implements Log {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void log(LogLevel level, String message) {
        lines.add(level + " " + message);
    }

    public List<String> lines() {
        return lines;
    }
}
