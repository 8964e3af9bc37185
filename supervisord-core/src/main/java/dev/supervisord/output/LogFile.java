package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A log being written: bytes are added at the end of its file, which is rotated when a line ends at or beyond its limit.
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

    private final FileTools tools;
    private final LookAhead lookAhead;
    private final LiveFile live;
    private final RotationSchedule schedule;
    private final Rotator rotator;
    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicLong rotations = new AtomicLong();
    private long lookAt = Long.MIN_VALUE;
    private int users;

    /** Takes over an open file. */
    LogFile(FileTools tools, OpenLog opened, Limits limits) {
        this.tools = tools;
        this.lookAhead = tools.lookAhead();
        this.live = new LiveFile(tools.descriptors(), tools.log(), opened);
        this.schedule = new RotationSchedule(limits, live.size(), live.lastChange(tools.wall()));
        this.rotator = new Rotator(tools, live, schedule);
    }

    @Override
    public Path path() {
        return live.path();
    }

    FileId id() {
        return live.id();
    }

    @Override
    public History history() {
        return live.history();
    }

    @Override
    public AtomicInteger readers() {
        return readers;
    }

    Limits limits() {
        return schedule.limits();
    }

    WriteTrouble trouble() {
        return live.trouble();
    }

    @Override
    public Rotation rotation() {
        return schedule.names(live.path());
    }

    /** How often it was rotated. */
    long rotations() {
        return rotations.get();
    }

    /** Whether it is a file that can be read back, rotated and emptied, and not a terminal or the like. */
    boolean isRegular() {
        return live.isRegular();
    }

    /** Whether {@link #splice} works; else {@link #store} is to be used. */
    boolean isSpliceable() {
        return live.isSpliceable();
    }

    /** Whether another one writes to the same place. */
    boolean isSame(LogFile other) {
        return path().equals(other.path()) || (isRegular() && other.isRegular() && id().equals(other.id()));
    }

    /** One more stream uses it, with these limits; those that were set last hold. */
    void join(Limits fresh) {
        users++;
        schedule.configure(fresh, live.size(), live.lastChange(tools.wall()));
        lookSoon();
        compress();
    }

    private void compress() {
        if (isRegular() && schedule.compresses()) {
            tools.compress().accept(this);
        }
    }

    /** Nobody ever used it. */
    void discard() {
        live.close();
    }

    /** One stream less; closes it after the last. */
    boolean leave() {
        if (--users > 0) {
            return false;
        }
        history().closed();
        live.close();
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
        long blind = schedule.blind(live.size(), now);
        if (blind == 0) {
            return finishLine(pipe, bytesMax, now);
        }
        long moved = live.splice(pipe, Math.min(bytesMax, blind));
        if (moved < blind || moved == bytesMax) {
            return moved;
        }
        try {
            // At once: another stream of the same file must not come in between.
            return moved + Math.max(0, finishLine(pipe, bytesMax - moved, now));
        } catch (OsException e) {
            // What was moved counts; the next call meets the same trouble.
            return moved;
        }
    }

    /** The part of {@link #splice} that looks for the line border at which the file is rotated. */
    private long finishLine(Fd pipe, long bytesMax, long now) {
        int seen = (int) Math.min(bytesMax, lookAhead.look(pipe));
        if (seen <= 0) {
            return seen;
        }
        int last = schedule.last(live.size(), lookAhead.seen(), 0, seen);
        long moved = live.splice(pipe, last);
        if (moved > 0 && schedule.isComplete(live.size(), lookAhead.seen()[(int) moved - 1])) {
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
        long blind = isRegular() ? schedule.blind(live.size(), now) : length;
        int part = blind > 0 ? (int) Math.min(length, blind) : schedule.last(live.size(), bytes, offset, length);
        int written = live.write(bytes, offset, part);
        if (written <= 0) {
            return 0;
        }
        if (blind == 0 && schedule.isComplete(live.size(), bytes[offset + written - 1])) {
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
        return isRegular() ? schedule.room(live.size(), now) : Long.MAX_VALUE;
    }

    /** Whether nothing was stored in it. */
    boolean isEmpty() {
        return live.size() == 0;
    }

    /** Where the next byte goes; only of a regular file, after {@link #room}. */
    long size() {
        return live.size();
    }

    /** Whether its last line has no end yet; only of a regular file, after {@link #room}. */
    boolean endsWithinLine() {
        return isRegular() && !isEmpty() && live.lastByte() != '\n';
    }

    /** Adds whole lines to the file, and rotates nothing; as {@link LiveFile#writeAll}. */
    int append(byte[] bytes, int offset, int length) {
        return live.writeAll(bytes, offset, length);
    }

    /** Rotates the file if it is due, now that what was appended is accounted for. */
    void finishLines(byte lastByte, long now) {
        if (isRegular() && !schedule.isPostponed(now) && schedule.isComplete(live.size(), lastByte)) {
            rotate(now);
        }
    }

    /** Finds out what others did to the file since the last addition. */
    private void prepare(long now) {
        if (!isRegular()) {
            return;
        }
        if (now >= lookAt) {
            openIfReplaced();
            lookAt = now + LOOK_EVERY;
            schedule.look(live.size(), tools.wall());
        }
        if (live.findEnd()) {
            schedule.resized(live.size());
        }
        if (schedule.isBorderUnknown() && schedule.isComplete(live.size(), live.lastByte())) {
            rotate(now);
        }
    }

    /**
     * Rotates the file as soon as a line ends, if there is anything in it.
     *
     * @return whether it was rotated at once
     */
    boolean rotateSoon(long now) {
        refresh(now);
        if (!isRegular() || isEmpty()) {
            compress(); // what readers who have left, or a full disk, prevented
            return false;
        }
        long before = rotations.get();
        schedule.insist(live.size());
        prepare(now);
        return rotations.get() > before;
    }

    /** How long until its period ends, and it should be looked at though nobody writes. */
    Duration periodLeft() {
        return isRegular() && !isEmpty() ? schedule.left(tools.wall()) : Duration.ofDays(1);
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

    /** As {@link Rotator#openIfReplaced}. */
    void openIfReplaced() {
        rotator.openIfReplaced();
    }

    private void rotate(long now) {
        if (rotator.rotate(now)) {
            rotations.incrementAndGet();
            // The open file may still have another name: should the new one not have
            // opened, the next addition tries again.
            lookSoon();
            compress();
        }
    }

    /** Empties the file and removes its older parts. */
    void clear() throws IOException {
        rotator.clear();
    }
}
