package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Users.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The descriptors that become 0, 1, 2… of a child; open in the daemon for the time of the launch only. */
final class StandardStreams implements AutoCloseable {

    /** Lower descriptors may be targets in the child, and what is copied to them must not be overwritten before. */
    private static final int TARGETS_END = 16;

    private static final int NONE = -1;

    private int stdin = NONE;
    private int stdout = NONE;
    private int stderr = NONE;
    private @Nullable Terminal terminal;
    private final List<Integer> listeners = new ArrayList<>();

    private StandardStreams() {}

    /**
     * @param owner who gets the pipes and FIFOs, so that the child can open {@code /dev/stdout} by name; empty: they stay
     * @param makeTerminal makes a terminal for the owner that writes to a descriptor
     */
    static StandardStreams open(LaunchSpec spec, Optional<User> owner, TerminalMaker makeTerminal) throws StageFailed {
        StandardStreams streams = new StandardStreams();
        try {
            if (spec.stdout() instanceof Stream.Terminal wanted) {
                streams.openTerminal(wanted.output(), makeTerminal);
            } else {
                streams.stdin = open(spec.stdin(), "standard input", owner);
                streams.stdout = open(spec.stdout(), "standard output", owner);
                streams.stderr = spec.stderr() instanceof Stream.SameAsStdout
                        ? streams.stdout
                        : open(spec.stderr(), "standard error", owner);
            }
            for (Fd listener : spec.listeners().descriptors()) {
                streams.listeners.add(copy(listener, "socket"));
            }
            return streams;
        } catch (StageFailed | RuntimeException e) {
            streams.close();
            throw e;
        }
    }

    /** Makes a terminal for what is written to this descriptor. */
    interface TerminalMaker {
        Terminal make(int output) throws StageFailed;
    }

    private void openTerminal(Stream output, TerminalMaker maker) throws StageFailed {
        int pipe = open(output, "standard output", Optional.empty());
        try {
            Terminal made = maker.make(pipe);
            terminal = made;
            stdin = made.descriptor();
            stdout = made.descriptor();
            stderr = made.descriptor();
        } finally {
            LibC.close(pipe);
        }
    }

    /** The terminal that they all are; empty when they are none. */
    Optional<Terminal> terminal() {
        return Optional.ofNullable(terminal);
    }

    /** The address of the terminal's path; 0 when there is none. */
    long terminalPath() {
        return terminal == null ? 0 : terminal.path();
    }

    /** What become descriptors 0, 1, 2… of a program. */
    int[] forProgram() {
        return IntStream.concat(IntStream.of(stdin, stdout, stderr), listening())
                .toArray();
    }

    /** What become those of the shell that passes them on: the program's standard input waits behind all others. */
    int[] forGate(int script) {
        IntStream program = IntStream.concat(listening(), IntStream.of(stdin));
        return IntStream.concat(IntStream.of(script, stdout, stderr), program).toArray();
    }

    private IntStream listening() {
        return listeners.stream().mapToInt(Integer::intValue);
    }

    private static int open(Stream stream, String name, Optional<User> owner) throws StageFailed {
        if (stream instanceof Stream.Null) {
            return openPath("/dev/null", "open /dev/null as " + name, Stage.FORK);
        }
        if (stream instanceof Stream.IdlePipe) {
            return give(openIdlePipe(name), name, owner);
        }
        if (stream instanceof Stream.Fifo fifo) {
            String path = fifo.path().toString();
            return give(openPath(path, "open '" + path + "' as " + name, Stage.LOG), name, owner);
        }
        if (stream instanceof Stream.Pipe pipe) {
            return give(openAgain(pipe, name), name, owner);
        }
        if (stream instanceof Stream.Shared shared) {
            return copy(shared.fd(), name);
        }
        throw new IllegalArgumentException("not possible for " + name + ": " + stream);
    }

    private static int openAgain(Stream.Pipe pipe, String name) throws StageFailed {
        String what = "open its pipe as " + name;
        int fd = openPath("/proc/self/fd/" + pipe.fd().number(), what, Stage.LOG);
        if (FileStat.ofDescriptor(fd)
                .filter(opened -> opened.id().equals(pipe.id()))
                .isEmpty()) {
            LibC.close(fd);
            throw StageFailed.because(Stage.LOG, Errno.ENOENT, what);
        }
        return fd;
    }

    private static int openPath(String path, String what, Stage stage) throws StageFailed {
        int fd = LibC.open(Scratch.ofThread().text(path), Linux.O_RDWR | Linux.O_CLOEXEC | Linux.O_NOCTTY, 0);
        if (fd < 0) {
            throw StageFailed.byCall(stage, what);
        }
        return aboveTargets(fd, what);
    }

    /** Opens a new pipe a second time, for reading and writing; that the first two ends are closed then leaves it open. */
    private static int openIdlePipe(String name) throws StageFailed {
        String what = "make a pipe as " + name;
        Memory pair = Scratch.ofThread().struct();
        if (LibC.pipe2(Scratch.address(pair), Linux.O_CLOEXEC) != 0) {
            throw StageFailed.byCall(Stage.FORK, what);
        }
        int readEnd = pair.getInt(0);
        int writeEnd = pair.getInt(4);
        try {
            return openPath("/proc/self/fd/" + readEnd, what, Stage.FORK);
        } finally {
            LibC.close(readEnd);
            LibC.close(writeEnd);
        }
    }

    private static int give(int fd, String name, Optional<User> owner) throws StageFailed {
        if (owner.isPresent() && LibC.fchown(fd, owner.get().uid(), owner.get().gid()) != 0) {
            StageFailed failed = StageFailed.byCall(
                    Stage.LOG, "give " + name + " to user " + owner.get().name());
            LibC.close(fd);
            throw failed;
        }
        return fd;
    }

    private static int copy(Fd fd, String name) throws StageFailed {
        int copy = LibC.fcntl(fd.number(), Linux.F_DUPFD_CLOEXEC, TARGETS_END);
        if (copy < 0) {
            throw StageFailed.byCall(Stage.SOCKET, "pass a socket on as " + name);
        }
        return copy;
    }

    static int aboveTargets(int fd, String what) throws StageFailed {
        if (fd >= TARGETS_END) {
            return fd;
        }
        int moved = LibC.fcntl(fd, Linux.F_DUPFD_CLOEXEC, TARGETS_END);
        StageFailed failed = moved < 0 ? StageFailed.byCall(Stage.FORK, what) : null;
        LibC.close(fd);
        if (failed != null) {
            throw failed;
        }
        return moved;
    }

    @Override
    public void close() {
        if (terminal == null) {
            closeUnlessNone(stdin);
            closeUnlessNone(stdout);
            closeUnlessNone(stderr == stdout ? NONE : stderr);
        } else {
            terminal.close();
        }
        listeners.forEach(LibC::close);
    }

    private static void closeUnlessNone(int fd) {
        if (fd != NONE) {
            LibC.close(fd);
        }
    }
}
