package dev.supervisord.output;

import dev.supervisord.log.NumberedRotation;
import dev.supervisord.log.Rotation;
import dev.supervisord.model.Archive;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;

/**
 * When a log file is to be rotated: by its size, by the time, or because somebody asked for it.
 *
 * <p>Owned by the output thread; {@link #limits} and {@link #names} may be used by any. {@code now} is monotonic, in nanoseconds.
 */
final class RotationSchedule {
    /** Nanoseconds to leave a file alone that could not be rotated; it grows beyond its limit meanwhile. */
    private static final long AGAIN_AFTER = 60_000_000_000L;

    private final Period period;
    private volatile Limits limits;

    /** Those that hold for the present file: it may be due before it has reached its size. */
    private Limits current;

    private boolean borderUnknown;
    private long notBefore = Long.MIN_VALUE;

    /** @param begun when the first byte of the file was written, as far as that is known */
    RotationSchedule(Limits limits, long size, LocalDateTime begun) {
        this.limits = limits;
        this.current = limits;
        this.borderUnknown = limits.isDue(size);
        this.period = new Period(limits.archive(), begun);
    }

    Limits limits() {
        return limits;
    }

    boolean compresses() {
        return limits.archive().compression() == Archive.Compression.GZIP;
    }

    /** The names of the file's parts, if it is rotated now. */
    Rotation names(Path file) {
        Limits now = limits;
        return now.archive().names() == Archive.Names.DATED
                ? new DatedRotation(file, now.backups(), period.stamp())
                : new NumberedRotation(file, now.backups());
    }

    /** From now on these limits hold for the file, whose content began then. */
    void configure(Limits fresh, long size, LocalDateTime begun) {
        limits = fresh;
        current = fresh;
        borderUnknown = fresh.isDue(size);
        period.configure(fresh.archive(), begun);
    }

    /** Another file, of this size, is under the log's name; its content began then. */
    void opened(long size, LocalDateTime begun) {
        current = limits;
        borderUnknown = limits.isDue(size);
        period.begin(begun);
    }

    /** Others have changed the size of the file. */
    void resized(long size) {
        borderUnknown = current.isDue(size);
    }

    /** Looks whether the file's period is over. */
    void look(long size, LocalDateTime wall) {
        if (size == 0) {
            period.begin(wall);
        } else if (current.equals(limits) && period.isOver(wall)) {
            makeDue(size);
        }
    }

    /** It is to be rotated as soon as a line ends. */
    void makeDue(long size) {
        current = limits.dueNow(size);
        borderUnknown = true;
    }

    /** The same, although that failed a moment ago. */
    void insist(long size) {
        notBefore = Long.MIN_VALUE;
        makeDue(size);
    }

    /** It could not be rotated; that is tried again later. */
    void postpone(long now) {
        notBefore = now + AGAIN_AFTER;
    }

    /** Whether it is to be left alone for the time being. */
    boolean isPostponed(long now) {
        return now < notBefore;
    }

    /** Whether the file is due without anybody having looked if it ends with a line; true once. */
    boolean isBorderUnknown() {
        boolean unknown = borderUnknown;
        borderUnknown = false;
        return unknown;
    }

    /** As {@link Limits#blind}. */
    long blind(long size, long now) {
        return isPostponed(now) ? Long.MAX_VALUE : current.blind(size);
    }

    /** As {@link Limits#room}. */
    long room(long size, long now) {
        return isPostponed(now) ? Long.MAX_VALUE : current.room(size);
    }

    /** As {@link Limits#last}. */
    int last(long size, byte[] bytes, int offset, int length) {
        return current.last(size, bytes, offset, length);
    }

    /** As {@link Limits#isComplete}. */
    boolean isComplete(long size, byte lastByte) {
        return current.isComplete(size, lastByte);
    }

    /** How long until the period of a file with content ends. */
    Duration left(LocalDateTime wall) {
        return period.left(wall);
    }
}
