package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Exit;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.Processes.Delivery;
import dev.supervisord.os.Processes.Scope;
import dev.supervisord.os.posix.ProcFs.ProcessStat;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Processes that are not our children, by {@code pidfd_open(2)}: such a descriptor stays with its process when the pid is
 * used again. How a process ended is told by {@code proc(5)} until its new parent has reaped it, and by {@code PIDFD_GET_INFO},
 * Linux 6.15 and newer, from then on.
 */
final class PosixAdopted implements Adopted {

    /** So long a new parent may take to reap; its exit status counts as not observed after that. */
    private static final int REAPED_MILLIS_MAX = 100;

    private static final Pid FIRST = new Pid(1);
    private static final int BATCH = 64;
    private static final int SIGNAL_MASK = 0x7f;
    private static final int CORE = 0x80;

    private final Terminals terminals;
    private final Map<Pid, Fd> watched = new ConcurrentHashMap<>();
    private final Queue<Exit> ended = new ConcurrentLinkedQueue<>();
    private Optional<Epoll> waiting = Optional.empty();

    PosixAdopted(Terminals terminals) {
        this.terminals = terminals;
    }

    @Override
    public Optional<Duration> adopt(ProcessIdentity identity) {
        Optional<Duration> age = watch(identity);
        if (age.isPresent()) {
            terminals.adopt(identity.pid());
        }
        return age;
    }

    private Optional<Duration> watch(ProcessIdentity identity) {
        Pid pid = identity.pid();
        if (isOwnChild(identity)) {
            // Reaped as any other, even if it has ended already.
            return Optional.of(ProcFs.since(identity.startTicks()));
        }
        if (watched.containsKey(pid)) {
            // It cannot have become another one's before it is reaped here.
            return identify(pid).filter(identity::equals).map(known -> ProcFs.since(known.startTicks()));
        }
        int fd = (int) LibC.syscall(Linux.SYS_PIDFD_OPEN, pid.value(), 0, 0);
        if (fd < 0) {
            Errno reason = Errno.last();
            // EINVAL: a thread now has this number.
            if (reason.equals(Errno.ESRCH) || reason.equals(Errno.EINVAL)) {
                return Optional.empty();
            }
            throw reason.asFailureTo("watch process " + pid);
        }
        // Looked up only now: what has this pid and this start time while the descriptor is open is what it stands for.
        if (!identify(pid).equals(Optional.of(identity))) {
            LibC.close(fd);
            return Optional.empty();
        }
        watched.put(pid, new Fd(fd));
        epoll().add(new Fd(fd), pid.value());
        return Optional.of(ProcFs.since(identity.startTicks()));
    }

    @Override
    public Duration since(ProcessIdentity identity) {
        return ProcFs.since(identity.startTicks());
    }

    /** The daemon was this very process, before it executed itself anew. */
    private static boolean isOwnChild(ProcessIdentity identity) {
        return ProcFs.stat(identity.pid())
                .filter(stat -> stat.parent() == LibC.getpid() && stat.startTicks() == identity.startTicks())
                .isPresent();
    }

    private synchronized Epoll epoll() {
        if (waiting.isEmpty()) {
            waiting = Optional.of(Epoll.create());
        }
        return waiting.get();
    }

    @Override
    public Optional<ProcessIdentity> identify(Pid pid) {
        return ProcFs.stat(pid).filter(ProcessStat::isAlive).map(stat -> new ProcessIdentity(pid, stat.startTicks()));
    }

    @Override
    public boolean awaitEnd() {
        int[] pids = new int[BATCH];
        while (ended.isEmpty()) {
            if (watched.isEmpty()) {
                return false;
            }
            int count = epoll().await(pids, -1);
            for (int i = 0; i < count; i++) {
                Pid pid = new Pid(pids[i]);
                Fd fd = watched.get(pid);
                if (fd != null) {
                    epoll().remove(fd);
                    ended.add(new Exit(pid, status(pid, fd)));
                }
            }
        }
        return true;
    }

    /** As long as its new parent has not reaped it, {@code proc(5)} tells how it ended; after that, its descriptor does. */
    private static ExitStatus status(Pid pid, Fd fd) {
        OptionalInt code = ProcFs.exitCode(pid);
        if (code.isPresent()) {
            return status(code.getAsInt());
        }
        for (int millis = 0; millis < REAPED_MILLIS_MAX; millis++) {
            Memory info = Scratch.ofThread().struct();
            info.clear(Linux.PIDFD_INFO_SIZE);
            info.setLong(0, Linux.PIDFD_INFO_EXIT);
            if (LibC.ioctl(fd.number(), Linux.PIDFD_GET_INFO, Scratch.address(info)) != 0) {
                return new ExitStatus.Unobserved(); // an older kernel
            }
            if ((info.getLong(0) & Linux.PIDFD_INFO_EXIT) != 0) {
                return status(info.getInt(Linux.PIDFD_INFO_EXIT_CODE));
            }
            LibC.poll(0, 0, 1);
        }
        return new ExitStatus.Unobserved();
    }

    /** As {@code wait(2)} encodes it. */
    private static ExitStatus status(int code) {
        int signal = code & SIGNAL_MASK;
        return signal == 0
                ? new ExitStatus.Exited(code >> 8 & 0xff)
                : new ExitStatus.Signaled(new Signal(signal), (code & CORE) != 0);
    }

    /** A container that is started again is the same machine with another first process. Where that is hidden, it is not looked at. */
    @Override
    public String bootId() {
        return ProcFs.stat(FIRST)
                .map(first -> ProcFs.bootId() + "-" + first.startTicks())
                .orElseGet(ProcFs::bootId);
    }

    boolean has(Pid pid) {
        return watched.containsKey(pid);
    }

    /** A group is reached by its number, which is its own for as long as its leader was not reaped. */
    Delivery signal(Pid pid, Signal signal, Scope scope) {
        Fd fd = watched.get(pid);
        if (fd == null) {
            return Delivery.NO_SUCH_PROCESS;
        }
        long sent = LibC.syscall(
                Linux.SYS_PIDFD_SEND_SIGNAL, fd.number(), scope == Scope.GROUP ? 0 : signal.number(), 0, 0);
        if (sent != 0) {
            return PosixProcesses.refused(pid, signal);
        }
        return scope == Scope.GROUP ? PosixProcesses.kill(pid, signal, scope) : Delivery.DELIVERED;
    }

    /** Takes one that has ended, and forgets it. */
    Optional<Exit> reap() {
        Optional<Exit> exit = Optional.ofNullable(ended.poll());
        exit.map(Exit::pid).map(watched::remove).ifPresent(fd -> LibC.close(fd.number()));
        return exit;
    }
}
