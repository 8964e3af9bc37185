package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Descriptors;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Descriptors as the kernel has them. Safe for use by several threads as long as each {@code Fd} has one owner.
 *
 * <p>A call interrupted by a signal is made again. Moving bytes allocates nothing: the memory the kernel reads to and writes
 * from belongs to the thread.
 */
public final class PosixDescriptors implements Descriptors {

    /** How many bytes one call of {@link #read}, {@link #readAt} or {@link #write} moves at most. */
    private static final int CHUNK_BYTES = 256 * 1024;

    private static final int LOG_MODE = 0644;
    private static final int SPOOL_MODE = 0600;

    @Override
    public void makeFifo(Path path, int mode) {
        String what = "make the named pipe '" + path + "'";
        if (LibC.mkfifo(Scratch.ofThread().text(path.toString()), mode) == 0) {
            PosixFiles.setMode(path, mode); // without the bits that the umask took
            return;
        }
        Errno reason = Errno.last();
        if (!reason.equals(Errno.EEXIST)) {
            throw reason.asFailureTo(what);
        }
        boolean fifo = FileStat.ofPath(path.toString()).map(FileStat::isFifo).orElse(false);
        if (!fifo) {
            throw reason.asFailureTo(what + ", something else has that name");
        }
    }

    @Override
    public Fd openFifoForPump(Path path) {
        return opened(open(path, Linux.O_RDWR | Linux.O_NONBLOCK), "open the named pipe", path);
    }

    /**
     * Opens what is not a regular file without waiting, so that neither a pipe without a reader nor a terminal that is
     * stopped can hold up the calling thread.
     *
     * <p>A standard stream that is a file is duplicated: opened by its name it would have a position of its own, and the
     * daemon's lines and these bytes would overwrite each other. So is one that is a socket, as under systemd, which cannot be
     * opened by its name.
     */
    @Override
    public Fd openLog(Path path) {
        int standard = standardStream(path);
        boolean file = standard >= 0
                && FileStat.ofDescriptor(standard).map(FileStat::isRegular).orElse(false);
        int fd = file ? -1 : open(path, Linux.O_WRONLY | Linux.O_CREAT | Linux.O_NONBLOCK);
        if (file || (fd < 0 && standard >= 0 && Errno.last().equals(Errno.ENXIO))) {
            fd = LibC.fcntl(standard, Linux.F_DUPFD_CLOEXEC, 3);
        }
        Fd log = opened(fd, "open the log file", path);
        if (!file && LibC.lseek(fd, 0, Linux.SEEK_END) < 0 && !Errno.last().equals(Errno.ESPIPE)) {
            Errno reason = Errno.last();
            LibC.close(fd);
            throw reason.asFailureTo("go to the end of the log file '" + path + "'");
        }
        return log;
    }

    /** The number of the descriptor that the path names; -1 when it is no standard stream. */
    private static int standardStream(Path path) {
        return switch (path.toString()) {
            case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" -> 1;
            case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2" -> 2;
            default -> -1;
        };
    }

    @Override
    public Fd openSpool(Path path) {
        long text = Scratch.ofThread().text(path.toString());
        int fd = LibC.open(text, Linux.O_RDWR | Linux.O_CREAT | Linux.O_CLOEXEC, SPOOL_MODE);
        Fd spool = opened(fd, "open", path);
        seekToEnd(spool);
        return spool;
    }

    @Override
    public Optional<Fd> openForReading(Path path) {
        int fd = open(path, Linux.O_RDONLY | Linux.O_NONBLOCK);
        if (fd < 0 && Errno.last().equals(Errno.ENOENT)) {
            return Optional.empty();
        }
        return Optional.of(opened(fd, "open for reading", path));
    }

    private static int open(Path path, int flags) {
        long text = Scratch.ofThread().text(path.toString());
        int fd;
        do {
            fd = LibC.open(text, flags | Linux.O_CLOEXEC | Linux.O_NOCTTY, LOG_MODE);
        } while (fd < 0 && Errno.last().equals(Errno.EINTR));
        return fd;
    }

    private static Fd opened(int fd, String verb, Path path) {
        if (fd < 0) {
            throw Errno.failure(verb + " '" + path + "'");
        }
        return new Fd(fd);
    }

    @Override
    public PipeEnds pipe() {
        Memory pair = Scratch.ofThread().struct();
        if (LibC.pipe2(Scratch.address(pair), Linux.O_CLOEXEC | Linux.O_NONBLOCK) != 0) {
            throw Errno.failure("make a pipe");
        }
        return new PipeEnds(new Fd(pair.getInt(0)), new Fd(pair.getInt(4)));
    }

    @Override
    public FileStatus status(Fd fd) {
        return FileStat.ofDescriptor(fd.number())
                .map(PosixDescriptors::status)
                .orElseThrow(() -> Errno.failure("inspect " + name(fd)));
    }

    @Override
    public Optional<FileStatus> status(Path path) {
        Optional<FileStat> stat = FileStat.ofPath(path.toString());
        if (stat.isEmpty()) {
            Errno reason = Errno.last();
            if (!reason.equals(Errno.ENOENT) && !reason.equals(Errno.ENOTDIR)) {
                throw reason.asFailureTo("inspect '" + path + "'");
            }
        }
        return stat.map(PosixDescriptors::status);
    }

    private static FileStatus status(FileStat stat) {
        return new FileStatus(stat.id(), stat.size(), stat.isRegular());
    }

    @Override
    public long seekToEnd(Fd fd) {
        long size = LibC.lseek(fd.number(), 0, Linux.SEEK_END);
        if (size < 0) {
            throw Errno.failure("go to the end of " + name(fd));
        }
        return size;
    }

