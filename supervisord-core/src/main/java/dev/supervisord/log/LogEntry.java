package dev.supervisord.log;

import dev.supervisord.model.LogLevel;
import java.time.Instant;

/** What is asked of the log's thread. */
sealed interface LogEntry {

    /** Write a message, of one or more lines. */
    record Message(Instant when, LogLevel level, String text) implements LogEntry {}

    /** Open the targets by name again. */
    record Reopen() implements LogEntry {}
}
