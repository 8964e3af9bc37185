package dev.supervisord.log;

import dev.supervisord.model.LogLevel;

/** Which lines a log writes. Callable from any thread. */
public interface LogThreshold {

    /** The least important level that is written. */
    LogLevel threshold();

    /** Sets it for the lines that are logged from now on; gives what it was. */
    LogLevel threshold(LogLevel level);
}
