package dev.supervisord.os;

/**
 * A system call failed that was not expected to. Thrown by {@code os.posix} only.
 *
 * <p>The message reads {@code cannot <verb> <thing>: <reason> (<errno>)}.
 */
public final class OsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String errno;
    private final String reason;

    /**
     * @param errno the symbolic name of the error, {@code ENOSPC}
     * @param what what could not be done: {@code <verb> <thing>}
     * @param reason the C library's text in English, {@code No space left on device}
     */
    public OsException(String errno, String what, String reason) {
        super("cannot " + what + ": " + reason + " (" + errno + ")");
        this.errno = errno;
        this.reason = reason;
    }

    /** The symbolic name of the error, {@code ENOSPC}. */
    public String errno() {
        return errno;
    }

    /** Its text, {@code No space left on device}, for a message that names the thing better than this one can. */
    public String reason() {
        return reason;
    }
}
