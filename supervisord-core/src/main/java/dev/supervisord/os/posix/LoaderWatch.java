package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import dev.supervisord.os.posix.Passages.End;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Follows a child through the programs that load one another until the last of them has become the program: a loader that
 * cannot execute what comes next ends, and the kernel still knows by name which one it was. For the launcher thread.
 */
final class LoaderWatch {

    /** Loading takes about a millisecond; to look more often takes more time from it than it saves. */
    private static final long PAUSE_NANOS = 200_000;

    private final Passages passages;

    LoaderWatch(Passages passages) {
        this.passages = passages;
    }

    /** What came of it. */
    enum Outcome {
        PROGRAM_RUNS,
        LOADER_ENDED,
        STUCK
    }

    /**
     * @param loaders the names of what may run before the program
     * @param deadline as {@link System#nanoTime()} gives it
     */
    Outcome await(Pid pid, Set<String> loaders, long deadline) {
        for (; ; ) {
            Optional<ProcFs.Named> child = ProcFs.named(pid);
            if (child.isEmpty()) {
                boolean loader = passages.end(pid)
                        .filter(end -> loaders.contains(end.name()))
                        .isPresent();
                return loader ? Outcome.LOADER_ENDED : Outcome.PROGRAM_RUNS; // perhaps it has ended already
            }
            if (!loaders.contains(child.get().name())) {
                return Outcome.PROGRAM_RUNS;
            }
            if (child.get().state() == 'Z') {
                return Outcome.LOADER_ENDED;
            }
            if (System.nanoTime() > deadline) {
                return Outcome.STUCK;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Ends a child that is not to become a program; nothing is left of it. */
    void end(Pid pid) {
        if (passages.end(pid).isEmpty()) {
            LibC.kill(pid.value(), Signal.KILL.number());
            take(pid);
        }
    }

    /** Waits for the end of a child that will never be a program; empty when somebody else saw it before we watched. */
    Optional<End> take(Pid pid) {
        String name = ProcFs.named(pid).map(ProcFs.Named::name).orElse("");
        Memory info = Scratch.ofThread().struct();
        for (; ; ) {
            info.clear(Linux.SIGINFO_SIZE);
            if (LibC.waitid(Linux.P_PID, pid.value(), Scratch.address(info), Linux.WEXITED) == 0) {
                return Optional.of(new End(name, PosixProcesses.status(info)));
            }
            Errno reason = Errno.last();
            if (reason.equals(Errno.ECHILD)) { // who reaps all children was faster, and has told
                return passages.end(pid);
            }
            if (!reason.equals(Errno.EINTR)) {
                throw reason.asFailureTo("wait for the launching shell");
            }
        }
    }
}
