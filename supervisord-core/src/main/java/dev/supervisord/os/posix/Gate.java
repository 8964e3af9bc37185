package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Starts a program behind a gate: a plain shell gets the pid, waits, and becomes the program when it is sent its {@link
 * GateScript} through a pipe. If the daemon dies before, the shell reads the end of the pipe and nothing runs.
 *
 * <p>Used where a program needs something that {@code posix_spawn} cannot give. The shell's own environment holds nothing
 * but a {@code PATH}, so that no variable of the program can influence it. For the launcher thread.
 */
final class Gate {

    static final String SETPRIV = "/usr/bin/setpriv";

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    private static final long PASSAGE_SECONDS = 10;

    private final Spawner spawner;
    private final String shell;
    private final Memory poll = new Memory(Linux.POLLFD_SIZE);

    Gate(Spawner spawner, String shell) {
        this.spawner = spawner;
        this.shell = shell;
    }

    /** Starts a shell and lets it pass; returns when it has become the program, or {@code setpriv} on the way to it. */
    Pid launch(byte[] script, Optional<String> directory, StandardStreams streams) throws StageFailed {
        Memory pair = Scratch.ofThread().struct();
        if (LibC.pipe2(Scratch.address(pair), Linux.O_CLOEXEC) != 0) {
            throw StageFailed.byCall(Stage.FORK, "make a pipe to the launching shell");
        }
        int readEnd = pair.getInt(0);
        int writeEnd = pair.getInt(4);
        try {
            Pid pid = waitingShell(readEnd, directory, streams);
            LibC.close(readEnd);
            readEnd = -1;
            letPass(pid, writeEnd, script);
            return pid;
        } finally {
            if (readEnd >= 0) {
                LibC.close(readEnd);
            }
            LibC.close(writeEnd);
        }
    }

    private Pid waitingShell(int readEnd, Optional<String> directory, StandardStreams streams) throws StageFailed {
        long at = directory.isEmpty() ? 0 : Scratch.ofThread().text(directory.get());
        try (SpawnArguments arguments = new SpawnArguments(shell, List.of("sh"), ENVIRONMENT)) {
            Spawner.Spawned spawned = spawner.spawn(arguments, at, streams.forGate(readEnd));
            if (spawned.failed()) {
                throw ExecFailure.of(spawned.reason(), new Program(shell, shell), arguments.size());
            }
            return spawned.pid();
        }
    }

    private void letPass(Pid pid, int writeEnd, byte[] script) throws StageFailed {
        LibC.fcntl(writeEnd, Linux.F_SETFL, Linux.O_NONBLOCK);
        Memory bytes = Scratch.ofThread().buffer(script.length);
        bytes.write(0, script, 0, script.length);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PASSAGE_SECONDS);
        int sent = 0;
        while (sent < script.length) {
            long taken = LibC.write(writeEnd, Scratch.address(bytes) + sent, script.length - sent);
            if (taken >= 0) {
                sent += (int) taken;
            } else if (!Errno.last().equals(Errno.EAGAIN) || !await(writeEnd, Linux.POLLOUT, deadline)) {
                throw stuck(pid);
            }
        }
        // The shell holds the pipe by close-on-exec descriptors only: when it has executed something, no reader is
        // left.
        if (!await(writeEnd, (short) 0, deadline)) {
            throw stuck(pid);
        }
    }

    /** Waits until the pipe takes more bytes, if asked for, or has no reader any more. */
    private boolean await(int writeEnd, short events, long deadline) {
        for (; ; ) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                return false;
            }
            poll.setInt(0, writeEnd);
            poll.setShort(Linux.POLLFD_EVENTS, events);
            int ready = LibC.poll(Scratch.address(poll), 1, (int) millis);
            if (ready > 0) {
                return true;
            }
            if (ready < 0 && !Errno.last().equals(Errno.EINTR)) {
                throw Errno.failure("wait for the launching shell");
            }
        }
    }

    /** The shell is ended; whoever reaps orphans reaps it. */
    private static StageFailed stuck(Pid pid) {
        LibC.kill(pid.value(), Signal.KILL.number());
        return new StageFailed(
                Stage.FORK,
                "cannot launch: the shell with pid " + pid + " did not start the program within " + PASSAGE_SECONDS
                        + " seconds");
    }
}
