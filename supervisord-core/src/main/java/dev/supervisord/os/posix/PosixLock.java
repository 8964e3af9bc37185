package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.Pid;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A lock that at most one process of the machine holds, by a file; {@code flock(2)}.
 *
 * <p>The kernel lets it go when its holder ends, however that happens. The file holds the holder's pid for people and
 * messages. Only the holder may remove it; who has locked a file that has lost its name meanwhile tries again, so that no two
 * processes lock two files of one name. Safe for use by several threads.
 */
public final class PosixLock {

    private static final int MODE = 0644;

    private final int fd;
    private boolean released;

    private PosixLock(int fd) {
        this.fd = fd;
    }

    /** A lock that this process has held since before it executed itself anew. */
    public static PosixLock inherited(Fd lock) {
        LibC.fcntl(lock.number(), Linux.F_SETFD, Linux.FD_CLOEXEC);
        return new PosixLock(lock.number());
    }

    /** The descriptor by which it is held. */
    public Fd descriptor() {
        return new Fd(fd);
    }

    /** Takes the lock, creating the file where needed; empty when another process holds it. */
    public static Optional<PosixLock> tryLock(Path path) {
        Optional<PosixLock> lock = tryLockFile(path);
        while (lock.isPresent() && !lock.get().isAt(path)) {
            lock.get().release();
            lock = tryLockFile(path);
        }
        lock.ifPresent(taken -> taken.writeOwnPidOrRelease(path));
        return lock;
    }

    private boolean isAt(Path path) {
        Optional<FileId> own = FileStat.ofDescriptor(fd).map(FileStat::id);
        return FileStat.ofPath(path.toString()).map(FileStat::id).equals(own);
    }

    private static Optional<PosixLock> tryLockFile(Path path) {
        Scratch scratch = Scratch.ofThread();
        int flags = Linux.O_RDWR | Linux.O_CREAT | Linux.O_CLOEXEC;
        int fd = LibC.open(scratch.text(path.toString()), flags, MODE);
        if (fd < 0) {
            throw Errno.failure("open the lock file '" + path + "'");
        }
        if (LibC.flock(fd, Linux.LOCK_EX | Linux.LOCK_NB) != 0) {
            Errno reason = Errno.last();
            LibC.close(fd);
            if (reason.equals(Errno.EAGAIN)) {
                return Optional.empty();
            }
            throw reason.asFailureTo("lock '" + path + "'");
        }
        return Optional.of(new PosixLock(fd));
    }

    private void writeOwnPidOrRelease(Path path) {
        try {
            writeOwnPid(path);
        } catch (RuntimeException e) {
            release();
            throw e;
        }
    }

    /** The new pid first, and then the rest of a longer old one off, so that a reader always finds some pid. */
    private void writeOwnPid(Path path) {
        byte[] line = (LibC.getpid() + "\n").getBytes(StandardCharsets.US_ASCII);
        Memory buffer = Scratch.ofThread().struct();
        buffer.write(0, line, 0, line.length);
        if (LibC.write(fd, Scratch.address(buffer), line.length) != line.length
                || LibC.ftruncate(fd, line.length) != 0) {
            throw Errno.failure("write the pid to the lock file '" + path + "'");
        }
    }

    /** Who wrote its pid there last: the holder, when {@link #tryLock} has just given nothing. */
    public static Optional<Pid> holder(Path path) {
        return ProcFs.read(path.toString())
                .flatMap(content ->
                        new String(content, StandardCharsets.US_ASCII).lines().findFirst())
                .filter(text -> text.matches("[1-9][0-9]{0,8}"))
                .map(text -> new Pid(Integer.parseInt(text)));
    }

    /** Lets it go. */
    public synchronized void release() {
        if (!released) {
            released = true;
            LibC.close(fd);
        }
    }
}
