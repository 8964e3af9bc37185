package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** This very process: how it was started, and how it becomes something else. Stateless. */
public final class PosixSelf {

    private static final int STANDARD_STREAMS = 3;

    private PosixSelf() {}

    /** The words this process was started with, as {@code proc(5)} has them in {@code cmdline}. */
    public static List<String> commandLine() {
        byte[] words = ProcFs.read("/proc/self/cmdline")
                .orElseThrow(() -> Errno.ENOENT.asFailureTo("read /proc/self/cmdline"));
        List<String> argv = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < words.length; i++) {
            if (words[i] == 0) {
                argv.add(new String(words, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        return argv;
    }

    /**
     * Becomes another program under the same pid, {@code execve(2)}. No descriptor but the standard streams goes along.
     *
     * @return why it is impossible; a process that has become something else does not return
     */
    public static OsException become(String file, List<String> argv, Map<String, String> environment) {
        return become(file, argv, environment, List.of());
    }

    /** The same with further descriptors, which keep their numbers. */
    public static OsException become(
            String file, List<String> argv, Map<String, String> environment, List<Fd> descriptors) {
        LibC.syscall(Linux.SYS_CLOSE_RANGE, STANDARD_STREAMS, Integer.MAX_VALUE, Linux.CLOSE_RANGE_CLOEXEC);
        descriptors.forEach(fd -> LibC.fcntl(fd.number(), Linux.F_SETFD, 0));
        // They would end a program that does not know them yet; who is to handle them stops ignoring them.
        PosixSignals.ignoreUntilHandled();
        // A Java thread blocks SIGQUIT, and what it executes would inherit that.
        long mask = Scratch.address(Scratch.ofThread().struct());
        Scratch.ofThread().struct().clear(Linux.SIGSET_SIZE);
        LibC.pthread_sigmask(Linux.SIG_SETMASK, mask, 0);
        try (SpawnArguments arguments = new SpawnArguments(file, argv, environment)) {
            LibC.execve(arguments.path(), arguments.argv(), arguments.environment());
            return Errno.failure("execute '" + file + "'");
        }
    }

    /** Another descriptor of the same open file or socket, close-on-exec. */
    public static Fd duplicate(Fd fd) {
        int copy = LibC.fcntl(fd.number(), Linux.F_DUPFD_CLOEXEC, STANDARD_STREAMS);
        if (copy < 0) {
            throw Errno.failure("duplicate descriptor " + fd.number());
        }
        return new Fd(copy);
    }

    /** Makes the standard streams lead nowhere, so that whoever started this process is not kept waiting for them. */
    public static void discardStandardStreams() {
        int nothing = LibC.open(Scratch.ofThread().text("/dev/null"), Linux.O_RDWR | Linux.O_CLOEXEC, 0);
        if (nothing < 0) {
            throw Errno.failure("open /dev/null");
        }
        for (int stream = 0; stream < STANDARD_STREAMS; stream++) {
            if (LibC.dup2(nothing, stream) < 0) {
                throw Errno.failure("replace a standard stream");
            }
        }
        LibC.close(nothing);
    }
}
