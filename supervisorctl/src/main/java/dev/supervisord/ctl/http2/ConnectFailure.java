package dev.supervisord.ctl.http2;

import java.io.IOException;
import java.nio.file.Path;

/** No connection to a unix socket, and why; the cause of the {@code UNAVAILABLE} status of a call that could not begin. */
public final class ConnectFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    ConnectFailure(Path socket, Reason reason, IOException cause) {
        super("cannot connect to unix://" + socket + ": " + text(reason, cause), cause);
        this.reason = reason;
    }

    /** What stands in the way. */
    public enum Reason {
        NO_SUCH_FILE,
        /** There is a file, but nobody accepts connections on it. */
        REFUSED,
        PERMISSION_DENIED,
        /** Anything else; the message tells. */
        OTHER
    }

    public Reason reason() {
        return reason;
    }

    private static String text(Reason reason, IOException cause) {
        return switch (reason) {
            case NO_SUCH_FILE -> "no such file";
            case REFUSED -> "connection refused";
            case PERMISSION_DENIED -> "permission denied";
            case OTHER -> String.valueOf(cause.getMessage());
        };
    }
}
