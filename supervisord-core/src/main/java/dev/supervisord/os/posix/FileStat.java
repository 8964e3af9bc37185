package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Descriptors.FileId;
import java.util.Optional;

/** What {@code statx(2)} tells about a file. */
record FileStat(FileId id, int mode, int uid, int gid, long size) {

    private static final int TYPE_MASK = 0170000;
    private static final int SOCKET = 0140000;
    private static final int FIFO = 0010000;
    private static final int DIRECTORY = 0040000;
    private static final int REGULAR = 0100000;
    private static final int ANY_EXECUTE = 0111;
    private static final long NANOS = 1_000_000_000;

    /** Follows symbolic links; empty when the call failed, the reason is then {@link Errno#last()}. */
    static Optional<FileStat> ofPath(String path) {
        return statx(Linux.AT_FDCWD, path, 0);
    }

    /** As {@link #ofPath}. */
    static Optional<FileStat> ofDescriptor(int fd) {
        return statx(fd, "", Linux.AT_EMPTY_PATH);
    }

    private static final int WANTED = Linux.STATX_BASIC_STATS | Linux.STATX_BTIME;

    private static Optional<FileStat> statx(int directory, String path, int flags) {
        Scratch scratch = Scratch.ofThread();
        Memory at = scratch.struct();
        if (LibC.statx(directory, scratch.text(path), flags, WANTED, Scratch.address(at)) != 0) {
            return Optional.empty();
        }
        long major = at.getInt(Linux.STATX_DEVICE_MAJOR);
        long minor = at.getInt(Linux.STATX_DEVICE_MINOR) & 0xFFFFFFFFL;
        return Optional.of(new FileStat(
                new FileId((major << 32) | minor, at.getLong(Linux.STATX_INODE), born(at)),
                at.getShort(Linux.STATX_MODE) & 0xFFFF,
                at.getInt(Linux.STATX_UID),
                at.getInt(Linux.STATX_GID),
                at.getLong(Linux.STATX_BYTES)));
    }

    private static long born(Memory at) {
        return (at.getInt(Linux.STATX_MASK) & Linux.STATX_BTIME) == 0
                ? 0
                : at.getLong(Linux.STATX_BTIME_SECONDS) * NANOS + at.getInt(Linux.STATX_BTIME_NANOS);
    }

    boolean isDirectory() {
        return (mode & TYPE_MASK) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & TYPE_MASK) == REGULAR;
    }

    boolean isSocket() {
        return (mode & TYPE_MASK) == SOCKET;
    }

    boolean isFifo() {
        return (mode & TYPE_MASK) == FIFO;
    }

    /** Whether it is a file that anybody at all may execute. */
    boolean isExecutable() {
        return isRegular() && (mode & ANY_EXECUTE) != 0;
    }
}
