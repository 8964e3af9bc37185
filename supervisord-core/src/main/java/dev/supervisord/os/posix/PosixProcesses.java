package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Inputs;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Children as Linux has them: {@code posix_spawn(3)}, {@code kill(2)} and {@code waitid(2)}.
 *
 * <p>Threads as {@link Processes} says. The thread that calls {@link #launch} first gets, where the kernel allows it, a
 * working directory and a file mode mask of its own, and must live as long as the daemon: a child with a parent-death signal
 * would receive it when the thread that started it ends.
 *
 * <p>Nothing else in this process may start or wait for children: whose exit {@link #reap} takes is seen by nobody else.
 */
public final class PosixProcesses implements Processes {

    private final ThreadLocal<Launcher> launcher;
    private final Passages passages = new Passages();
    private final Terminals terminals = new Terminals();
    private final PosixAdopted adopted = new PosixAdopted(terminals);

    public PosixProcesses() {
        this((passages, terminals) ->
                new Launcher(new PosixUsers(), Place.forThisThread(), "/bin/sh", passages, terminals));
    }

    /** With launchers made otherwise, one for each thread that launches. */
    PosixProcesses(BiFunction<Passages, Terminals, Launcher> launcher) {
        this.launcher = ThreadLocal.withInitial(() -> launcher.apply(passages, terminals));
    }

    /** Programs can have terminals from now on; what belongs to these is kept in this directory, which is made if need be. */
    public void keepTerminalsIn(Path directory) {
        terminals.keepIn(directory);
    }

    /** The standard inputs of programs, also of those of an earlier daemon. */
    public Inputs inputs() {
        return new PosixInputs(new PosixDescriptors(), terminals);
    }

    /**
     * Makes the kernel hand this process the orphans among its descendants, {@code PR_SET_CHILD_SUBREAPER} of {@code
     * prctl(2)}; {@link #reap} then gives these too. Not inherited by children.
     */
    public void becomeSubreaper() {
        if (LibC.prctl(Linux.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0) {
            throw Errno.failure("become the parent of orphaned descendants");
        }
    }

    /** The processes of an earlier daemon; {@link #signal} and {@link #reap} are for them too. */
    public Adopted adopted() {
        return adopted;
    }

    @Override
    public LaunchResult launch(LaunchSpec spec) {
        try {
            return new LaunchResult.Launched(launcher.get().launch(spec));
        } catch (StageFailed failed) {
            return new LaunchResult.Failed(failed.failure());
        }
    }

    @Override
    public void awaitOutput(Pid program, Duration patience) {
        terminals.awaitOutput(program, patience);
    }

    @Override
    public Delivery signal(Pid pid, Signal signal, Scope scope) {
        if (scope == Scope.GROUP && pid.value() == 1) {
            throw new IllegalArgumentException("kill(-1) would reach every process of the machine");
        }
        if (adopted.has(pid)) {
            return adopted.signal(pid, signal, scope);
        }
        return kill(pid, signal, scope);
    }

    static Delivery kill(Pid pid, Signal signal, Scope scope) {
        int target = scope == Scope.GROUP ? -pid.value() : pid.value();
        if (LibC.kill(target, signal.number()) == 0) {
            return Delivery.DELIVERED;
        }
        Delivery refused = refused(pid, signal);
        return refused == Delivery.NO_SUCH_PROCESS && scope == Scope.GROUP ? killGroupOf(pid, signal) : refused;
    }

    /** A process that has put itself into the background is usually in a group that its parent has made. */
    private static Delivery killGroupOf(Pid pid, Signal signal) {
        int group = ProcFs.stat(pid).map(ProcFs.ProcessStat::group).orElse(0);
        if (group <= 1 || group == pid.value()) {
            return Delivery.NO_SUCH_PROCESS;
        }
        return LibC.kill(-group, signal.number()) == 0 ? Delivery.DELIVERED : refused(pid, signal);
    }

    /** Why the last call did not send a signal. */
    static Delivery refused(Pid pid, Signal signal) {
        Errno reason = Errno.last();
        if (reason.equals(Errno.ESRCH)) {
            return Delivery.NO_SUCH_PROCESS;
        }
        if (reason.equals(Errno.EPERM)) {
            return Delivery.NOT_PERMITTED;
        }
        throw reason.asFailureTo("send " + signal + " to " + pid);
    }

    @Override
    public Optional<Exit> reap() {
        Optional<Exit> other = adopted.reap();
        if (other.isPresent()) {
            return other;
        }
        Memory info = ended(Linux.WNOHANG | Linux.WNOWAIT);
        int pid = info.getInt(Linux.SIGINFO_PID);
        if (pid == 0) {
            return Optional.empty();
        }
        Exit exit = new Exit(new Pid(pid), status(info));
        passages.reaping(exit);
        // Its launcher may have taken it since; the next reaping then finds the next child.
        ended(Linux.P_PID, pid, Linux.WNOHANG);
        return Optional.of(exit);
    }

    @Override
    public List<Pid> orphans() {
        return ProcFs.orphans();
    }

    @Override
    public boolean awaitExit() {
        return ended(Linux.WNOWAIT).getInt(Linux.SIGINFO_PID) != 0;
    }

    @Override
    public Pid self() {
        return new Pid(LibC.getpid());
    }

    /** What {@code waitid(2)} tells of one child that has ended; with pid 0 when there is none. */
    private static Memory ended(int options) {
        return ended(Linux.P_ALL, 0, options);
    }

    private static Memory ended(int idType, int id, int options) {
        Memory info = Scratch.ofThread().struct();
        for (; ; ) {
            info.clear(Linux.SIGINFO_SIZE);
            if (LibC.waitid(idType, id, Scratch.address(info), Linux.WEXITED | options) == 0) {
                return info;
            }
            Errno reason = Errno.last();
            if (reason.equals(Errno.ECHILD)) {
                info.clear(Linux.SIGINFO_SIZE);
                return info;
            }
            if (!reason.equals(Errno.EINTR)) {
                throw reason.asFailureTo("wait for children");
            }
        }
    }

    static ExitStatus status(Memory info) {
        int status = info.getInt(Linux.SIGINFO_STATUS);
        int code = info.getInt(Linux.SIGINFO_CODE);
        return switch (code) {
            case Linux.CLD_EXITED -> new ExitStatus.Exited(status);
            case Linux.CLD_KILLED -> new ExitStatus.Signaled(new Signal(status), false);
            case Linux.CLD_DUMPED -> new ExitStatus.Signaled(new Signal(status), true);
            default -> throw new IllegalStateException("waitid gave si_code " + code + " for a child that has ended");
        };
    }
}
