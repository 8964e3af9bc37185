package dev.supervisord.model;

import java.util.Locale;
import java.util.Optional;

/** How important a line of the daemon's log is, most important first; words and four-letter labels are Supervisor's. */
public enum LogLevel {
    CRITICAL("CRIT"),
    ERROR("ERRO"),
    WARN("WARN"),
    INFO("INFO"),
    DEBUG("DEBG"),
    TRACE("TRAC"),
    BLATHER("BLAT");

    private final String label;

    LogLevel(String label) {
        this.label = label;
    }

    /** The four letters that stand in each line. */
    public String label() {
        return label;
    }

    /** Whether a line of this level is written by a log that is set to {@code threshold}. */
    public boolean isLoggedAt(LogLevel threshold) {
        return compareTo(threshold) <= 0;
    }

    /** Reads the word of a configuration file, {@code info}; empty when there is no such level. */
    public static Optional<LogLevel> parse(String word) {
        for (LogLevel level : values()) {
            if (level.name().toLowerCase(Locale.ROOT).equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }
}
