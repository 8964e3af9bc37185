package dev.supervisord.model;

/** What the end of a process means to the daemon, once no other run follows it ({@code exit_policy}). */
public enum ExitPolicy {
    /** Nothing. */
    IGNORE("ignore"),
    /** The daemon stops everything else and exits with the code of the process. */
    SHUTDOWN("shutdown"),
    /** The same, but not after an end with an expected code. */
    SHUTDOWN_ON_FAILURE("shutdown-on-failure");

    private final String word;

    ExitPolicy(String word) {
        this.word = word;
    }

    /** The word for it in a configuration file. */
    public String word() {
        return word;
    }

    @Override
    public String toString() {
        return word;
    }
}
