package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.os.Pid;
import dev.supervisord.os.posix.LoaderWatch.Outcome;
import java.nio.file.Path;
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

    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    private static final long PASSAGE_SECONDS = 10;
    private static final int PIPE_BYTES = 64 << 10;

    private final Spawner spawner;
    private final String shell;
    private final Passages passages;
    private final LoaderWatch loaders;
    private final Memory poll = new Memory(Linux.POLLFD_SIZE);

    Gate(Spawner spawner, String shell, Passages passages) {
        this.spawner = spawner;
        this.shell = shell;
        this.passages = passages;
        this.loaders = new LoaderWatch(passages);
    }

    /**
     * Starts a shell, gives it its attributes and lets it pass; returns when it has become the program.
     *
     * @param cgroup the directory of the cgroup that it is to be in
     * @param failure says why a loader did not execute what comes next
     */
    Pid launch(
            GateScript script,
            Optional<String> directory,
            StandardStreams streams,
            Optional<Path> cgroup,
            LoaderFailure failure)
            throws StageFailed {
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
            passages.begin(pid);
            try {
                long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PASSAGE_SECONDS);
                LibC.fcntl(writeEnd, Linux.F_SETFL, Linux.O_NONBLOCK);
                // A pipe of one page is full, whatever is in it, until that has been read.
                LibC.fcntl(writeEnd, Linux.F_SETPIPE_SZ, 1);
                send(pid, writeEnd, GateScript.GREETING, deadline);
                if (cgroup.isPresent()) {
                    put(pid, cgroup.get());
                }
                give(pid, writeEnd, failure, deadline);
                LibC.fcntl(writeEnd, Linux.F_SETPIPE_SZ, PIPE_BYTES); // else a long script takes many turns
                send(pid, writeEnd, script.bytes(), deadline);
                awaitProgram(pid, writeEnd, script, failure, deadline);
                return pid;
            } finally {
                passages.finish(pid);
            }
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
            Spawner.Spawned spawned = spawner.spawn(arguments, at, streams.terminalPath(), streams.forGate(readEnd));
            if (spawned.failed()) {
                throw ExecFailure.of(spawned.reason(), new Program(shell, shell), arguments.size());
            }
            return spawned.pid();
        }
    }

    private void give(Pid pid, int writeEnd, LoaderFailure failure, long deadline) throws StageFailed {
        LaunchAttributes attributes = failure.attributes();
        if (!PidAttributes.areNeeded(attributes.limits(), attributes.priorities())) {
            return;
        }
        // While the shell itself is being executed the kernel would set its limit of the stack back, and too low a
        // limit would end the shell instead of what it loads.
        if (!await(writeEnd, Linux.POLLOUT, deadline)) {
            throw stuck(pid);
        }
        if ((poll.getShort(Linux.POLLFD_READY) & Linux.POLLERR) != 0) {
            throw failure.of(loaders.take(pid)); // it has ended, and its pid may be another's soon
        }
        try {
            PidAttributes.apply(pid, attributes.limits(), attributes.priorities());
        } catch (StageFailed refused) {
            loaders.end(pid);
            throw refused;
        }
    }

    /** Before anything else is given to it, so that nothing of it is ever elsewhere. */
    private void put(Pid pid, Path cgroup) throws StageFailed {
        Optional<Errno> refusal = new CgroupDirectory(cgroup).enter(pid);
        if (refusal.isPresent()) {
            loaders.end(pid);
            throw StageFailed.because(Stage.ATTRIBUTE, refusal.get(), "put it into the cgroup " + cgroup);
        }
    }

    private void send(Pid pid, int writeEnd, byte[] script, long deadline) throws StageFailed {
        Memory bytes = Scratch.ofThread().buffer(script.length);
        bytes.write(0, script, 0, script.length);
        int sent = 0;
        while (sent < script.length) {
            long taken = LibC.write(writeEnd, Scratch.address(bytes) + sent, script.length - sent);
            if (taken >= 0) {
                sent += (int) taken;
            } else if (Errno.last().equals(Errno.EPIPE)) {
                return; // it has ended, as will be seen
            } else if (!Errno.last().equals(Errno.EAGAIN) || !await(writeEnd, Linux.POLLOUT, deadline)) {
                throw stuck(pid);
            }
        }
    }

    private void awaitProgram(Pid pid, int writeEnd, GateScript script, LoaderFailure failure, long deadline)
            throws StageFailed {
        // The shell holds the pipe by close-on-exec descriptors only: when it has
        // executed something, no reader is left.
        Outcome outcome =
                await(writeEnd, (short) 0, deadline) ? loaders.await(pid, script.loaders(), deadline) : Outcome.STUCK;
        switch (outcome) {
            case PROGRAM_RUNS -> {}
            case LOADER_ENDED -> throw failure.of(loaders.take(pid));
            case STUCK -> throw stuck(pid);
        }
    }

    /**
     * Waits until the pipe takes more bytes, if asked for, or has no reader any more. It looks once more after the deadline: where this
     * thread was the slow one, the shell is done.
     */
    private boolean await(int writeEnd, short events, long deadline) {
        for (; ; ) {
            long millis = Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
            poll.setInt(0, writeEnd);
            poll.setShort(Linux.POLLFD_EVENTS, events);
            int ready = LibC.poll(Scratch.address(poll), 1, (int) millis);
            if (ready > 0) {
                return true;
            }
            if (ready == 0 && millis == 0) {
                return false;
            }
            if (ready < 0 && !Errno.last().equals(Errno.EINTR)) {
                throw Errno.failure("wait for the launching shell");
            }
        }
    }

    private StageFailed stuck(Pid pid) {
        loaders.end(pid);
        return new StageFailed(
                Stage.FORK,
                "cannot launch: the shell with pid " + pid + " did not start the program within " + PASSAGE_SECONDS
                        + " seconds");
    }
}
