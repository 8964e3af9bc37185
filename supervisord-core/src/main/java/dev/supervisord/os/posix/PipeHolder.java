package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A process that does nothing but live, and by that keeps pipes open: a shell that waits for a command.
 *
 * <p>It holds a listening socket on which it never accepts anything. Whoever has a pipe to be kept connects, sends the
 * descriptor and closes the connection; the message stays in the socket's queue, and the descriptor in the message, for as
 * long as the shell lives. So it costs two system calls more than nothing, the shell needs to know of no descriptor, and any
 * daemon finds it again by the path of the socket.
 *
 * <p>Not for use by several threads at once, but for {@link #awaitEnd}.
 */
final class PipeHolder {

    private static final String SHELL = "/bin/sh";
    private static final String SOCKET = "socket";
    private static final String COMMANDS = "commands";
    private static final byte[] EXIT = {'e', 'x', 'i', 't', '\n'};

    private final Path directory;
    private final int directoryFd;
    private final int connection;
    private boolean forgotten;

    private PipeHolder(Path directory, int directoryFd, int connection) {
        this.directory = directory;
        this.directoryFd = directoryFd;
        this.connection = connection;
    }

    /** The one that has this directory; empty when it does not live any more. */
    static Optional<PipeHolder> find(Path directory) {
        int directoryFd = open(directory, Linux.O_RDONLY);
        Optional<Integer> connection = UnixSocket.connect(directoryFd, SOCKET);
        if (connection.isEmpty()) {
            LibC.close(directoryFd);
        }
        return connection.map(fd -> new PipeHolder(directory, directoryFd, fd));
    }

    /**
     * Starts one in a new directory.
     *
     * @param purpose what {@code ps(1)} is to show
     */
    static PipeHolder start(Path directory, String purpose, Spawner spawner) {
        if (LibC.mkdir(Scratch.ofThread().text(directory.toString()), 0700) != 0) {
            throw Errno.failure("make the directory '" + directory + "'");
        }
        int directoryFd = open(directory, Linux.O_RDONLY);
        int[] descriptors = {-1, -1, -1};
        try {
            descriptors[0] = commands(directory);
            descriptors[1] = open(Path.of("/dev/null"), Linux.O_WRONLY);
            descriptors[2] = UnixSocket.listen(directoryFd, SOCKET);
            spawn(purpose, spawner, descriptors[0], descriptors[1], descriptors[2]);
            int connection = UnixSocket.connect(directoryFd, SOCKET)
                    .orElseThrow(() -> Errno.failure("connect to the process that keeps pipes"));
            return new PipeHolder(directory, directoryFd, connection);
        } catch (OsException failed) {
            LibC.close(directoryFd);
            removeFiles(directory);
            throw failed;
        } finally {
            for (int fd : descriptors) {
                if (fd >= 0) {
                    LibC.close(fd);
                }
            }
        }
    }

    /** The shell holds its own input open for writing too, so that it waits for ever. */
    private static int commands(Path directory) {
        Path path = directory.resolve(COMMANDS);
        if (LibC.mkfifo(Scratch.ofThread().text(path.toString()), 0600) != 0) {
            throw Errno.failure("make the pipe '" + path + "'");
        }
        return open(path, Linux.O_RDWR);
    }

    private static void spawn(String purpose, Spawner spawner, int commands, int nothing, int socket) {
        try (SpawnArguments arguments = new SpawnArguments(SHELL, List.of("sh", "-s", purpose), Map.of())) {
            Spawner.Spawned spawned = spawner.spawnWithCopies(arguments, commands, nothing, nothing, socket);
            if (spawned.failed()) {
                throw spawned.reason().asFailureTo("start '" + SHELL + "'");
            }
        }
    }

    private static int open(Path path, int flags) {
        int fd = LibC.open(Scratch.ofThread().text(path.toString()), flags | Linux.O_CLOEXEC, 0);
        if (fd < 0) {
            throw Errno.failure("open '" + path + "'");
        }
        return fd;
    }

    /**
     * Gives it copies of descriptors to keep.
     *
     * @param descriptors at most {@link UnixSocket#DESCRIPTORS_MAX}
     * @return why it does not take them; empty when it does
     */
    Optional<Errno> take(List<Integer> descriptors) {
        Optional<Integer> way = UnixSocket.connect(directoryFd, SOCKET);
        if (way.isEmpty()) {
            return Optional.of(Errno.EAGAIN);
        }
        Optional<Errno> refused = UnixSocket.send(way.get(), descriptors);
        LibC.close(way.get());
        return refused;
    }

    /** Tells it to end, which it does within a millisecond or two. */
    void end() {
        long path = Scratch.ofThread().text(directory.resolve(COMMANDS).toString());
        int commands = LibC.open(path, Linux.O_WRONLY | Linux.O_NONBLOCK | Linux.O_CLOEXEC, 0);
        if (commands >= 0) {
            Memory word = Scratch.ofThread().struct();
            word.write(0, EXIT, 0, EXIT.length);
            LibC.write(commands, Scratch.address(word), EXIT.length);
            LibC.close(commands);
        }
    }

    /**
     * Waits for its end: the kernel hangs up on those whom it never accepted.
     *
     * @param millis how long; negative: for ever
     * @return whether it has ended
     */
    boolean awaitEnd(int millis) {
        Memory poll = new Memory(Linux.POLLFD_SIZE);
        poll.setInt(0, connection);
        poll.setInt(Linux.POLLFD_EVENTS, 0);
        while (LibC.poll(Scratch.address(poll), 1, millis) < 0) {
            if (!Errno.last().equals(Errno.EINTR)) {
                throw Errno.failure("wait for the process that keeps pipes");
            }
        }
        return (poll.getShort(Linux.POLLFD_READY) & Linux.POLLHUP) != 0;
    }

    /** It has ended: closes what was open here, and removes its files; once. */
    synchronized void forget() {
        if (!forgotten) {
            forgotten = true;
            LibC.close(connection);
            LibC.close(directoryFd);
            removeFiles(directory);
        }
    }

    /** What one leaves that has ended. */
    static void removeFiles(Path directory) {
        try {
            Files.deleteIfExists(directory.resolve(SOCKET));
            Files.deleteIfExists(directory.resolve(COMMANDS));
            Files.deleteIfExists(directory);
        } catch (IOException left) {
            // Three small files too many; the next daemon tries again.
            return;
        }
    }
}
