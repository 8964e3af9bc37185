package dev.supervisord.os.posix;

import com.sun.jna.Memory;
import dev.supervisord.model.CpuSet;
import dev.supervisord.model.IoPriority;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.Priorities;
import dev.supervisord.model.Resource;
import dev.supervisord.os.Pid;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Gives a child that waits behind the gate what can be given by its pid, each with its own errno. Must be done before the
 * child becomes another user: after that it takes more than a user's rights, even root's in many containers. Stateless.
 */
final class PidAttributes {

    private PidAttributes() {}

    static boolean areNeeded(Limits limits, Priorities priorities) {
        return !limits.isEmpty() || !priorities.equals(Priorities.INHERITED);
    }

    /** Fails with stage {@code ATTRIBUTE} at the first that is refused. */
    static void apply(Pid pid, Limits limits, Priorities priorities) throws StageFailed {
        for (Map.Entry<Resource, Limit> entry : limits.byResource().entrySet()) {
            limit(pid, entry.getKey(), entry.getValue());
        }
        if (priorities.nice().isPresent()) {
            nice(pid, priorities.nice().getAsInt());
        }
        if (priorities.io().isPresent()) {
            io(pid, priorities.io().get());
        }
        if (priorities.cpus().isPresent()) {
            affinity(pid, priorities.cpus().get());
        }
        if (priorities.oomScoreAdjustment().isPresent()) {
            oomScore(pid, priorities.oomScoreAdjustment().getAsInt());
        }
    }

    private static void limit(Pid pid, Resource resource, Limit limit) throws StageFailed {
        Memory fresh = Scratch.ofThread().struct();
        fresh.setLong(0, limit.soft());
        fresh.setLong(8, limit.hard());
        if (LibC.prlimit(pid.value(), Linux.rlimit(resource), Scratch.address(fresh), 0) == 0) {
            return;
        }
        Errno reason = Errno.last();
        String what = "set the limit " + resource.word() + " to " + limit;
        if (!reason.equals(Errno.EPERM)) {
            throw StageFailed.because(Stage.ATTRIBUTE, reason, what);
        }
        String why = resource == Resource.NOFILE && LibC.geteuid() == 0
                ? "it is above fs.nr_open of sysctl(8), or the daemon lacks the capability CAP_SYS_RESOURCE"
                : "the daemon's hard limit is lower, and only root (CAP_SYS_RESOURCE) may raise it";
        throw new StageFailed(Stage.ATTRIBUTE, reason, "cannot " + what + ": " + why + " (EPERM)");
    }

    private static void nice(Pid pid, int nice) throws StageFailed {
        if (LibC.setpriority(Linux.PRIO_PROCESS, pid.value(), nice) != 0) {
            throw refused("set nice to " + nice, "only root (CAP_SYS_NICE) may go below the daemon's own");
        }
    }

    private static void io(Pid pid, IoPriority priority) throws StageFailed {
        int service = switch (priority.service()) {
            case REALTIME -> 1;
            case BEST_EFFORT -> 2;
            case IDLE -> 3;
        };
        long value = ((long) service << Linux.IOPRIO_CLASS_SHIFT) | priority.level();
        if (LibC.syscall(Linux.SYS_IOPRIO_SET, Linux.IOPRIO_WHO_PROCESS, pid.value(), value) != 0) {
            throw refused("set ionice to " + priority, "only root (CAP_SYS_ADMIN) may");
        }
    }

    /** The kernel leaves out without a word what is not there or not allowed, so what came of it is read back. */
    private static void affinity(Pid pid, CpuSet cpus) throws StageFailed {
        int bytes = CpuSet.NUMBERS_END / Byte.SIZE;
        Memory mask = Scratch.ofThread().buffer(bytes);
        mask.clear(bytes);
        for (int cpu : cpus.numbers()) {
            mask.setByte(cpu / 8, (byte) (mask.getByte(cpu / 8) | 1 << (cpu % 8)));
        }
        String what = "set cpu_affinity to " + cpus;
        String hint = "of these processors none is online and allowed to the daemon";
        if (LibC.sched_setaffinity(pid.value(), bytes, Scratch.address(mask)) != 0) {
            Errno reason = Errno.last();
            if (reason.equals(Errno.EINVAL)) {
                throw new StageFailed(Stage.ATTRIBUTE, reason, "cannot " + what + ": " + hint + " (EINVAL)");
            }
            throw StageFailed.because(Stage.ATTRIBUTE, reason, what);
        }
        mask.clear(bytes);
        if (LibC.sched_getaffinity(pid.value(), bytes, Scratch.address(mask)) != 0) {
            throw StageFailed.byCall(Stage.ATTRIBUTE, what);
        }
        for (int cpu : cpus.numbers()) {
            if ((mask.getByte(cpu / 8) & 1 << (cpu % 8)) == 0) {
                throw new StageFailed(
                        Stage.ATTRIBUTE,
                        "cannot " + what + ": processor " + cpu + " is not online, or not allowed to the daemon");
            }
        }
    }

    private static void oomScore(Pid pid, int score) throws StageFailed {
        String what = "set oom_score_adj to " + score;
        Scratch scratch = Scratch.ofThread();
        int fd = LibC.open(
                scratch.text("/proc/" + pid + "/oom_score_adj"), Linux.O_WRONLY | Linux.O_CLOEXEC | Linux.O_NOCTTY, 0);
        if (fd < 0) {
            throw StageFailed.byCall(Stage.ATTRIBUTE, what);
        }
        byte[] text = Integer.toString(score).getBytes(StandardCharsets.US_ASCII);
        Memory bytes = scratch.buffer(text.length);
        bytes.write(0, text, 0, text.length);
        boolean written = LibC.write(fd, Scratch.address(bytes), text.length) == text.length;
        StageFailed failed =
                written ? null : refused(what, "only root (CAP_SYS_RESOURCE) may go below the daemon's own");
        LibC.close(fd);
        if (failed != null) {
            throw failed;
        }
    }

    private static StageFailed refused(String what, String rule) {
        Errno reason = Errno.last();
        boolean forbidden = reason.equals(Errno.EACCES) || reason.equals(Errno.EPERM);
        return forbidden
                ? new StageFailed(
                        Stage.ATTRIBUTE, reason, "cannot " + what + ": " + rule + " (" + reason.symbol() + ")")
                : StageFailed.because(Stage.ATTRIBUTE, reason, what);
    }
}
