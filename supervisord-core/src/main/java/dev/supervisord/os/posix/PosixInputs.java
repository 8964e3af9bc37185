package dev.supervisord.os.posix;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Inputs;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Standard inputs by {@code /proc/PID/fd/0}, see {@code proc(5)}, and terminals by the named pipe of their relay: the daemon keeps
 * no end of them, so that nothing has to be handed to its successor. Safe for use by several threads.
 */
final class PosixInputs implements Inputs {

    private static final int ACCESS_MODE = 3;

    private final Descriptors descriptors;
    private final Terminals terminals;

    PosixInputs(Descriptors descriptors, Terminals terminals) {
        this.descriptors = descriptors;
        this.terminals = terminals;
    }

    @Override
    public Opening open(Pid pid) {
        String path = "/proc/" + pid + "/fd/0";
        try {
            String what = Files.readSymbolicLink(Path.of(path)).toString();
            if (what.equals("/dev/null")) {
                return new Opening.Refused("it is /dev/null; set stdin = \"pipe\" in its section");
            }
            Optional<Path> terminal = terminals.input(Path.of(what));
            if (terminal.isPresent()) {
                return open(terminal.get().toString());
            }
            if (!isOurPipe(pid, what)) {
                return new Opening.Refused("it is not the pipe that the program was started with");
            }
        } catch (IOException | OsException failed) {
            return new Opening.Refused("it cannot be looked at: " + failed.getMessage());
        }
        return open(path);
    }

    @Override
    public boolean resize(Pid pid, int rows, int columns) {
        String path = "/proc/" + pid + "/fd/0";
        try {
            Path what = Files.readSymbolicLink(Path.of(path));
            if (terminals.input(what).filter(Files::exists).isEmpty()) {
                return false;
            }
        } catch (IOException gone) {
            return false; // with the process, whose end is about to be noticed
        }
        int fd = open(path, Linux.O_RDWR);
        if (fd < 0) {
            return false;
        }
        boolean done = Terminals.resize(fd, rows, columns);
        LibC.close(fd);
        return done;
    }

    private static int open(String path, int access) {
        return LibC.open(
                Scratch.ofThread().text(path), access | Linux.O_NONBLOCK | Linux.O_CLOEXEC | Linux.O_NOCTTY, 0);
    }

    private Opening open(String path) {
        int fd = open(path, Linux.O_WRONLY);
        return fd < 0
                ? new Opening.Refused("it cannot be opened: " + Errno.last())
                : new Opening.Opened(new Pipe(new Fd(fd)));
    }

    /**
     * A pipe without a name that is open for reading and writing: what a launch gives, and what nobody else makes. A program
     * that has put something else in its place is not written to.
     */
    private static boolean isOurPipe(Pid pid, String what) {
        if (!what.startsWith("pipe:[")) {
            return false;
        }
        Optional<byte[]> about = ProcFs.read("/proc/" + pid + "/fdinfo/0");
        return about.map(bytes -> new String(bytes, StandardCharsets.US_ASCII))
                .flatMap(text ->
                        text.lines().filter(line -> line.startsWith("flags:")).findFirst())
                .map(line -> Integer.parseInt(line.substring("flags:".length()).strip(), 8) & ACCESS_MODE)
                .filter(mode -> mode == Linux.O_RDWR)
                .isPresent();
    }

    private final class Pipe implements Input {

        private final Fd fd;

        private Pipe(Fd fd) {
            this.fd = fd;
        }

        @Override
        public int write(byte[] from, int offset, int length) {
            try {
                return Math.max(0, descriptors.write(fd, from, offset, length));
            } catch (OsException failed) {
                if (failed.errno().equals("EPIPE")) {
                    return GONE;
                }
                throw failed;
            }
        }

        @Override
        public int unread() {
            return descriptors.queued(fd);
        }

        @Override
        public void close() {
            descriptors.close(fd);
        }
    }
}
