package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What this process has open, as {@code /proc} shows it. */
final class OwnDescriptors {

    private static final int O_APPEND = 02000;

    private OwnDescriptors() {}

    /** How many descriptors are open. */
    static long count() {
        String[] names = Path.of("/proc/self/fd").toFile().list();
        if (names == null) {
            throw new AssertionError("cannot list /proc/self/fd");
        }
        return names.length;
    }

    /** The flags a descriptor was opened with, close-on-exec included. */
    static int flags(Fd fd) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/fdinfo/" + fd.number())).stream()
                .filter(line -> line.startsWith("flags:"))
                .map(line -> Integer.parseInt(line.substring(6).strip(), 8))
                .findFirst()
                .orElseThrow();
    }

    static Fd openAppending(Path path) {
        int flags = Linux.O_WRONLY | Linux.O_CREAT | O_APPEND | Linux.O_CLOEXEC;
        int fd = LibC.open(Scratch.ofThread().text(path.toString()), flags, 0644);
        if (fd < 0) {
            throw Errno.failure("open '" + path + "'");
        }
        return new Fd(fd);
    }
}
