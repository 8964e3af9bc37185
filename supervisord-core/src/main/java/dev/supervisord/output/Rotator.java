package dev.supervisord.output;

import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Gives a full log file the name of an older part, makes the next file, and keeps what the parts take within its limit.
 *
 * <p>Used by the output thread.
 */
final class Rotator {
    /** A file of this many bytes takes noticeable time to be removed. */
    private static final long LARGE = 1 << 20;

    private final FileTools tools;

    Rotator(FileTools tools) {
        this.tools = tools;
    }

    /**
     * Leaves an empty file at the name of the live one, which has become the youngest part.
     *
     * @param size of the live file
     */
    void rotate(Rotation rotation, Limits limits, long size) throws IOException {
        FileAccess access = FileAccess.of(rotation.file());
        List<Path> before = size < LARGE ? List.of() : rotation.existing();
        Optional<Fd> oldest = before.size() < limits.backups()
                ? Optional.empty()
                : tools.descriptors().openForReading(before.get(before.size() - 1));
        try {
            rotation.shift();
        } finally {
            // Kept open till here, so that its blocks are not freed while the child waits.
            oldest.ifPresent(tools.closeElsewhere());
        }
        access.create(rotation.file());
    }

    /** Removes the oldest parts until all files together stay within their limit, the live one counted at its largest. */
    void trim(Rotation rotation, Limits limits) throws IOException {
        long left = limits.archive().totalBytesMax() - limits.bytesMax();
        if (limits.archive().totalBytesMax() == 0) {
            return;
        }
        for (Path part : rotation.existing()) {
            left -= Files.size(part);
            if (left < 0) {
                Files.deleteIfExists(part);
            }
        }
    }
}
