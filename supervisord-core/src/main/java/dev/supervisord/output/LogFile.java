package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.log.NumberedRotation;
import dev.supervisord.log.Rotation;
import dev.supervisord.model.Archive;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log file being written: bytes are added at its end, and it is rotated when a line ends at or beyond its limit.
 *
 * <p>All streams that go to the same file share one {@code LogFile}. The end of the file is the truth about what was stored;
 * it is looked up before each addition, so that a file that others truncate (logrotate's {@code copytruncate}) or
 * append to stays whole. A file that was renamed or removed is noticed within {@link #LOOK_EVERY} and opened anew by name.
 *
 * <p>Owned by the output thread; {@link #path}, {@link #id}, {@link #history}'s end and {@link #readers} may be used by any.
 */
final class LogFile implements ReadableLog {
    /** Nanoseconds between two looks whether the name still leads to the open file. */
    private static final long LOOK_EVERY = 1_000_000_000L;

    /** Nanoseconds to leave a file alone that could not be rotated; it grows beyond its limit meanwhile. */
    private static final long ROTATE_AGAIN_AFTER = 60_000_000_000L;

    private final FileTools tools;
    private final Descriptors descriptors;
    private final Log log;
    private final LookAhead lookAhead;
    private final Path path;
    private final boolean regular;
    private final History history;
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicLong rotations = new AtomicLong();
    private final WriteTrouble trouble;
    private final Period period;

    private volatile Limits limits;

    /** Those that hold for the present file: it may be due before it has reached its size. */
    private Limits current;

    private Fd fd;
    private volatile FileId id;
    private long size;
    private boolean spliceable;
    private boolean borderUnknown;
    private long lookAt = Long.MIN_VALUE;
    private long rotateFrom = Long.MIN_VALUE;
    private int users;

    /** Takes over an open file. */
    LogFile(FileTools tools, OpenLog opened, Limits limits) {
        this.tools = tools;
        this.descriptors = tools.descriptors();
        this.log = tools.log();
        this.lookAhead = tools.lookAhead();
        this.path = opened.path();
        this.fd = opened.fd();
        this.id = opened.status().id();
        this.regular = opened.isOwnFile();
        this.spliceable = regular;
        this.size = regular ? descriptors.seekToEnd(fd) : 0;
        this.limits = limits;
        this.current = limits;
        this.borderUnknown = limits.isDue(size);
        this.history = new History(id, size);
        this.trouble = new WriteTrouble(tools.log(), path);
        this.period = new Period(limits.archive(), lastChange());
    }

    /** When something was last written to it, by local clocks. */
    private LocalDateTime lastChange() {
        try {
            return regular && size > 0
                    ? LocalDateTime.ofInstant(Files.getLastModifiedTime(path).toInstant(), ZoneId.systemDefault())
                    : tools.wall();
        } catch (IOException e) {
            // It has gone meanwhile: what is written next is written now.
            return tools.wall();
        }
    }

    @Override
    public Path path() {
        return path;
    }

    FileId id() {
        return id;
    }

    @Override
    public History history() {
        return history;
    }

    @Override
    public AtomicInteger readers() {
        return readers;
    }

    Limits limits() {
        return limits;
    }

    WriteTrouble trouble() {
        return trouble;
    }

    @Override
    public Rotation rotation() {
        Limits now = limits;
        return now.archive().names() == Archive.Names.DATED
                ? new DatedRotation(path, now.backups(), period.stamp())
                : new NumberedRotation(path, now.backups());
    }

    /** How often it was rotated. */
    long rotations() {
        return rotations.get();
    }

    /** Whether it is a file that can be read back, rotated and emptied, and not a terminal or the like. */
    boolean isRegular() {
        return regular;
    }

    /** Whether {@link #splice} works; else {@link #store} is to be used. */
    boolean isSpliceable() {
        return spliceable;
    }

    /** Whether another one writes to the same place. */
    boolean isSame(LogFile other) {
        return path.equals(other.path) || (regular && other.regular && id.equals(other.id));
    }

    /** One more stream uses it, with these limits; those that were set last hold. */
    void join(Limits fresh) {
        users++;
        limits = fresh;
        current = fresh;
        borderUnknown = fresh.isDue(size);
        period.configure(fresh.archive(), lastChange());
        lookSoon();
        if (compresses()) {
            tools.compress().accept(this);
        }
    }

    private boolean compresses() {
        return regular && limits.archive().compression() == Archive.Compression.GZIP;
    }

    /** Nobody ever used it. */
    void discard() {
        descriptors.close(fd);
    }

    /** One stream less; closes it after the last. */
    boolean leave() {
        if (--users > 0) {
            return false;
        }
        history.closed();
        descriptors.close(fd);
        return true;
    }

    /**
     * Moves bytes from a pipe to the file in one step, no more than up to the next rotation.
     *
     * @param now monotonic, nanoseconds
     * @return as {@link Descriptors#splice}
     * @throws OsException when the file cannot be written; the bytes are still in the pipe
     */
    long splice(Fd pipe, long bytesMax, long now) {
        prepare(now);
        long blind = now < rotateFrom ? Long.MAX_VALUE : current.blind(size);
        if (blind == 0) {
            return finishLine(pipe, now);
        }
        long moved = descriptors.splice(pipe, fd, Math.min(bytesMax, blind));
        if (moved == Descriptors.UNSUPPORTED) {
            spliceable = false;
        }
        grew(moved);
        if (moved < blind) {
            return moved;
        }
        try {
            // At once: another stream of the same file must not come in between.
            return moved + Math.max(0, finishLine(pipe, now));
        } catch (OsException e) {
            // What was moved counts; the next call meets the same trouble.
            return moved;
        }
    }

    /** The part of {@link #splice} that looks for the line border at which the file is rotated. */
    private long finishLine(Fd pipe, long now) {
        int seen = lookAhead.look(pipe);
        if (seen <= 0) {
            return seen;
        }
        int last = current.last(size, lookAhead.seen(), 0, seen);
        long moved = descriptors.splice(pipe, fd, last);
        grew(moved);
        if (moved > 0 && current.isComplete(size, lookAhead.seen()[(int) moved - 1])) {
            rotate(now);
        }
        return moved;
    }

    /**
     * Writes bytes to the file, no more than up to the next rotation.
     *
     * @return how many; 0 when the target takes none at present
     * @throws OsException when the file cannot be written; none were taken
     */
    int store(byte[] bytes, int offset, int length, long now) {
        prepare(now);
        long blind = !regular || now < rotateFrom ? length : current.blind(size);
        int part = blind > 0 ? (int) Math.min(length, blind) : current.last(size, bytes, offset, length);
        int written = descriptors.write(fd, bytes, offset, part);
        if (written <= 0) {
            return 0;
        }
        grew(written);
        if (blind == 0 && current.isComplete(size, bytes[offset + written - 1])) {
            rotate(now);
        }
        return written;
    }

    /**
     * How many bytes may be added before the line that ends the file; others' changes are noticed here.
     *
     * @param now monotonic, nanoseconds
     */
    long room(long now) {
        prepare(now);
        return !regular || now < rotateFrom ? Long.MAX_VALUE : current.room(size);
    }

    /** Whether nothing was stored in it. */
    boolean isEmpty() {
        return size == 0;
    }

    /** Where the next byte goes; only of a regular file, after {@link #room}. */
    long size() {
        return size;
    }

    /**
     * Adds whole lines to the file, and rotates nothing. A regular file takes all of them or none: what was written before a
     * failure is taken back.
     *
     * @return how many bytes were taken; fewer only by what is no regular file
     * @throws OsException when the file cannot be written; none were taken
     */
    int append(byte[] bytes, int offset, int length) {
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

    /** Rotates the file if it is due, now that what was appended is accounted for. */
    void finishLines(byte lastByte, long now) {
        if (regular && now >= rotateFrom && current.isComplete(size, lastByte)) {
            rotate(now);
        }
    }

    private void grew(long bytes) {
        if (bytes > 0) {
            size += bytes;
            history.grew(bytes);
            trouble.over();
        }
    }

    /** Finds out what others did to the file since the last addition. */
    private void prepare(long now) {
        if (!regular) {
            return;
        }
        if (now >= lookAt) {
            openIfReplaced();
            lookAt = now + LOOK_EVERY;
            lookAtPeriod();
        }
        long end = descriptors.seekToEnd(fd);
        if (end != size) {
            if (end < size) {
                history.emptied();
            }
            history.grew(end < size ? end : end - size);
            size = end;
            borderUnknown = current.isDue(size);
        }
        if (borderUnknown) {
            borderUnknown = false;
            if (current.isComplete(size, lastByte())) {
                rotate(now);
            }
        }
    }

    private void lookAtPeriod() {
        LocalDateTime wall = tools.wall();
        if (size == 0) {
            period.begin(wall);
        } else if (current.equals(limits) && period.isOver(wall)) {
            makeDue();
        }
    }

    private void makeDue() {
        current = limits.dueNow(size);
        borderUnknown = true;
    }

    /**
     * Rotates the file as soon as a line ends, if there is anything in it.
     *
     * @return whether it was rotated at once
     */
    boolean rotateSoon(long now) {
        refresh(now);
        if (!regular || size == 0) {
            return false;
        }
        long before = rotations.get();
        rotateFrom = Long.MIN_VALUE;
        makeDue();
        prepare(now);
        return rotations.get() > before;
    }

    /** How long until its period ends, and it should be looked at though nobody writes. */
    Duration periodLeft() {
        return regular && size > 0 ? period.left(tools.wall()) : Duration.ofDays(1);
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

    /** Takes note of what others did to the file, now. */
    void refresh(long now) {
        lookSoon();
        prepare(now);
    }

    /** Looks by name, before the next addition, whether this is still the right file. */
    void lookSoon() {
        lookAt = Long.MIN_VALUE;
    }

    /** Opens the file by name again when the name leads elsewhere, or nowhere, by now. */
    void openIfReplaced() {
        Optional<FileStatus> there = regular ? descriptors.status(path) : Optional.empty();
        if (!regular || (there.isPresent() && there.get().id().equals(id))) {
            return;
        }
        Fd fresh = descriptors.openLog(path);
        descriptors.close(fd);
        fd = fresh;
        id = descriptors.status(fresh).id();
        size = descriptors.seekToEnd(fresh);
        current = limits;
        borderUnknown = limits.isDue(size);
        history.replaced(id, size, limits.backups(), tools.clock().wall().toEpochMilli());
        period.begin(size == 0 ? tools.wall() : lastChange());
    }

    private void rotate(long now) {
        try {
            if (limits.backups() == 0) {
                empty();
                rotations.incrementAndGet();
                return;
            }
            Rotation names = rotation();
            Rotator rotator = new Rotator(tools);
            rotator.rotate(names, limits, size);
            rotations.incrementAndGet();
            // From here on the open file has another name: should the new one not open, the next addition tries again.
            lookSoon();
            openIfReplaced();
            rotator.trim(names, limits);
            if (compresses()) {
                tools.compress().accept(this);
            }
        } catch (OsException e) {
            log.error("cannot open " + path + " after its rotation: " + e.reason());
        } catch (IOException e) {
            rotateFrom = now + ROTATE_AGAIN_AFTER;
            log.error("cannot rotate " + path + ": " + WriteTrouble.reason(e)
                    + "; check the permissions of its directory, it is tried again in a minute");
        }
    }

    /** Empties the file. */
    void empty() {
        history.emptied();
        descriptors.truncate(fd);
        size = 0;
        current = limits;
        borderUnknown = false;
        period.begin(tools.wall());
    }

    /** Empties the file and removes its older parts. */
    void clear() throws IOException {
        openIfReplaced();
        empty();
        rotation().removeParts();
        history.partsRemoved();
    }
}
