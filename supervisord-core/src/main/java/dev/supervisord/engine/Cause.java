package dev.supervisord.engine;

/** Why a process was started or stopped: on whose request, or by which rule. */
public record Cause(Reason reason, Asker asker) {

    /** What somebody has asked for, or which rule applied. */
    public enum Reason {
        /** The daemon started, and the program has {@code autostart}. */
        BOOT,
        /** An earlier daemon had started it; this one took it over. */
        TAKEN_OVER,
        /** A start of it. */
        START,
        /** A start of something that depends on it. */
        DEPENDENT_START,
        /** A stop of it. */
        STOP,
        /** A stop of it that is to last ({@code stop --keep}). */
        KEPT_STOP,
        /** A restart of it. */
        RESTART,
        /** The configuration was read again. */
        RELOAD,
        /** Its group was removed ({@code remove}). */
        REMOVAL,
        /** Its start had failed, and it has attempts left ({@code startretries}). */
        RETRY,
        /** It had ended by itself ({@code autorestart}). */
        RESTART_POLICY,
        /** The daemon is shutting down. */
        SHUTDOWN
    }

    /** What the daemon does by itself. */
    public static Cause rule(Reason reason) {
        return new Cause(reason, Asker.DAEMON);
    }

    @Override
    public String toString() {
        String by = asker.name().isEmpty() ? "" : " by " + asker.name();
        return switch (reason) {
            case BOOT -> "the start of the daemon";
            case TAKEN_OVER -> "an earlier daemon";
            case START -> "a start" + by;
            case DEPENDENT_START -> "a start of what depends on it" + by;
            case STOP -> "a stop" + by;
            case KEPT_STOP -> "a stop that is kept" + by;
            case RESTART -> "a restart" + by;
            case RELOAD -> "a change of the configuration" + (by.isEmpty() ? "" : ", reloaded" + by);
            case REMOVAL -> "its removal" + by;
            case RETRY -> "another attempt after a failed start";
            case RESTART_POLICY -> "its restart policy";
            case SHUTDOWN -> "the daemon's shutdown" + by;
        };
    }
}
