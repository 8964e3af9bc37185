package dev.supervisord.ctl;

/**
 * Configures {@code java.util.logging}, which the libraries use, to say nothing and to read no file: the client tells its user
 * itself what went wrong. Made by {@code java.util.logging.LogManager}.
 */
public final class QuietLogging {
    /** Leaves everything as it is without configuration: no handlers. */
    public QuietLogging() {}
}
