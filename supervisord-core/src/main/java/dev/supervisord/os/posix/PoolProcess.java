package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that does nothing but live, and by that keeps open the pipes it was born with: a shell that waits for a command.
 *
 * <p>It reads its commands from a named pipe that it holds open itself, so that it waits for ever. Whoever opens that pipe for
 * writing knows that it lives, and is told by the kernel when it has ended: nobody reads any more then.
 *
 * <p>Not for use by several threads at once.
 */
final class PoolProcess {

    /** The first of the pipes; the shell's own are 0, 1 and 2. What it opens besides it puts where nothing else is. */
    static final int FIRST = 3;

    /** So long one may take to end when it is told to. */
    static final int END_MILLIS = 2000;

    private static final String SHELL = "/bin/sh";
    private static final String COMMANDS = "commands";
    private static final byte[] EXIT = {'e', 'x', 'i', 't', '\n'};

    private final Path directory;
    private final int commands;

    private PoolProcess(Path directory, int commands) {
        this.directory = directory;
        this.commands = commands;
    }

    /** The one that has this directory; empty when it does not live any more. */
    static Optional<PoolProcess> find(Path directory) {
        int commands = open(directory.resolve(COMMANDS), Linux.O_WRONLY | Linux.O_NONBLOCK);
        if (commands < 0 && !Errno.last().equals(Errno.ENXIO) && !Errno.last().equals(Errno.ENOENT)) {
            throw Errno.failure("look for the process that keeps pipes in '" + directory + "'");
        }
        return commands < 0 ? Optional.empty() : Optional.of(new PoolProcess(directory, commands));
    }

    /** One that was started now, and its pid. */
    record Started(PoolProcess process, Pid pid) {}

    /**
     * Starts one in a new directory.
     *
     * @param purpose what {@code ps(1)} is to show
     * @param pipes become its descriptors {@link #FIRST} and following; each has a number above theirs
     */
    static Started start(Path directory, String purpose, Spawner spawner, int[] pipes) {
        if (LibC.mkdir(Scratch.ofThread().text(directory.toString()), 0700) != 0) {
            throw Errno.failure("make the directory '" + directory + "'");
        }
        int[] descriptors = new int[FIRST + pipes.length];
        System.arraycopy(pipes, 0, descriptors, FIRST, pipes.length);
        int opened = 0;
        int end = -1;
        try {
            Path path = directory.resolve(COMMANDS);
            if (LibC.mkfifo(Scratch.ofThread().text(path.toString()), 0600) != 0) {
                throw Errno.failure("make the pipe '" + path + "'");
            }
            descriptors[opened++] = above(path, Linux.O_RDWR, descriptors.length);
            end = required(path, Linux.O_WRONLY | Linux.O_NONBLOCK);
            descriptors[opened++] = above(Path.of("/dev/null"), Linux.O_WRONLY, descriptors.length);
            descriptors[opened++] = above(Path.of("/dev/null"), Linux.O_WRONLY, descriptors.length);
            return new Started(new PoolProcess(directory, end), spawn(purpose, spawner, descriptors));
        } catch (OsException failed) {
            if (end >= 0) {
                LibC.close(end);
            }
            removeFiles(directory);
            throw failed;
        } finally {
            for (int i = 0; i < opened; i++) {
                LibC.close(descriptors[i]);
            }
        }
    }

    private static Pid spawn(String purpose, Spawner spawner, int[] descriptors) {
        try (SpawnArguments arguments = new SpawnArguments(SHELL, List.of("sh", "-s", purpose), Map.of())) {
            Spawner.Spawned spawned = spawner.spawn(arguments, 0, descriptors);
            if (spawned.failed()) {
                throw spawned.reason().asFailureTo("start '" + SHELL + "'");
            }
            return spawned.pid();
        }
    }

    private static int above(Path path, int flags, int lowest) {
        int fd = required(path, flags);
        try {
            return above(fd, lowest);
        } finally {
            LibC.close(fd);
        }
    }

    /** A copy of a descriptor with this number or the next that is free. */
    static int above(int fd, int lowest) {
        int copy = LibC.fcntl(fd, Linux.F_DUPFD_CLOEXEC, lowest);
        if (copy < 0) {
            throw Errno.failure("pass a pipe on to the process that is to keep it");
        }
        return copy;
    }

    private static int required(Path path, int flags) {
        int fd = open(path, flags);
        if (fd < 0) {
            throw Errno.failure("open '" + path + "'");
        }
        return fd;
    }

    private static int open(Path path, int flags) {
        return LibC.open(Scratch.ofThread().text(path.toString()), flags | Linux.O_CLOEXEC, 0);
    }

    /** Has an event when it has ended. */
    int descriptor() {
        return commands;
    }

    /** Tells it to end, which it does within a millisecond or two. */
    void end() {
        Memory word = Scratch.ofThread().struct();
        word.write(0, EXIT, 0, EXIT.length);
        // Nobody reads where it has ended already.
        LibC.write(commands, Scratch.address(word), EXIT.length);
    }

    /**
     * Waits for its end.
     *
     * @param millis how long
     * @return whether it has ended
     */
    boolean awaitEnd(int millis) {
        Memory poll = new Memory(Linux.POLLFD_SIZE);
        poll.setInt(0, commands);
        poll.setInt(Linux.POLLFD_EVENTS, 0);
        while (LibC.poll(Scratch.address(poll), 1, millis) < 0) {
            if (!Errno.last().equals(Errno.EINTR)) {
                throw Errno.failure("wait for the process that keeps pipes");
            }
        }
        return (poll.getShort(Linux.POLLFD_READY) & Linux.POLLERR) != 0;
    }

    /** Closes what is open of it here; once. */
    void close() {
        LibC.close(commands);
    }

    Path directory() {
        return directory;
    }

    /** What one leaves that has ended, or is about to. */
    static void removeFiles(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            // Two small files too many, or somebody has removed them; the next daemon tries again.
            return;
        }
    }
}
