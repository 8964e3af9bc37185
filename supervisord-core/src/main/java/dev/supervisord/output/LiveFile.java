package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The open file under the name of a log: bytes are added at its end, wherever others have put that.
 *
 * <p>Owned by the output thread; {@link #path}, {@link #id}, {@link #isRegular} and the end of {@link #history} may be used by any.
 */
final class LiveFile {
    private final Descriptors descriptors;
    private final Path path;
    private final boolean regular;
    private final History history;
    private final WriteTrouble trouble;
    private Fd fd;
    private volatile FileId id;
    private long size;
    private boolean spliceable;

    /** Takes over an open file. */
    LiveFile(Descriptors descriptors, Log log, OpenLog opened) {
        this.descriptors = descriptors;
        this.path = opened.path();
        this.fd = opened.fd();
        this.id = opened.status().id();
        this.regular = opened.isOwnFile();
        this.spliceable = regular;
        this.size = regular ? descriptors.seekToEnd(fd) : 0;
        this.history = new History(id, size);
        this.trouble = new WriteTrouble(log, path);
    }

    Path path() {
        return path;
    }

    FileId id() {
        return id;
    }

    History history() {
        return history;
    }

    /** Says that it cannot be written. */
    WriteTrouble trouble() {
        return trouble;
    }

    /** Whether it is a file that can be read back, renamed and emptied, and not a terminal or the like. */
    boolean isRegular() {
        return regular;
    }

    /** Whether {@link #splice} works. */
    boolean isSpliceable() {
        return spliceable;
    }

    /** Where the next byte goes, as far as known. */
    long size() {
        return size;
    }

    /** When something was last written to it, by local clocks; otherwise that. */
    LocalDateTime lastChange(LocalDateTime otherwise) {
        try {
            return regular && size > 0
                    ? LocalDateTime.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneId.systemDefault())
                    : otherwise;
        } catch (IOException e) {
            // It has gone meanwhile: what is written next is written now.
            return otherwise;
        }
    }

    /** The last byte that was stored; 0 when there is none. */
    byte lastByte() {
        byte[] last = new byte[1];
        Optional<Fd> reading = descriptors.openForReading(path);
        if (reading.isPresent()) {
            try {
                descriptors.readAt(reading.get(), last, 1, size - 1);
            } finally {
                descriptors.close(reading.get());
            }
        }
        return last[0];
    }

    /** Moves bytes from a pipe to its end in one step; as {@link Descriptors#splice}. */
    long splice(Fd pipe, long bytesMax) {
        long moved = descriptors.splice(pipe, fd, bytesMax);
        if (moved == Descriptors.UNSUPPORTED) {
            spliceable = false;
        }
        grew(moved);
        return moved;
    }

    /** Writes bytes at its end; as {@link Descriptors#write}. */
    int write(byte[] bytes, int offset, int length) {
        int written = descriptors.write(fd, bytes, offset, length);
        grew(written);
        return written;
    }

    /**
     * Writes all these bytes at its end. A regular file takes all of them or none: what was written before a failure is taken
     * back.
     *
     * @return how many bytes were taken; fewer only by what is no regular file
     * @throws OsException when it cannot be written; none were taken
     */
    int writeAll(byte[] bytes, int offset, int length) {
        int written = 0;
        try {
            while (written < length) {
                int taken = descriptors.write(fd, bytes, offset + written, length - written);
                if (taken <= 0) {
                    break;
                }
                written += taken;
            }
        } catch (OsException e) {
            if (!regular) {
                throw e;
            }
            descriptors.truncate(fd, size);
            throw e;
        }
        grew(written);
        return written;
    }

    private void grew(long bytes) {
        if (bytes > 0) {
            size += bytes;
            history.grew(bytes);
            trouble.over();
        }
    }

    /** Goes to the end of a regular file; whether others have moved it. */
    boolean findEnd() {
        long end = descriptors.seekToEnd(fd);
        if (end == size) {
            return false;
        }
        if (end < size) {
            history.emptied();
        }
        history.grew(end < size ? end : end - size);
        size = end;
        return true;
    }

    /**
     * Opens it by name again when the name leads elsewhere, or nowhere, by now.
     *
     * @param backups how many older parts can be read
     * @param millis the time, since the epoch
     * @return whether that was so
     * @throws OsException when it cannot be opened; the old one stays open
     */
    boolean openIfReplaced(int backups, long millis) {
        Optional<FileStatus> there = regular ? descriptors.status(path) : Optional.empty();
        if (!regular || (there.isPresent() && there.get().id().equals(id))) {
            return false;
        }
        Fd fresh = descriptors.openLog(path);
        descriptors.close(fd);
        fd = fresh;
        id = descriptors.status(fresh).id();
        size = descriptors.seekToEnd(fresh);
        history.replaced(id, size, backups, millis);
        return true;
    }

    void empty() {
        history.emptied();
        descriptors.truncate(fd);
        size = 0;
    }

    void close() {
        descriptors.close(fd);
    }
}
