package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Users.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Pseudo-terminals for programs, {@code pty(7)}, that outlive the daemon.
 *
 * <p>A terminal hangs up on its program when nobody holds its other end any more. So that end is held by a relay, a shell with
 * two {@code cat(1)}: one moves what the program writes into the pipe of its standard output, where it is stored like any other
 * output, and ends when nobody has the terminal open any more; the other moves what is written to a named pipe, {@link #input},
 * into the terminal. The relay runs with the daemon's rights, in a session of its own, and knows nothing of the daemon.
 *
 * <p>Safe for use by several threads.
 */
final class Terminals {

    private static final String SHELL = "/bin/sh";

    /** A background command of a shell gets no input unless it is said, and what is the shell's is not what is its own. */
    private static final String RELAY = "cat <&3 >&4 & cat 3<&- 4<&-; kill $!; rm -f -- \"$1\"";

    /** What a relay calls itself, with its terminal. */
    private static final String TITLE = "supervisord: relays the terminal ";

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin");

    private static final int ROWS = 24;
    private static final int COLUMNS = 80;

    private final Map<Pid, Integer> relays = new ConcurrentHashMap<>();
    private volatile @Nullable Path directory;

    /** Where the named pipes for their inputs are made. Without one no program can have a terminal. */
    void keepIn(Path place) {
        directory = place;
    }

    /** What is written to this path is as if typed at the terminal; empty for one that is not of these. */
    Optional<Path> input(Path terminal) {
        Path place = directory;
        return place != null && terminal.startsWith("/dev/pts")
                ? Optional.of(place.resolve(terminal.getFileName()))
                : Optional.empty();
    }

    /**
     * Makes a terminal of 80 columns and 24 rows and starts its relay, which ends by itself when the terminal is closed.
     *
     * @param output where what is written to it goes
     * @param owner whose it is to be; empty: the daemon's user's
     */
    Terminal open(int output, Optional<User> owner, Spawner spawner) throws StageFailed {
        Path place = directory;
        if (place == null) {
            throw new StageFailed(Stage.FORK, "cannot make a terminal: there is no directory for its input");
        }
        int master = check(open("/dev/ptmx"), "open '/dev/ptmx'");
        int slave = -1;
        try {
            Path path = unlocked(master);
            slave = StandardStreams.aboveTargets(
                    check(open(path.toString()), "open '" + path + "'"), "open '" + path + "'");
            adjust(slave);
            if (owner.isPresent()) {
                check(
                        LibC.fchown(slave, owner.get().uid(), -1),
                        "give a terminal to user " + owner.get().name());
            }
            return new Terminal(slave, path, relay(master, output, place, path, spawner));
        } catch (StageFailed | RuntimeException failed) {
            if (slave >= 0) {
                LibC.close(slave);
            }
            throw failed;
        } finally {
            LibC.close(master);
        }
    }

    private static int open(String path) {
        return LibC.open(Scratch.ofThread().text(path), Linux.O_RDWR | Linux.O_CLOEXEC | Linux.O_NOCTTY, 0);
    }

    private static int check(int result, String what) throws StageFailed {
        if (result < 0) {
            throw StageFailed.byCall(Stage.FORK, what);
        }
        return result;
    }

    private static Path unlocked(int master) throws StageFailed {
        Memory number = Scratch.ofThread().struct();
        number.setInt(0, 0);
        check(LibC.ioctl(master, Linux.TIOCSPTLCK, Scratch.address(number)), "unlock a terminal");
        check(LibC.ioctl(master, Linux.TIOCGPTN, Scratch.address(number)), "find a terminal's name");
        return Path.of("/dev/pts", Integer.toString(number.getInt(0)));
    }

    /** Gives an open terminal a size; whether that was possible. */
    static boolean resize(int terminal, int rows, int columns) {
        Memory struct = Scratch.ofThread().struct();
        struct.clear(Linux.WINSIZE_SIZE);
        struct.setShort(0, (short) rows);
        struct.setShort(2, (short) columns);
        return LibC.ioctl(terminal, Linux.TIOCSWINSZ, Scratch.address(struct)) == 0;
    }

    /** Lines end in the log as they do without a terminal: no carriage return is added. */
    private static void adjust(int slave) throws StageFailed {
        check(resize(slave, ROWS, COLUMNS) ? 0 : -1, "set the size of a terminal");
        Memory struct = Scratch.ofThread().struct();
        check(LibC.ioctl(slave, Linux.TCGETS, Scratch.address(struct)), "read the modes of a terminal");
        struct.setInt(Linux.TERMIOS_OUTPUT, struct.getInt(Linux.TERMIOS_OUTPUT) & ~Linux.ONLCR);
        check(LibC.ioctl(slave, Linux.TCSETS, Scratch.address(struct)), "set the modes of a terminal");
    }

    /** @return a descriptor of the relay's process */
    private static int relay(int master, int output, Path place, Path terminal, Spawner spawner) throws StageFailed {
        Path input = place.resolve(terminal.getFileName());
        makeInput(place, input);
        int fd = -1;
        int nothing = -1;
        try (SpawnArguments arguments = new SpawnArguments(
                SHELL, List.of("sh", "-c", RELAY, TITLE + terminal, input.toString()), ENVIRONMENT)) {
            fd = check(open(input.toString()), "open '" + input + "'");
            nothing = check(open("/dev/null"), "open '/dev/null'");
            Spawner.Spawned spawned = spawner.spawnWithCopies(arguments, master, output, nothing, fd, master);
            if (spawned.failed()) {
                throw StageFailed.because(Stage.FORK, spawned.reason(), "start '" + SHELL + "' for a terminal");
            }
            return (int) LibC.syscall(Linux.SYS_PIDFD_OPEN, spawned.pid().value(), 0, 0);
        } catch (StageFailed | RuntimeException failed) {
            LibC.unlink(Scratch.ofThread().text(input.toString()));
            throw failed;
        } finally {
            LibC.close(nothing);
            LibC.close(fd);
        }
    }

    /** One that is there is of an earlier terminal of this number, whose relay was killed. */
    private static void makeInput(Path place, Path input) throws StageFailed {
        try {
            Files.createDirectories(
                    place, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Files.deleteIfExists(input);
        } catch (IOException failed) {
            throw new StageFailed(Stage.FORK, "cannot make the pipe '" + input + "': " + failed);
        }
        String path = input.toString();
        check(LibC.mkfifo(Scratch.ofThread().text(path), 0600), "make the pipe '" + path + "'");
    }

    /** The terminal is that of a program which runs now. */
    void belongsTo(Pid program, Terminal terminal) {
        keep(program, terminal.takeRelay());
    }

    /** A program of an earlier daemon goes on; the relay of its terminal, if it has one, is known by its arguments. */
    void adopt(Pid program) {
        ProcFs.pseudoTerminal(program)
                .map(path -> TITLE + path)
                .flatMap(title -> ProcFs.pids().stream()
                        .filter(pid ->
                                ProcFs.isOurs(pid) && ProcFs.arguments(pid).contains(title))
                        .findFirst())
                .ifPresent(relay -> keep(program, (int) LibC.syscall(Linux.SYS_PIDFD_OPEN, relay.value(), 0, 0)));
    }

    private void keep(Pid program, int relay) {
        Integer before = relays.put(program, relay);
        if (before != null) {
            LibC.close(before);
        }
    }

    /**
     * Waits until all that a program wrote to its terminal is in the pipe, or others still have the terminal open after this
     * time. The program has ended; does nothing for one without a terminal.
     */
    void awaitOutput(Pid program, Duration patience) {
        Integer relay = relays.remove(program);
        if (relay == null) {
            return;
        }
        Memory poll = new Memory(Linux.POLLFD_SIZE);
        poll.setInt(0, relay);
        poll.setInt(Linux.POLLFD_EVENTS, Linux.EPOLLIN);
        LibC.poll(Scratch.address(poll), 1, (int) patience.toMillis());
        LibC.close(relay);
    }
}
