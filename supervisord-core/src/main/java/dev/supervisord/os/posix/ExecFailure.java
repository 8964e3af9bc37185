package dev.supervisord.os.posix;

import dev.supervisord.model.LaunchFailure.Stage;

/** Says in whole sentences why {@code posix_spawn(3)} gave no child, and what can be done. */
final class ExecFailure {

    private ExecFailure() {}

    /**
     * @param program a program that had passed the checks of {@link Program}
     * @param argumentBytes the size of its arguments and environment
     */
    static StageFailed of(Errno reason, Program program, long argumentBytes) {
        String cannot = "cannot execute '" + program.file() + "': ";
        String symbol = " (" + reason.symbol() + ")";
        switch (reason.symbol()) {
            case "EAGAIN":
                return new StageFailed(
                        Stage.FORK,
                        reason,
                        "cannot start a process: too many processes; raise the limit of this user (RLIMIT_NPROC, the option"
                                + " minprocs) or of its control group (pids.max)" + symbol);
            case "ENOMEM":
                return new StageFailed(Stage.FORK, reason, "cannot start a process: out of memory" + symbol);
            case "EMFILE", "ENFILE":
                return new StageFailed(
                        Stage.FORK,
                        reason,
                        "cannot start a process: too many open files; raise the limit (RLIMIT_NOFILE, the option minfds)"
                                + symbol);
            case "ENOENT", "EACCES", "ENOTDIR":
                return missingInterpreter(reason, program, cannot);
            case "ENOEXEC":
                return ProgramFormat.notAProgram(program.file());
            case "ETXTBSY":
                return new StageFailed(Stage.EXEC, reason, cannot + "some process has it open for writing" + symbol);
            case "E2BIG":
                return new StageFailed(
                        Stage.EXEC,
                        reason,
                        cannot + "its arguments and environment of " + argumentBytes + " bytes are too long" + symbol);
            default:
                return new StageFailed(Stage.EXEC, reason, cannot + reason);
        }
    }

    /** The program itself is there and may be executed, so what is amiss is something it names. */
    private static StageFailed missingInterpreter(Errno reason, Program program, String cannot) {
        try {
            ProgramFormat.check(program);
        } catch (StageFailed named) {
            return named;
        }
        boolean missing = !reason.equals(Errno.EACCES);
        String what = missing
                ? "the interpreter or dynamic loader that it names does not exist"
                : "it or the interpreter that it names may not be executed";
        return new StageFailed(Stage.EXEC, reason, cannot + what + " (" + reason.symbol() + ")");
    }
}
