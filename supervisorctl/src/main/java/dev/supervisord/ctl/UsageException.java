package dev.supervisord.ctl;

/** The command line or the configuration file is wrong; the client ends with exit code 2 and this message. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }

    /** What is wrong. */
    String problem() {
        return String.valueOf(getMessage());
    }
}
