package dev.supervisord.model;

/** Where a process is in its life; names and codes are Supervisor's. */
public enum Phase {
    /** Not running, because it was never started or was stopped on purpose. */
    STOPPED(0),
    /** Launched, but not yet known to be up. */
    STARTING(10),
    /** Up: it stayed alive for {@code startsecs}. */
    RUNNING(20),
    /** A start failed; another attempt follows. */
    BACKOFF(30),
    /** A stop was asked for; the process has not ended yet. */
    STOPPING(40),
    /** It was up and ended by itself. */
    EXITED(100),
    /** Every attempt to start it failed; it stays down until somebody starts it. */
    FATAL(200),
    /** It could not be signalled, so what it does is not known; its end is still noticed. */
    UNKNOWN(1000);

    private final int code;

    Phase(int code) {
        this.code = code;
    }

    /** The state's number in Supervisor's XML-RPC API. */
    public int code() {
        return code;
    }

    /** True for the phases in which {@code start} has something to do. */
    public boolean isDown() {
        return this == STOPPED || this == EXITED || this == FATAL;
    }
}
