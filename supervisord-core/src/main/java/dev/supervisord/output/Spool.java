package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.OsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The bytes of one stream between its pipe and its log file, in a file of the runtime directory, where a killed daemon leaves
 * them to the next one.
 *
 * <p>Bytes come in by {@code splice(2)}, so that at every instant they are in the pipe or here. Before lines made of them are
 * added to the log file, its size is noted; afterwards one short write says how far the bytes have been used up, and that is
 * the instant at which the lines count as stored. If the daemon is killed in between, the next one cuts the log file off at the
 * noted size ({@link #undo}) and makes the same lines again: none is torn, lost or there twice. Owned by the output thread.
 */
final class Spool {
    /** What the next daemon has to know: the number of the run, the lines of it so far, and what is unfinished. */
    record State(long run, long sequence, boolean continued, int filter) {
        static final State NEW = new State(0, 0, false, 0);
    }

    private static final long MAGIC = 0x73766c6f67303032L;
    private static final int HEAD_BYTES = 88;
    private static final int CUT_AT = 80;
    private static final int PATH_AT = 4096;
    private static final int PATH_BYTES_MAX = 4096;
    private static final int DATA_AT = PATH_AT + PATH_BYTES_MAX;
    private static final long NO_INTENT = -1;

    /** More is left in the pipe, so that the program waits. */
    private static final int UNUSED_BYTES_MAX = 64 * 1024;

    /** A used-up file is emptied when it has grown to this. */
    private static final int USED_BYTES_MAX = 16 * 1024;

    /** What is left of a file of which more than this was used up is moved to its start. */
    private static final int GROWN_BYTES_MAX = 64 * 1024;

    private final Descriptors descriptors;
    private final Path path;
    private final Fd fd;
    private final ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
    private Path logFile = Path.of("");
    private State state = State.NEW;
    private long base = DATA_AT;
    private long end;

    private Spool(Descriptors descriptors, Path path, Fd fd) {
        this.descriptors = descriptors;
        this.path = path;
        this.fd = fd;
    }

    /** Opens the file, and goes on with what a killed daemon left in it. */
    static Spool open(Descriptors descriptors, Path path) {
        Spool spool = new Spool(descriptors, path, descriptors.openSpool(path));
        try {
            spool.findEnd();
        } catch (OsException full) {
            spool.close();
            throw full;
        }
        return spool;
    }

    private void findEnd() {
        boolean known = readHead();
        long cut = head.getLong(CUT_AT);
        if (known && cut != 0) {
            descriptors.truncate(fd, cut);
            writeCut(0);
        }
        long size = descriptors.seekToEnd(fd);
        if (known && base <= size) {
            end = size;
        } else {
            empty();
        }
    }

    /** Whether the file was a spool. */
    private boolean readHead() {
        int read = descriptors.readAt(fd, head.array(), HEAD_BYTES, 0);
        if (read < HEAD_BYTES || head.getLong(0) != MAGIC) {
            return false;
        }
        base = head.getLong(32);
        state = new State(head.getLong(40), head.getLong(48), head.getLong(56) != 0, (int) head.getLong(64));
        return true;
    }

    private void writeHead(FileId file, long size) {
        head.putLong(0, MAGIC)
                .putLong(8, file.device())
                .putLong(16, file.inode())
                .putLong(24, size)
                .putLong(32, base)
                .putLong(40, state.run())
                .putLong(48, state.sequence())
                .putLong(56, state.continued() ? 1 : 0)
                .putLong(64, state.filter())
                .putLong(72, file.born());
        descriptors.writeAt(fd, head.array(), HEAD_BYTES, 0);
    }

    /** Until the file is cut off there, what is behind that was used up; 0: the file is as long as it is to be. */
    private void writeCut(long at) {
        head.putLong(CUT_AT, at);
        writeHead(NO_FILE, NO_INTENT);
    }

    private static final FileId NO_FILE = new FileId(0, 0, 0);

    private void empty() {
        // A head that says more was used up than there is means that nothing is there: every order of the two is right.
        descriptors.truncate(fd, DATA_AT);
        base = DATA_AT;
        end = DATA_AT;
        writeHead(NO_FILE, NO_INTENT);
    }

    State state() {
        return state;
    }

    /** How many bytes have not been used up. */
    int unused() {
        return (int) (end - base);
    }

    /** Takes what is in the pipe, as long as there is not too much here already; whether anything came. */
    boolean fill(Fd pipe) {
        int room = UNUSED_BYTES_MAX - unused();
        if (room <= 0) {
            return false;
        }
        long moved = descriptors.splice(pipe, fd, room);
        if (moved == Descriptors.UNSUPPORTED) {
            throw new OsException(
                    "EINVAL", "move bytes to '" + path + "'", "its file system does not support splice(2)");
        }
        end += Math.max(0, moved);
        return moved > 0;
    }

    /** Copies the unused bytes to the start of the array, as far as it goes; gives how many. */
    int read(byte[] into) {
        return base == end ? 0 : descriptors.readAt(fd, into, Math.min(into.length, unused()), base);
    }

    /** Lines are about to be added to this file, whose size is this. */
    void intend(Path file, FileId id, long size) {
        if (!file.equals(logFile)) {
            byte[] name = file.toString().getBytes(StandardCharsets.UTF_8);
            byte[] text = Arrays.copyOf(name, Math.min(name.length + 1, PATH_BYTES_MAX));
            descriptors.writeAt(fd, text, text.length, PATH_AT);
            logFile = file;
        }
        writeHead(id, size);
    }

    /** So many more bytes were used up, and this is how far it has come. */
    void use(int bytes, State now) {
        base += bytes;
        state = now;
        writeHead(NO_FILE, NO_INTENT);
        if (base == end && base - DATA_AT >= USED_BYTES_MAX) {
            empty();
        } else if (base - DATA_AT >= GROWN_BYTES_MAX && unused() <= USED_BYTES_MAX) {
            moveToStart();
        }
    }

    /** Of a flood a part of a line is left each time, and the file would grow for ever. */
    private void moveToStart() {
        byte[] left = new byte[unused()];
        int length = read(left);
        if (length < left.length) {
            throw new IllegalStateException("the spool '" + path + "' is shorter than it was");
        }
        // Over what was used up, which changes nothing yet; then one write says that this
        // counts, and no longer the rest.
        descriptors.writeAt(fd, left, length, DATA_AT);
        long cut = DATA_AT + (long) length;
        long grown = base;
        base = DATA_AT;
        try {
            writeCut(cut);
        } catch (OsException e) {
            base = grown;
            head.putLong(CUT_AT, 0);
            throw e;
        }
        descriptors.truncate(fd, cut);
        end = cut;
        writeCut(0);
    }

    void close() {
        descriptors.close(fd);
    }

    /**
     * Takes back what a killed daemon had added to a log file without noting that it had. To be called before anything is added
     * to any log file.
     */
    static void undo(Descriptors descriptors, Path path) {
        Spool spool = open(descriptors, path);
        try {
            long size = spool.head.getLong(24);
            if (spool.head.getLong(0) == MAGIC && size != NO_INTENT) {
                FileId id = new FileId(spool.head.getLong(8), spool.head.getLong(16), spool.head.getLong(72));
                spool.recordedPath().ifPresent(file -> cutOff(descriptors, file, id, size));
                spool.writeHead(NO_FILE, NO_INTENT);
            }
        } finally {
            spool.close();
        }
    }

    private Optional<Path> recordedPath() {
        byte[] text = new byte[PATH_BYTES_MAX];
        int read = descriptors.readAt(fd, text, PATH_BYTES_MAX, PATH_AT);
        int length = 0;
        while (length < read && text[length] != 0) {
            length++;
        }
        return length == 0
                ? Optional.empty()
                : Optional.of(Path.of(new String(text, 0, length, StandardCharsets.UTF_8)));
    }

    private static void cutOff(Descriptors descriptors, Path file, FileId id, long size) {
        boolean same = descriptors
                .status(file)
                .filter(there -> there.id().equals(id) && there.size() > size)
                .isPresent();
        if (same) {
            Fd log = descriptors.openLog(file);
            try {
                descriptors.truncate(log, size);
            } finally {
                descriptors.close(log);
            }
        }
    }
}
