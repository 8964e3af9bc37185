package dev.supervisord.os;

/**
 * A system call failed that was not expected to. Thrown by {@code os.posix} only.
 *
 * <p>The message reads {@code cannot <verb> <thing>: <reason> (<errno>)}.
 */
public final class OsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String errno;

    public OsException(String errno, String message) {
        super(message);
        this.errno = errno;
    }

    /** The symbolic name of the error, {@code ENOSPC}. */
    public String errno() {
        return errno;
    }
}
