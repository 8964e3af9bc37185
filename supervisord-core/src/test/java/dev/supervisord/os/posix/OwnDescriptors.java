package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.output.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open, as {@code /proc} shows it. */
final class OwnDescriptors {

    private static final int O_APPEND = 02000;

    private OwnDescriptors() {}

    /**
     * What is open, but for what the JVM opens when it pleases: its files, its sockets, the limits of its container, and the memory
     * that libffi takes for JNA when the first class of all needs it.
     */
    static List<String> present() {
        String home = System.getProperty("java.home");
        return targets().stream()
                .filter(target -> !target.endsWith(".jar") && !target.startsWith(home) && !target.startsWith("socket:"))
                .filter(target -> !target.startsWith("/sys/fs/cgroup/"))
                .filter(target -> !target.matches(".*/ffi\\w{6} \\(deleted\\)"))
                .sorted()
                .toList();
    }

    /** Fails when something is open that was not then. The JVM may close what it has in the meantime, and takes its time for it. */
    static void assertNoneSince(List<String> before) {
        Eventually.until(() -> since(before).isEmpty(), () -> "left open: " + since(before));
    }

    private static List<String> since(List<String> before) {
        List<String> more = new ArrayList<>(present());
        before.forEach(more::remove);
        return more;
    }

    /** What each open descriptor is: a path, or {@code pipe:[1234]}. */
    static List<String> targets() {
        try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
            List<String> targets = new ArrayList<>();
            for (Path entry : entries.toList()) {
                try {
                    targets.add(Files.readSymbolicLink(entry).toString());
                } catch (NoSuchFileException e) {
                    // The descriptor by which the directory itself was listed is closed again.
                    continue;
                }
            }
            return targets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
