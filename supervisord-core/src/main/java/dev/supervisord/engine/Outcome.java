package dev.supervisord.engine;

/**
 * What an operation did to one process (or to a name that fits none).
 *
 * @param name the process's address, or the name as it was asked for
 * @param detail a reason for people; empty when the code says it all
 */
public record Outcome(String name, Code code, String detail) {

    /** The results that callers tell apart; one table in the docs lists them with their exit codes. */
    public enum Code {
        STARTED,
        STOPPED,
        SIGNALLED,
        REMOVED,
        /** The request was accepted and its end not waited for. */
        ACCEPTED,
        ALREADY_STARTED,
        NOT_RUNNING,
        NO_SUCH_PROCESS,
        NO_SUCH_GROUP,
        /** The program's file was not found. */
        NO_FILE,
        /** The program's file may not be executed. */
        NOT_EXECUTABLE,
        /** The launch failed, or the process ended before it counted as started. */
        SPAWN_ERROR,
        /** It waits for what it depends on, and that is down. */
        DEPENDENCY_DOWN,
        /** The process left the way to the wanted state: stopped by somebody else while it was starting, for instance. */
        ABNORMAL_TERMINATION,
        /** The signal was refused by the kernel. */
        SIGNAL_FAILED,
        /** It is down, or was told to stop, but that it is kept so could not be written down. */
        NOT_KEPT,
        /** A group with processes that are not down cannot be removed. */
        STILL_RUNNING
    }
}
