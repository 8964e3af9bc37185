package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Changes the file under a log's name: gives a full one the name of an older part, makes the next file, and keeps what the parts
 * take within its limit; empties it; or opens what somebody else put there.
 *
 * <p>Used by the output thread.
 */
final class Rotator {
    /** A file of this many bytes takes noticeable time to be removed. */
    private static final long LARGE = 1 << 20;

    private final FileTools tools;
    private final LiveFile live;
    private final RotationSchedule schedule;

    Rotator(FileTools tools, LiveFile live, RotationSchedule schedule) {
        this.tools = tools;
        this.live = live;
        this.schedule = schedule;
    }

    /**
     * Makes the live file the youngest part, or empties it where no parts are kept; what fails is logged.
     *
     * @param now monotonic, nanoseconds
     * @return whether that was done; the next file may still have to be opened
     */
    boolean rotate(long now) {
        boolean done = false;
        try {
            if (schedule.limits().backups() == 0) {
                empty();
                return true;
            }
            Rotation names = schedule.names(live.path());
            rename(names);
            done = true;
            openIfReplaced();
            trim(names);
        } catch (OsException e) {
            tools.log().error("cannot open " + live.path() + " after its rotation: " + e.reason());
        } catch (IOException e) {
            schedule.postpone(now);
            tools.log()
                    .error("cannot rotate " + live.path() + ": " + WriteTrouble.reason(e)
                            + "; check the permissions of its directory, it is tried again in a minute");
        }
        return done;
    }

    /** Leaves an empty file at the name of the live one, which has become the youngest part. */
    private void rename(Rotation names) throws IOException {
        FileAccess access = FileAccess.of(names.file());
        Optional<Fd> oldest =
                live.size() < LARGE ? Optional.empty() : names.outgoing().flatMap(tools.descriptors()::openForReading);
        try {
            names.shift();
        } finally {
            // Kept open till here, so that its blocks are not freed while the child waits.
            oldest.ifPresent(tools.closeElsewhere());
        }
        access.create(names.file());
    }

    /** Removes the oldest parts until all files together stay within their limit, the live one counted at its largest. */
    private void trim(Rotation names) throws IOException {
        Limits limits = schedule.limits();
        long left = limits.archive().totalBytesMax() - limits.bytesMax();
        if (limits.archive().totalBytesMax() == 0) {
            return;
        }
        int kept = 0;
        for (Path part : names.existing()) {
            left -= Files.size(part);
            if (left < 0) {
                Files.deleteIfExists(part);
            } else {
                kept++;
            }
        }
        live.history().partsKept(kept);
    }

    /**
     * Opens the file by name again when the name leads elsewhere, or nowhere, by now.
     *
     * @throws OsException when it cannot be opened
     */
    void openIfReplaced() {
        if (live.openIfReplaced(
                schedule.limits().backups(), tools.clock().wall().toEpochMilli())) {
            schedule.opened(live.size(), live.lastChange(tools.wall()));
        }
    }

    private void empty() {
        live.empty();
        schedule.opened(0, tools.wall());
    }

    /** Empties the file and removes its older parts. */
    void clear() throws IOException {
        openIfReplaced();
        empty();
        schedule.names(live.path()).removeParts();
        live.history().partsKept(0);
    }
}
