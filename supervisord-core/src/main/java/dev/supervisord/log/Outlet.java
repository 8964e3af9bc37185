package dev.supervisord.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.util.Optional;

/**
 * A target with what it did not take yet: while it cannot be written, lines are kept for it up to a limit, and then dropped and
 * counted.
 *
 * <p>Used by the log's thread.
 */
final class Outlet {
    /** What is kept for a target that cannot be written. */
    static final int KEPT_BYTES_MAX = 256 * 1024;

    private final LogTarget target;
    private ByteBuffer unwritten = ByteBuffer.allocate(0);
    private long lost;
    private boolean failing;

    Outlet(LogTarget target) {
        this.target = target;
    }

    /** Whether something waits for the target to become writable. */
    boolean isBehind() {
        return unwritten.hasRemaining();
    }

    /**
     * Writes lines, after those that wait.
     *
     * @return a sentence for the other targets, when this one has just begun to fail
     */
    Optional<String> write(String lines) {
        keep(lines.getBytes(StandardCharsets.UTF_8));
        try {
            target.write(unwritten);
            if (lost > 0) {
                long count = lost;
                lost = 0;
                target.write(
                        ByteBuffer.wrap(("... " + count + " bytes of log are missing here: they could not be written\n")
                                .getBytes(StandardCharsets.UTF_8)));
            }
            failing = false;
            return Optional.empty();
        } catch (IOException e) {
            return begins(e, "write");
        }
    }

    private void keep(byte[] lines) {
        if (!unwritten.hasRemaining()) {
            unwritten = ByteBuffer.wrap(lines);
        } else if (unwritten.remaining() + lines.length > KEPT_BYTES_MAX) {
            lost += lines.length;
        } else {
            ByteBuffer both = ByteBuffer.allocate(unwritten.remaining() + lines.length);
            unwritten = both.put(unwritten).put(lines).flip();
        }
    }

    /** Opens the target by name again; gives a sentence as {@link #write} does. */
    Optional<String> reopen() {
        try {
            target.reopen();
            return Optional.empty();
        } catch (IOException e) {
            return begins(e, "open");
        }
    }

    private Optional<String> begins(IOException e, String verb) {
        if (failing) {
            return Optional.empty();
        }
        failing = true;
        String why = e instanceof FileSystemException file && file.getReason() != null
                ? file.getReason()
                : e.getClass().getSimpleName() + ": " + e.getMessage();
        return Optional.of("cannot " + verb + " the daemon's log " + target.name() + ": " + why
                + "; it is tried again every second");
    }

    void close() throws IOException {
        target.close();
    }
}
