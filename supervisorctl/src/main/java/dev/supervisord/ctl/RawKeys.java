package dev.supervisord.ctl;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The keyboard of the controlling terminal, key by key and without echo, until {@link #close}; then the terminal is as before.
 *
 * <p>{@code stty(1)} does what Java cannot. One thread reads; any thread may close, once or more often.
 */
final class RawKeys implements AutoCloseable {
    /** No key was typed within the time that reading waits. */
    static final int NONE = -1;

    private static final File TERMINAL = new File("/dev/tty");
    private static final long STTY_MILLIS_MAX = 2000;

    private final String before;
    private final InputStream keys;
    private boolean closed;

    private RawKeys(String before, InputStream keys) {
        this.before = before;
        this.keys = keys;
    }

    /** Reads wait for a fifth of a second at most; Ctrl-C is no key, but ends the program. Empty when there is no terminal. */
    static Optional<RawKeys> passing() {
        return open("-icanon", "-echo", "min", "0", "time", "2");
    }

    /** Reads wait for a key, and Ctrl-C is one. Empty when there is no terminal. */
    static Optional<RawKeys> waiting() {
        return open("-icanon", "-echo", "-isig", "-ixon", "min", "1", "time", "0");
    }

    private static Optional<RawKeys> open(String... settings) {
        String before = stty("-g");
        if (before.isEmpty()) {
            return Optional.empty();
        }
        try {
            InputStream keys = new FileInputStream(TERMINAL);
            stty(settings);
            return Optional.of(new RawKeys(before, keys));
        } catch (IOException e) {
            return Optional.empty(); // nobody can type, but what is shown can still be read
        }
    }

    /** A byte of a key; {@link #NONE} when none came in time, or will come any more. */
    int read() throws IOException {
        return keys.read();
    }

    /** Rows and columns as {@code "24 80"}; empty when that is not known. */
    static String size() {
        return stty("size");
    }

    /** What {@code stty} prints about the terminal; empty when it fails. */
    private static String stty(String... arguments) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(TERMINAL)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return process.waitFor(STTY_MILLIS_MAX, TimeUnit.MILLISECONDS) && process.exitValue() == 0 ? text : "";
        } catch (IOException noTerminal) {
            return "";
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stty(before);
        try {
            keys.close();
        } catch (IOException e) {
            // It was only read, so nothing is lost.
            return;
        }
    }
}
