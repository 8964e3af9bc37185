package dev.supervisord.app;

/** The command line was wrong, or the daemon cannot start as asked. The message is for standard error; the exit code is 2. */
final class Usage extends Exception {

    private static final long serialVersionUID = 1L;

    Usage(String message) {
        super(message);
    }
}
