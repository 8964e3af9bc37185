package dev.supervisord.os.posix;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.Resource;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Users.User;
import dev.supervisord.os.posix.Passages.End;
import java.util.Optional;

/**
 * Finds out why a loader behind the gate could not execute what comes next: it tells an exit code only.
 *
 * @param other the user that it had become
 */
record LoaderFailure(Program program, Optional<User> other, LaunchAttributes attributes) {

    StageFailed of(Optional<End> end) {
        Optional<StageFailed> crowded = other.flatMap(this::tooManyProcesses);
        if (crowded.isPresent()) {
            return crowded.get();
        }
        String limited =
                attributes.limits().isEmpty() ? "" : "; is one of its limits (" + attributes.limits() + ") too low?";
        return new StageFailed(
                Stage.EXEC,
                "cannot execute '" + program.file() + "': "
                        + end.map(known -> known.name() + ", which was to do so, " + words(known.status()))
                                .orElse("a loader ended before")
                        + "; what it wrote is in the log of standard error" + limited);
    }

    private static String words(ExitStatus status) {
        if (status instanceof ExitStatus.Exited exited) {
            return "ended with exit code " + exited.code();
        }
        return "was ended by " + ((ExitStatus.Signaled) status).signal();
    }

    /** {@code execve(2)} fails with EAGAIN when the user of the process has more processes than its limit allows. */
    private Optional<StageFailed> tooManyProcesses(User user) {
        Limit limit = attributes.limits().byResource().get(Resource.NPROC);
        long most = limit == null
                ? PosixLimits.limit(PosixLimits.Resource.PROCESSES).soft()
                : limit.soft();
        if (most == Limit.UNLIMITED || user.uid() == 0) {
            return Optional.empty();
        }
        long present = ProcFs.pids().stream()
                .mapToLong(pid -> threads(pid, user.uid()))
                .sum();
        return present <= most // the kernel counts before the process joins them
                ? Optional.empty()
                : Optional.of(new StageFailed(
                        Stage.EXEC,
                        Errno.EAGAIN,
                        "cannot execute '" + program.file() + "': user " + user.name() + " has " + present
                                + " processes and threads, and its limit nproc is " + most + " (EAGAIN)"));
    }

    private static long threads(Pid pid, int uid) {
        String real = ProcFs.statusField(pid.toString(), "Uid:").orElse("").split("\\s+", 2)[0];
        return real.equals(Integer.toUnsignedString(uid))
                ? ProcFs.statusField(pid.toString(), "Threads:")
                        .map(Long::parseLong)
                        .orElse(0L)
                : 0;
    }
}
