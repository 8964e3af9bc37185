package dev.supervisord.model;

/** Whether a process that was RUNNING is started again when it exits ({@code autorestart}). */
public enum AutoRestart {
    /** {@code false}: it stays EXITED. */
    NEVER,
    /** {@code unexpected}: it is started again unless its exit code is one of {@code exitcodes}. */
    UNEXPECTED,
    /** {@code true}: it is started again whatever its exit was. */
    ALWAYS;

    /** The word for it in a configuration file. */
    public String word() {
        return switch (this) {
            case NEVER -> "false";
            case UNEXPECTED -> "unexpected";
            case ALWAYS -> "true";
        };
    }
}
