package dev.supervisord.ctl;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the client writes: standard output and standard error, both in UTF-8 and collected until {@link #flush}.
 *
 * <p>A reader that has gone (as after {@code | head -1}) is no error; what else is written for it is dropped.
 * One thread uses it; where several do, each holds its monitor.
 */
final class Console {
    private static final int FLUSH_CHARS = 32 * 1024;

    private final OutputStream out;
    private final OutputStream err;
    private final StringBuilder text = new StringBuilder(256);
    private volatile boolean closed;

    Console(OutputStream out, OutputStream err) {
        this.out = out;
        this.err = err;
    }

    /** A line on standard output. */
    void line(CharSequence line) {
        text.append(line).append('\n');
        if (text.length() >= FLUSH_CHARS) {
            flush();
        }
    }

    /** Text on standard output, as it is. */
    void print(String piece) {
        text.append(piece);
    }

    /** Bytes on standard output, at once. */
    void bytes(byte[] bytes) {
        flush();
        write(bytes);
    }

    /** A line on standard error, at once. */
    void error(String line) {
        flush();
        try {
            err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // Nobody is left to be told, and the command itself does not depend on it.
            return;
        }
    }

    void flush() {
        if (text.length() > 0) {
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            text.setLength(0);
            write(bytes);
        }
    }

    /** Nobody reads standard output any more. */
    boolean isClosed() {
        return closed;
    }

    private void write(byte[] bytes) {
        if (closed) {
            return;
        }
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            closed = true;
        }
    }
}
