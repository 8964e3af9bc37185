package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.OsException;
import java.util.ArrayList;
import java.util.List;

/**
 * The log files that are open, so that all streams that go to one file share one writer, by whatever name they call it.
 *
 * <p>Owned by the output thread.
 */
final class LogFiles {
    /** Milliseconds. */
    private static final long PERIOD_LOOK_MAX = 60_000;

    /** Milliseconds between two looks at a file that ends within a line, which is not rotated until that ends. */
    private static final long PERIOD_LOOK_MIN = 1_000;

    private static final long NANOS = 1_000_000;

    private final Log log;
    private long lookAt = Long.MAX_VALUE;
    private final List<LogFile> open = new ArrayList<>();

    LogFiles(Log log) {
        this.log = log;
    }

    /**
     * Adds a user to a file.
     *
     * @return the writer to use: this one, or the one that has the file already; then this one is closed
     */
    LogFile join(LogFile fresh, Limits limits) {
        if (limits.archive().period().isPresent()) {
            lookAt = Long.MIN_VALUE;
        }
        if (!open.contains(fresh)) {
            // One that has the same file may have rotated it since this one was opened.
            reopen(fresh);
        }
        for (LogFile known : open) {
            if (known == fresh || known.isSame(fresh)) {
                if (known != fresh) {
                    fresh.discard();
                }
                known.join(limits);
                return known;
            }
        }
        open.add(fresh);
        fresh.join(limits);
        return fresh;
    }

    /** One user less. */
    void leave(LogFile file) {
        if (file.leave()) {
            open.remove(file);
        }
    }

    /** Opens all files by name again where the name leads elsewhere by now. */
    void reopen() {
        open.forEach(this::reopen);
    }

    private void reopen(LogFile file) {
        try {
            file.openIfReplaced();
        } catch (OsException e) {
            log.error("cannot open " + file.path() + " again: " + e.reason()
                    + "; check its directory, it is tried again with the next output");
            file.lookSoon();
        }
    }

    /**
     * Looks at the files whose period has ended, though nobody writes to them.
     *
     * @param now monotonic, nanoseconds
     * @return milliseconds until the next look is due; negative when no file has periods
     */
    int lookAtPeriods(long now) {
        if (now >= lookAt) {
            lookAt = now + lookAtThose(now) * NANOS;
        }
        return lookAt == Long.MAX_VALUE ? -1 : (int) ((lookAt - now) / NANOS + 1);
    }

    /** Milliseconds until the next look. */
    private long lookAtThose(long now) {
        long least = Long.MAX_VALUE / NANOS / 2;
        for (LogFile file : open) {
            if (file.limits().archive().period().isPresent()) {
                long left = file.periodLeft().toMillis();
                if (left <= 0) {
                    look(file, now);
                }
                // Somebody may set the clock meanwhile.
                least = Math.min(PERIOD_LOOK_MAX, Math.min(least, Math.max(PERIOD_LOOK_MIN, left + 1)));
            }
        }
        return least;
    }

    private static void look(LogFile file, long now) {
        try {
            file.refresh(now);
        } catch (OsException e) {
            // Its next output meets the same trouble, and says so.
            file.lookSoon();
        }
    }
}
