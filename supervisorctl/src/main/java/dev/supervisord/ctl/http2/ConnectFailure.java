package dev.supervisord.ctl.http2;

import java.io.IOException;

/** No connection to a server, and why; the cause of the {@code UNAVAILABLE} status of a call that could not begin. */
public final class ConnectFailure extends IOException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    ConnectFailure(String server, Reason reason, IOException cause) {
        super("cannot connect to " + server + ": " + text(reason, cause), cause);
        this.reason = reason;
    }

    /** What stands in the way. */
    public enum Reason {
        NO_SUCH_FILE,
        /** There is a file, but nobody accepts connections on it. */
        REFUSED,
        PERMISSION_DENIED,
        /** Nobody knows a host of this name. */
        NO_SUCH_HOST,
        /** One of the two did not accept what the other showed; the message tells. */
        NOT_TRUSTED,
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
            case NO_SUCH_HOST -> "unknown host";
            case NOT_TRUSTED, OTHER -> String.valueOf(cause.getMessage());
        };
    }
}
