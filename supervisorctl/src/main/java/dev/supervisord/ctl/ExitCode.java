package dev.supervisord.ctl;

/** How the client ends; Supervisor's numbers, which follow those of LSB init scripts. */
enum ExitCode {
    OK(0),
    /** A command was refused or failed. */
    ERROR(1),
    /** The command line or the configuration file is wrong. */
    USAGE(2),
    /** {@code status}: a process is not up. */
    NOT_UP(3),
    /** {@code status}: no such process, or no daemon. Others: not allowed, or the connection was refused. */
    UNKNOWN(4),
    /** {@code wait}: it took too long. */
    TIMED_OUT(5),
    /** There is no process, or it did not stay up; no daemon. */
    NOT_RUNNING(7);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
