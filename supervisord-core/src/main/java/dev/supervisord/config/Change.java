package dev.supervisord.config;

/** What it takes for the new value of a key to count after a reload. */
enum Change {
    /** Nothing: it counts at once, whether the process runs or not. */
    LIVE("at once"),
    /** The process is stopped and started. */
    RESTART("restarts the process"),
    /** The daemon must be restarted. */
    DAEMON("needs a restart of the daemon"),
    /** It decides which processes exist: some are added, some removed, the others left alone. */
    PROCESSES("adds or removes processes");

    private final String words;

    Change(String words) {
        this.words = words;
    }

    /** For the reference page. */
    String words() {
        return words;
    }
}
