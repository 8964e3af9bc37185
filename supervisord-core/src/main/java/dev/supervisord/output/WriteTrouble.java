package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.OsException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/**
 * Says once that a log file cannot be written, and once that it can be again, however often it is tried.
 *
 * <p>Owned by the output thread.
 */
final class WriteTrouble {
    private final Log log;
    private final Path path;
    private String errno = "";

    /** Whether there is a stream that tells itself what it has lost. */
    private boolean losing;

    WriteTrouble(Log log, Path path) {
        this.log = log;
        this.path = path;
    }

    /**
     * A write failed.
     *
     * @param drops whether the bytes of this stream are dropped now; else they are left in its pipe
     */
    void met(OsException failure, StreamKey stream, boolean drops) {
        losing |= drops;
        if (failure.errno().equals(errno)) {
            return;
        }
        errno = failure.errno();
        log.error("cannot write " + path + ": " + failure.reason() + "; " + stream
                + (drops
                        ? " is dropped until the file can be written"
                        : " waits in its pipe until the file can be written"));
    }

    /** Something was written. */
    void over() {
        if (!errno.isEmpty()) {
            errno = "";
            if (!losing) {
                log.info(path + " can be written again; nothing was lost");
            }
            losing = false;
        }
    }

    /** Why an operation on files failed, without the names of the files. */
    static String reason(Exception failure) {
        if (failure instanceof OsException os) {
            return os.reason();
        }
        if (failure instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }
}
