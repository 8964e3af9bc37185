package dev.supervisord.os;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The descriptors and moves of bytes that the log pump works with; every descriptor is close-on-exec from birth.
 *
 * <p>Failures are {@link OsException}, except where a return value says otherwise. A {@link Fd} has one owner, who closes
 * it once. Safe for use by several threads as long as each {@code Fd} has one owner.
 */
public interface Descriptors {

    /** An open descriptor. */
    record Fd(int number) {}

    /**
     * The identity of a file on this machine, the same under any name.
     *
     * @param born when the file was made, in nanoseconds since the epoch, which tells it from an earlier file with the same
     *     inode number; 0 where the file system does not know
     */
    record FileId(long device, long inode, long born) {}

    /** What {@link #status} tells: identity, size in bytes, and whether it is a regular file. */
    record FileStatus(FileId id, long size, boolean regular) {}

    /** Creates a named pipe with this mode unless there is one already; anything else at that path is an error. */
    void makeFifo(Path path, int mode);

    /**
     * Opens the pump's end of a named pipe: non-blocking, and held for reading and writing so that it never reports the
     * end of its writers.
     */
    Fd openFifoForPump(Path path);

    /** Opens a log file for writing, creating it with mode 0644 and the daemon's umask; positioned at its end. */
    Fd openLog(Path path);

    /** Opens a file for reading; empty when there is none. */
    Optional<Fd> openForReading(Path path);

    /** Opens a file of the daemon's own for reading and writing, creating it with mode 0600; positioned at its end. */
    Fd openSpool(Path path);

    /** An anonymous pipe, both ends non-blocking. */
    PipeEnds pipe();

    /** The two ends of an anonymous pipe. */
    record PipeEnds(Fd readEnd, Fd writeEnd) {}

    FileStatus status(Fd fd);

    /** The same for a path; empty when there is nothing. */
    Optional<FileStatus> status(Path path);

    /** Empties the file and moves to its start. */
    void truncate(Fd fd);

    /** Cuts a regular file off at this size, and moves to its end. */
    void truncate(Fd fd, long size);

    /** Moves to the end of a regular file, wherever others have put it; gives its size. */
    long seekToEnd(Fd fd);

    /** How many bytes wait in a pipe. */
    int queued(Fd pipe);

    /** Makes a pipe hold this many bytes, unless the kernel refuses; gives how many it holds now. */
    int resize(Fd pipe, int bytes);

    void close(Fd fd);

    /**
     * Moves up to {@code bytesMax} bytes from a pipe to a file or pipe without copying them through this process, and in
     * one step: at no instant are they neither in the pipe nor in the file. See {@code splice(2)}.
     *
     * @return how many; {@link #WOULD_BLOCK} when the pipe is empty (or the target pipe full); {@link #UNSUPPORTED} when
     *     the target cannot be spliced to, as a terminal or a file opened for appending
     * @throws OsException when the target cannot take them, {@code ENOSPC} for instance; nothing was taken then
     */
    long splice(Fd pipe, Fd target, long bytesMax);

    /** Copies up to {@code bytesMax} bytes from one pipe to another without taking them, {@code tee(2)}; else as {@link #splice}. */
    long tee(Fd pipe, Fd target, long bytesMax);

    /** Reads up to {@code length} bytes; 0 at the end of the file, {@link #WOULD_BLOCK} when there is nothing now. */
    int read(Fd fd, byte[] into, int length);

    /** Reads at an offset of a file without moving its position; 0 at its end. */
    int readAt(Fd fd, byte[] into, int length, long offset);

    /** Writes at an offset of a file without moving its position; all or nothing within one page of memory. */
    void writeAt(Fd fd, byte[] from, int length, long offset);

    /** Writes; gives how many bytes were taken, or {@link #WOULD_BLOCK}. */
    int write(Fd fd, byte[] from, int offset, int length);

    long WOULD_BLOCK = -1;
    long UNSUPPORTED = -2;

    /** A set of descriptors to wait for input on, {@code epoll(7)}, level-triggered. */
    Readiness readiness();

    /** Closing it closes the set, not its members. One thread waits; {@link #wake} may be called by any. */
    interface Readiness extends AutoCloseable {
        /** Watches for input; {@code token} comes back from {@link #await}. */
        void add(Fd fd, int token);

        void remove(Fd fd);

        /**
         * Waits until some are readable, {@link #wake} is called or the time is over.
         *
         * @param millis how long; negative: for ever
         * @param tokens filled from its start
         * @return how many tokens were filled in
         */
        int await(int[] tokens, int millis);

        void wake();

        @Override
        void close();
    }
}
