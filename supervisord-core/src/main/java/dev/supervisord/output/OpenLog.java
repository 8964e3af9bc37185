package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.OsException;
import java.nio.file.Path;
import java.util.List;

/** A log file that was opened, before a {@link LogFile} takes it over. */
record OpenLog(Path path, Fd fd, FileStatus status) {
    private static final List<String> LINKS_TO_DESCRIPTORS =
            List.of("/dev/stdout", "/dev/stderr", "/dev/stdin", "/dev/fd", "/proc");

    /** @throws OsException when it cannot be opened */
    static OpenLog open(Descriptors descriptors, Path path) {
        Fd fd = descriptors.openLog(path);
        return new OpenLog(path, fd, descriptors.status(fd));
    }

    /**
     * Whether it is a regular file of its own. {@code /dev/stdout} and the like is not, even where it leads to a regular file:
     * the daemon writes there too, and renaming the link would be a disaster.
     */
    boolean isOwnFile() {
        return status.regular() && LINKS_TO_DESCRIPTORS.stream().noneMatch(path::startsWith);
    }
}
