package dev.supervisord.os.fake;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.OsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files and pipes in memory.
 *
 * <p>Strict: using or closing a descriptor that is not open throws, numbers are never used twice, and what is left open is
 * told by {@link #faults}. Safe for use by several threads, but nothing blocks in real time.
 */
public final class FakeDescriptors implements Descriptors {

    private static final int FIRST_NUMBER = 100;

    private final FakeClock clock;
    private final Map<Path, FakeFile> names = new HashMap<>();
    private final Map<Path, String> refusals = new HashMap<>();
    private final Map<Integer, Open> open = new TreeMap<>();
    private long inodes;
    private int lastNumber = FIRST_NUMBER - 1;
    private long diskBytes = Long.MAX_VALUE;
    private int openSets;

    /** An open file: what, as what, and where in it. */
    private static final class Open {
        private final String name;
        private final FakeFile file;
        private int position;

        private Open(String name, FakeFile file) {
            this.name = name;
            this.file = file;
        }
    }

    FakeDescriptors(FakeClock clock) {
        this.clock = clock;
    }

    /** Lets the disk take this many bytes more, and then say {@code ENOSPC}. */
    public synchronized void limitDisk(long bytes) {
        diskBytes = bytes;
    }

    /** Makes opening this path fail, with {@code EACCES} for instance. */
    public synchronized void refuse(Path path, String errno) {
        refusals.put(path, errno);
    }

    /** Puts a file there. */
    public synchronized void putFile(Path path, byte[] content) {
        FakeFile file = create(FakeFile.Kind.REGULAR);
        file.append(content);
        names.put(path, file);
    }

    /** Puts something there that takes bytes by {@code write} only. */
    public synchronized void putTerminal(Path path) {
        names.put(path, create(FakeFile.Kind.TERMINAL));
    }

    public synchronized byte[] content(Path path) {
        return named(path).content();
    }

    /** Writes into a named pipe as a child does, which waits where this returns less than was given. */
    public synchronized int writeAsChild(Path fifo, byte[] bytes) {
        FakeFile file = named(fifo);
        byte[] taken = Arrays.copyOf(bytes, Math.min(bytes.length, file.room()));
        file.append(taken);
        return taken.length;
    }

    public synchronized void rename(Path from, Path to) {
        names.put(to, named(from));
        names.remove(from);
    }

    public synchronized void delete(Path path) {
        named(path);
        names.remove(path);
    }

    private FakeFile named(Path path) {
        FakeFile file = names.get(path);
        if (file == null) {
            throw new IllegalArgumentException("there is no " + path);
        }
        return file;
    }

    private FakeFile create(FakeFile.Kind kind) {
        return new FakeFile(kind, new FileId(1, ++inodes, 0));
    }

    @Override
    public synchronized void makeFifo(Path path, int mode) {
        FakeFile present = names.get(path);
        if (present == null) {
            names.put(path, create(FakeFile.Kind.PIPE));
        } else if (present.kind != FakeFile.Kind.PIPE) {
            throw failure("EEXIST", "make the named pipe '" + path + "', something else has that name");
        }
    }

    @Override
    public synchronized Fd openFifoForPump(Path path) {
        return open(path, "open the named pipe")
                .orElseThrow(() -> failure("ENOENT", "open the named pipe '" + path + "'"));
    }

    @Override
    public synchronized Fd openLog(Path path) {
        if (!names.containsKey(path) && !refusals.containsKey(path)) {
            names.put(path, create(FakeFile.Kind.REGULAR));
        }
        Fd fd = open(path, "open the log file").orElseThrow();
        Open opened = opened(fd);
        opened.position = opened.file.size();
        return fd;
    }

    @Override
    public synchronized Fd openSpool(Path path) {
        return openLog(path);
    }

    @Override
    public synchronized Optional<Fd> openForReading(Path path) {
        return open(path, "open for reading");
    }

    private Optional<Fd> open(Path path, String verb) {
        if (refusals.containsKey(path)) {
            throw failure(refusals.get(path), verb + " '" + path + "'");
        }
        return Optional.ofNullable(names.get(path)).map(file -> open(path.toString(), file));
    }

    private Fd open(String name, FakeFile file) {
        Fd fd = new Fd(++lastNumber);
        open.put(fd.number(), new Open(name, file));
        return fd;
    }

    @Override
    public synchronized PipeEnds pipe() {
        FakeFile pipe = create(FakeFile.Kind.PIPE);
        return new PipeEnds(open("a pipe, for reading", pipe), open("a pipe, for writing", pipe));
    }

    @Override
    public synchronized FileStatus status(Fd fd) {
        return status(opened(fd).file);
    }

    @Override
    public synchronized Optional<FileStatus> status(Path path) {
        return Optional.ofNullable(names.get(path)).map(FakeDescriptors::status);
    }

    private static FileStatus status(FakeFile file) {
        boolean regular = file.kind == FakeFile.Kind.REGULAR;
        return new FileStatus(file.id, regular ? file.size() : 0, regular);
    }

    @Override
    public synchronized void truncate(Fd fd) {
        if (opened(fd).file.kind == FakeFile.Kind.REGULAR) {
            truncate(fd, 0);
        }
    }

    @Override
    public synchronized void truncate(Fd fd, long size) {
        Open opened = opened(fd);
        if (opened.file.kind != FakeFile.Kind.REGULAR) {
            throw failure("EINVAL", "cut off " + opened.name);
        }
        opened.file.truncate((int) size);
        opened.position = (int) size;
    }

    @Override
    public synchronized long seekToEnd(Fd fd) {
        Open opened = opened(fd);
        if (opened.file.kind != FakeFile.Kind.REGULAR) {
            throw failure("ESPIPE", "go to the end of " + opened.name);
        }
        opened.position = opened.file.size();
        return opened.position;
    }

    @Override
    public synchronized int queued(Fd pipe) {
        return opened(pipe).file.size();
    }

    /** Its pipes hold anything. */
    @Override
    public synchronized int resize(Fd pipe, int bytes) {
        opened(pipe);
        return bytes;
    }

    @Override
    public synchronized void close(Fd fd) {
        opened(fd);
        open.remove(fd.number());
    }

    @Override
    public synchronized long splice(Fd pipe, Fd target, long bytesMax) {
        return move(pipe, target, bytesMax, true);
    }

    @Override
    public synchronized long tee(Fd pipe, Fd target, long bytesMax) {
        return opened(target).file.kind == FakeFile.Kind.PIPE ? move(pipe, target, bytesMax, false) : UNSUPPORTED;
    }

    private long move(Fd pipe, Fd target, long bytesMax, boolean take) {
        FakeFile from = opened(pipe).file;
        Open to = opened(target);
        if (from.kind != FakeFile.Kind.PIPE || to.file.kind == FakeFile.Kind.TERMINAL) {
            return UNSUPPORTED;
        }
        int count = (int) Math.min(bytesMax, Math.min(from.size(), to.file.room()));
        if (count == 0) {
            return WOULD_BLOCK;
        }
        int stored = store(to, from.peek(0, count));
        if (take) {
            from.take(stored);
        }
        return stored;
    }

    private int store(Open to, byte[] bytes) {
        byte[] fitting = bytes;
        if (to.file.kind == FakeFile.Kind.REGULAR) {
            if (diskBytes == 0) {
                throw failure("ENOSPC", "write to " + to.name);
            }
            fitting = Arrays.copyOf(bytes, (int) Math.min(bytes.length, diskBytes));
            diskBytes -= fitting.length;
            to.file.writeAt(to.position, fitting);
            to.position += fitting.length;
        } else {
            to.file.append(fitting);
        }
        return fitting.length;
    }

    @Override
    public synchronized int read(Fd fd, byte[] into, int length) {
        Open opened = opened(fd);
        byte[] got;
        if (opened.file.kind == FakeFile.Kind.REGULAR) {
            got = opened.file.peek(opened.position, length);
            opened.position += got.length;
        } else {
            got = opened.file.take(length);
            if (got.length == 0) {
                return (int) WOULD_BLOCK;
            }
        }
        System.arraycopy(got, 0, into, 0, got.length);
        return got.length;
    }

    @Override
    public synchronized int readAt(Fd fd, byte[] into, int length, long offset) {
        byte[] got = opened(fd).file.peek((int) offset, length);
        System.arraycopy(got, 0, into, 0, got.length);
        return got.length;
    }

    @Override
    public synchronized void writeAt(Fd fd, byte[] from, int length, long offset) {
        opened(fd).file.writeAt((int) offset, Arrays.copyOf(from, length));
    }

    @Override
    public synchronized int write(Fd fd, byte[] from, int offset, int length) {
        Open opened = opened(fd);
        int count = Math.min(length, opened.file.room());
        if (count == 0 && length > 0) {
            return (int) WOULD_BLOCK;
        }
        return store(opened, Arrays.copyOfRange(from, offset, offset + count));
    }

    @Override
    public synchronized Readiness readiness() {
        openSets++;
        return new FakeReadiness(clock, this);
    }

    synchronized boolean isReadable(Fd fd) {
        return opened(fd).file.size() > 0;
    }

    synchronized void setClosed() {
        openSets--;
    }

    private Open opened(Fd fd) {
        Open opened = open.get(fd.number());
        if (opened == null) {
            throw new IllegalStateException(fd.number() > lastNumber ? "never opened: " + fd : "already closed: " + fd);
        }
        return opened;
    }

    private static OsException failure(String errno, String what) {
        return new OsException(errno, what, "refused by the fake");
    }

    /** What was left open. */
    public synchronized List<String> faults() {
        List<String> faults = new ArrayList<>();
        open.values().forEach(left -> faults.add("still open: " + left.name));
        if (openSets > 0) {
            faults.add("sets of descriptors still open: " + openSets);
        }
        return faults;
    }
}