    @Override
    public int queued(Fd pipe) {
        Memory count = Scratch.ofThread().struct();
        if (LibC.ioctl(pipe.number(), Linux.FIONREAD, Scratch.address(count)) != 0) {
            throw Errno.failure("see how much is in " + name(pipe));
        }
        return count.getInt(0);
    }

    @Override
    public int resize(Fd pipe, int bytes) {
        int holds = LibC.fcntl(pipe.number(), Linux.F_SETPIPE_SZ, bytes);
        if (holds < 0) {
            holds = LibC.fcntl(pipe.number(), Linux.F_GETPIPE_SZ, 0);
        }
        if (holds < 0) {
            throw Errno.failure("see how much " + name(pipe) + " holds");
        }
        return holds;
    }

    /** Does nothing to what has no content of its own: a pipe, a terminal, {@code /dev/null}. */
    @Override
    public void truncate(Fd fd) {
        if (status(fd).regular()) {
            truncate(fd, 0);
        }
    }

    @Override
    public void truncate(Fd fd, long size) {
        if (LibC.ftruncate(fd.number(), size) != 0 || LibC.lseek(fd.number(), size, Linux.SEEK_SET) < 0) {
            throw Errno.failure("cut off " + name(fd) + " at " + size + " bytes");
        }
    }

    @Override
    public void close(Fd fd) {
        // Linux has closed it even when it says EINTR or tells of an earlier failed write; close(2).
        if (LibC.close(fd.number()) != 0 && Errno.last().equals(Errno.EBADF)) {
            throw new IllegalStateException("closed twice or never opened: " + name(fd));
        }
    }

    @Override
    public long splice(Fd pipe, Fd target, long bytesMax) {
        int flags = Linux.SPLICE_F_MOVE | Linux.SPLICE_F_NONBLOCK;
        for (; ; ) {
            long moved = LibC.splice(pipe.number(), 0, target.number(), 0, bytesMax, flags);
            if (moved >= 0) {
                return moved;
            }
            Errno reason = Errno.last();
            if (!reason.equals(Errno.EINTR)) {
                return refused(reason, "move bytes to " + name(target));
            }
        }
    }

    @Override
    public long tee(Fd pipe, Fd target, long bytesMax) {
        for (; ; ) {
            long copied = LibC.tee(pipe.number(), target.number(), bytesMax, Linux.SPLICE_F_NONBLOCK);
            if (copied >= 0) {
                return copied;
            }
            Errno reason = Errno.last();
            if (!reason.equals(Errno.EINTR)) {
                return refused(reason, "copy bytes to " + name(target));
            }
        }
    }

    private static long refused(Errno reason, String what) {
        if (reason.equals(Errno.EAGAIN)) {
            return WOULD_BLOCK;
        }
        if (reason.equals(Errno.EINVAL)) {
            return UNSUPPORTED;
        }
        throw reason.asFailureTo(what);
    }

    @Override
    public int read(Fd fd, byte[] into, int length) {
        Memory buffer = Scratch.ofThread().buffer(Math.min(length, CHUNK_BYTES));
        for (; ; ) {
            long got = LibC.read(fd.number(), Scratch.address(buffer), Math.min(length, CHUNK_BYTES));
            if (got >= 0) {
                buffer.read(0, into, 0, (int) got);
                return (int) got;
            }
            Errno reason = Errno.last();
            if (!reason.equals(Errno.EINTR)) {
                return wouldBlock(reason, "read " + name(fd));
            }
        }
    }

    @Override
    public int readAt(Fd fd, byte[] into, int length, long offset) {
        Memory buffer = Scratch.ofThread().buffer(Math.min(length, CHUNK_BYTES));
        for (; ; ) {
            long got = LibC.pread(fd.number(), Scratch.address(buffer), Math.min(length, CHUNK_BYTES), offset);
            if (got >= 0) {
                buffer.read(0, into, 0, (int) got);
                return (int) got;
            }
            Errno reason = Errno.last();
            if (!reason.equals(Errno.EINTR)) {
                throw reason.asFailureTo("read " + name(fd));
            }
        }
    }

    @Override
    public int write(Fd fd, byte[] from, int offset, int length) {
        int count = Math.min(length, CHUNK_BYTES);
        Memory buffer = Scratch.ofThread().buffer(count);
        buffer.write(0, from, offset, count);
        for (; ; ) {
            long taken = LibC.write(fd.number(), Scratch.address(buffer), count);
            if (taken >= 0) {
                return (int) taken;
            }
            Errno reason = Errno.last();
            if (!reason.equals(Errno.EINTR)) {
                return wouldBlock(reason, "write to " + name(fd));
            }
        }
    }

    @Override
    public void writeAt(Fd fd, byte[] from, int length, long offset) {
        Memory buffer = Scratch.ofThread().buffer(length);
        buffer.write(0, from, 0, length);
        for (int written = 0; written < length; ) {
            long taken =
                    LibC.pwrite(fd.number(), Scratch.address(buffer) + written, length - written, offset + written);
            if (taken >= 0) {
                written += (int) taken;
            } else if (!Errno.last().equals(Errno.EINTR)) {
                throw Errno.failure("write to " + name(fd));
            }
        }
    }

    private static int wouldBlock(Errno reason, String what) {
        if (reason.equals(Errno.EAGAIN)) {
            return (int) WOULD_BLOCK;
        }
        throw reason.asFailureTo(what);
    }

    @Override
    public Readiness readiness() {
        return Epoll.create();
    }

    private static String name(Fd fd) {
        return "descriptor " + fd.number();
    }
}
