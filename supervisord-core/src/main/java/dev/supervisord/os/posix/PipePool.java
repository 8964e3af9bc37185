package dev.supervisord.os.posix;

import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Anonymous pipes that a process keeps open beyond the life of the daemon, as its descriptors: whoever may look at the process
 * opens them at {@code /proc/PID/fd/N}, and has an open file of its own then, like one of a named pipe.
 *
 * <p>A pipe is given out once, because a process that nobody knows may still write to it. That it was is seen by its mode, which the
 * pipe itself has, so that no daemon needs to remember it.
 *
 * <p>Not for use by several threads at once.
 */
final class PipePool {

    /** The bit for executing means nothing to a pipe. */
    private static final int USED = 0100;

    private static final int MODE = 0600;
    private static final int FLAGS = Linux.O_RDWR | Linux.O_NONBLOCK | Linux.O_CLOEXEC | Linux.O_NOCTTY;

    private final PoolProcess process;
    private final PoolRecord record;
    private final Deque<Integer> unused = new ArrayDeque<>();

    /** @param record a process that lives */
    PipePool(PoolProcess process, PoolRecord record) {
        this.process = process;
        this.record = record;
    }

    /** One pipe of a pool, opened. */
    record Opened(int slot, int fd) {}

    /**
     * Starts one.
     *
     * @param inherited pipes that are in use already; they become the first slots, from {@link PoolProcess#FIRST} on
     * @param fresh how many new ones it gets
     */
    static PipePool start(Path directory, String purpose, Spawner spawner, List<Integer> inherited, int fresh)
            throws IOException {
        int[] pipes = new int[inherited.size() + fresh];
        Arrays.fill(pipes, -1);
        int lowest = PoolProcess.FIRST + pipes.length;
        try {
            List<Long> inodes = new ArrayList<>();
            for (int i = 0; i < pipes.length; i++) {
                pipes[i] = i < inherited.size() ? again(inherited.get(i), lowest) : make(lowest);
                inodes.add(inodeOf(pipes[i]));
            }
            PoolProcess.Started started = PoolProcess.start(directory, purpose, spawner, pipes);
            PipePool pool = completed(started, inherited.size(), inodes);
            for (int i = inherited.size(); i < pipes.length; i++) {
                pool.unused.add(PoolProcess.FIRST + i);
            }
            return pool;
        } finally {
            Arrays.stream(pipes).filter(fd -> fd >= 0).forEach(LibC::close);
        }
    }

    private static PipePool completed(PoolProcess.Started started, int taken, List<Long> inodes) throws IOException {
        PoolProcess process = started.process();
        try {
            PipePool pool = new PipePool(process, PoolRecord.of(started.pid(), taken, inodes));
            OptionalInt first = pool.open(PoolProcess.FIRST);
            if (first.isEmpty()) {
                throw Errno.EACCES.asFailureTo("open " + pool.path(PoolProcess.FIRST));
            }
            LibC.close(first.getAsInt());
            pool.record.write(process.directory());
            return pool;
        } catch (IOException | OsException failed) {
            process.end();
            process.close();
            PoolProcess.removeFiles(process.directory());
            throw failed;
        }
    }

    /** As an open file of its own: a copy of the daemon's would stay in the daemon's epoll(7) after that has closed its own. */
    private static int again(int pipe, int lowest) {
        int fd = LibC.open(Scratch.ofThread().text("/proc/self/fd/" + pipe), FLAGS, 0);
        if (fd < 0) {
            throw Errno.failure("open a pipe again");
        }
        return moved(fd, lowest);
    }

    private static int moved(int fd, int lowest) {
        try {
            return PoolProcess.above(fd, lowest);
        } finally {
            LibC.close(fd);
        }
    }

    /** One end is enough: what is written stays in the pipe as long as anybody has it open. */
    private static int make(int lowest) {
        long pair = Scratch.address(Scratch.ofThread().struct());
        if (LibC.pipe2(pair, Linux.O_CLOEXEC) != 0) {
            throw Errno.failure("make a pipe");
        }
        int readEnd = Scratch.ofThread().struct().getInt(0);
        LibC.close(Scratch.ofThread().struct().getInt(Integer.BYTES));
        return moved(readEnd, lowest);
    }

    private static long inodeOf(int pipe) {
        return FileStat.ofDescriptor(pipe)
                .map(stat -> stat.id().inode())
                .orElseThrow(() -> Errno.failure("inspect a pipe"));
    }

    /** For one of an earlier daemon: sees which of its pipes nobody was given. */
    void findUnused() {
        int end = PoolProcess.FIRST + record.inodes().size();
        for (int slot = PoolProcess.FIRST + record.taken(); slot < end; slot++) {
            boolean free = FileStat.ofPath(path(slot))
                    .filter(stat -> stat.isFifo() && (stat.mode() & USED) == 0)
                    .isPresent();
            if (free) {
                unused.add(slot);
            }
        }
    }

    boolean hasUnused() {
        return !unused.isEmpty();
    }

    /** A pipe that nobody was given before, for reading and writing, and not blocking; empty when the next is not there. */
    Optional<Opened> takeUnused() {
        int slot = unused.element();
        OptionalInt fd = open(slot);
        unused.remove();
        if (fd.isEmpty()) {
            return Optional.empty();
        }
        if (LibC.fchmod(fd.getAsInt(), MODE | USED) != 0) {
            Errno reason = Errno.last();
            LibC.close(fd.getAsInt());
            throw reason.asFailureTo("mark a pipe as used");
        }
        return Optional.of(new Opened(slot, fd.getAsInt()));
    }

    /** The same for a pipe that was given out; empty when it is not there, because the process has just ended for instance. */
    OptionalInt open(int slot) {
        return open(path(slot), inode(slot));
    }

    /** Of a slot that there is. */
    long inode(int slot) {
        return record.inode(slot).orElseThrow(() -> new IllegalArgumentException("no slot " + slot));
    }

    /** Opens what is there if it is the pipe with this inode. */
    static OptionalInt open(String path, long inode) {
        int fd = LibC.open(Scratch.ofThread().text(path), FLAGS, 0);
        if (fd < 0 && Errno.last().equals(Errno.EMFILE)) {
            throw Errno.failure("open a pipe");
        }
        if (fd < 0) {
            return OptionalInt.empty();
        }
        boolean same = FileStat.ofDescriptor(fd)
                .filter(stat -> stat.isFifo() && stat.id().inode() == inode)
                .isPresent();
        if (!same) {
            LibC.close(fd);
        }
        return same ? OptionalInt.of(fd) : OptionalInt.empty();
    }

    /** Where others find a pipe. */
    String path(int slot) {
        return path(pid(), slot);
    }

    static String path(Pid pid, int descriptor) {
        return "/proc/" + pid + "/fd/" + descriptor;
    }

    Pid pid() {
        return record.pid();
    }

    /** Which slot this pipe has; empty when it is none of these. */
    OptionalInt slotOf(long inode) {
        int index = record.inodes().indexOf(inode);
        return index < 0 ? OptionalInt.empty() : OptionalInt.of(PoolProcess.FIRST + index);
    }

    PoolRecord record() {
        return record;
    }

    PoolProcess process() {
        return process;
    }
}
