package dev.supervisord.os.posix;

import java.util.List;
import java.util.Map;

/** Asks the kernel, without executing anything, what only it can tell of an executable file. */
final class ExecCheck {

    private ExecCheck() {}

    /**
     * Fails with stage {@code EXEC} when some process has the file open for writing. Linux before 6.14, which has no {@code
     * AT_EXECVE_CHECK}, cannot be asked; then the end of the loader tells.
     */
    static void check(Program program) throws StageFailed {
        try (SpawnArguments arguments = new SpawnArguments(program.seen(), List.of(program.file()), Map.of())) {
            long answer = LibC.syscall(
                    Linux.SYS_EXECVEAT,
                    Linux.AT_FDCWD,
                    arguments.path(),
                    arguments.argv(),
                    arguments.environment(),
                    Linux.AT_EXECVE_CHECK);
            if (answer != 0 && Errno.last().equals(Errno.ETXTBSY)) {
                throw ExecFailure.of(Errno.ETXTBSY, program, 0);
            }
        }
    }
}
