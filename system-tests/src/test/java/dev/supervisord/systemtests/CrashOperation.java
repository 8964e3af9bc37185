package dev.supervisord.systemtests;

import java.util.List;

/** What a daemon is doing when it is killed, and which of its threads take part in that. */
enum CrashOperation {
    /** The daemon itself begins: it finds out what runs. It is killed at some instant of that. */
    ADOPTION("the daemon's own start", ""),
    START("start", "launcher output"),
    STOP("stop", "supervisor-loop recorder"),
    RESTART("restart", "supervisor-loop recorder launcher"),
    /** One program is changed, one comes or goes, and the log of one is to be kept otherwise. */
    RELOAD("reload", "supervisor-loop recorder launcher output"),
    ROTATION("rotation on request", "output"),
    /** Programs write; files get full and are rotated. */
    WRITING("programs write", "output"),
    /** A program ends by itself and is started again. */
    EXIT("a program ends", "reaper supervisor-loop recorder launcher"),
    UPGRADE("upgrade", "launcher supervisor-loop recorder output");

    private final String words;
    private final String threads;

    CrashOperation(String words, String threads) {
        this.words = words;
        this.threads = threads;
    }

    /** For people. */
    String words() {
        return words;
    }

    /** The names of the threads; none where the daemon can only be killed at an instant. */
    List<String> threads() {
        return threads.isEmpty() ? List.of() : List.of(threads.split(" ", -1));
    }
}
