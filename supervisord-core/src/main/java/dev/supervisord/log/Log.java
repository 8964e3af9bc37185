package dev.supervisord.log;

import dev.supervisord.model.LogLevel;

/** Where the daemon says what it does. Callable from any thread; never blocks. */
public interface Log {

    /** Writes one line; line breaks inside the message become further lines. */
    void log(LogLevel level, String message);

    /** Something is wrong with the daemon or its surroundings that a person has to look at. */
    default void critical(String message) {
        log(LogLevel.CRITICAL, message);
    }

    default void error(String message) {
        log(LogLevel.ERROR, message);
    }

    default void warn(String message) {
        log(LogLevel.WARN, message);
    }

    default void info(String message) {
        log(LogLevel.INFO, message);
    }

    default void debug(String message) {
        log(LogLevel.DEBUG, message);
    }
}
