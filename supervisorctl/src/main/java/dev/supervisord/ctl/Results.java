package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import java.util.List;

/** Prints what was done to each process, in Supervisor's words, and finds the exit code: the last error decides. */
final class Results {
    private final Console console;
    private final List<String> selectors;
    private final boolean goingOn;
    private ExitCode exitCode = ExitCode.OK;

    Results(List<String> selectors, Session session) {
        this.console = session.console();
        this.selectors = selectors;
        this.goingOn = session.isGoingOn();
    }

    /**
     * Prints all results.
     *
     * @param harmless an outcome that is reported but no error
     * @param noSuchGroup the exit code for a group that does not exist
     */
    ExitCode print(List<OperationResult> results, ResultCode harmless, ExitCode noSuchGroup) {
        for (OperationResult given : results) {
            if (isUpToDate(given.getCode()) && !Selectors.named(given.getName(), selectors)) {
                continue;
            }
            OperationResult result = goingOn ? reached(given) : given;
            console.line(text(result));
            if (!result.getDetail().isEmpty() && !isInLine(result.getCode())) {
                console.error(result.getName() + ": " + result.getDetail());
            }
            if (result.getCode() != harmless) {
                note(result.getCode(), noSuchGroup);
            }
        }
        return exitCode;
    }

    /** After an upgrade came in between, a process that is where it was to go has gone there because it was asked to. */
    private static OperationResult reached(OperationResult result) {
        return switch (result.getCode()) {
            case RESULT_CODE_ALREADY_STARTED ->
                result.toBuilder().setCode(ResultCode.RESULT_CODE_STARTED).build();
            case RESULT_CODE_NOT_RUNNING ->
                result.toBuilder().setCode(ResultCode.RESULT_CODE_STOPPED).build();
            default -> result;
        };
    }

    /** Of a whole group only those are reported that there was something to do for. */
    private static boolean isUpToDate(ResultCode code) {
        return code == ResultCode.RESULT_CODE_ALREADY_STARTED || code == ResultCode.RESULT_CODE_NOT_RUNNING;
    }

    /** Whether the detail stands in the line itself. */
    private static boolean isInLine(ResultCode code) {
        return code == ResultCode.RESULT_CODE_LOG_FAILED
                || code == ResultCode.RESULT_CODE_ROTATED
                || code == ResultCode.RESULT_CODE_DEPENDENCY_DOWN;
    }

    private void note(ResultCode code, ExitCode noSuchGroup) {
        switch (code) {
            case RESULT_CODE_STARTED,
                    RESULT_CODE_STOPPED,
                    RESULT_CODE_SIGNALLED,
                    RESULT_CODE_REMOVED,
                    RESULT_CODE_CLEARED,
                    RESULT_CODE_ROTATED,
                    RESULT_CODE_ADDED,
                    RESULT_CODE_ACCEPTED,
                    RESULT_CODE_ALREADY_STARTED,
                    RESULT_CODE_ALREADY_ADDED -> {
                // As it should be.
            }
            case RESULT_CODE_NOT_RUNNING,
                    RESULT_CODE_SPAWN_ERROR,
                    RESULT_CODE_DEPENDENCY_DOWN,
                    RESULT_CODE_ABNORMAL_TERMINATION -> exitCode = ExitCode.NOT_RUNNING;
            case RESULT_CODE_NO_SUCH_GROUP -> exitCode = noSuchGroup;
            case RESULT_CODE_NOT_PERMITTED -> exitCode = ExitCode.UNKNOWN;
            case RESULT_CODE_NO_SUCH_PROCESS,
                    RESULT_CODE_NO_FILE,
                    RESULT_CODE_NOT_EXECUTABLE,
                    RESULT_CODE_BAD_SIGNAL,
                    RESULT_CODE_SIGNAL_FAILED,
                    RESULT_CODE_STILL_RUNNING,
                    RESULT_CODE_LOG_FAILED,
                    RESULT_CODE_NOT_KEPT,
                    RESULT_CODE_UNSPECIFIED,
                    UNRECOGNIZED -> exitCode = ExitCode.ERROR;
        }
    }

    /** The line for one result. */
    static String text(OperationResult result) {
        String name = result.getName();
        return switch (result.getCode()) {
            case RESULT_CODE_STARTED -> name + ": started";
            case RESULT_CODE_STOPPED -> name + ": stopped";
            case RESULT_CODE_SIGNALLED -> name + ": signalled";
            case RESULT_CODE_CLEARED -> name + ": cleared";
            case RESULT_CODE_ROTATED -> name + ": " + (result.getDetail().isEmpty() ? "rotated" : result.getDetail());
            case RESULT_CODE_ACCEPTED -> name + ": accepted";
            case RESULT_CODE_ADDED -> name + ": added process group";
            case RESULT_CODE_REMOVED -> name + ": removed process group";
            case RESULT_CODE_ALREADY_ADDED -> "ERROR: process group already active";
            case RESULT_CODE_STILL_RUNNING -> "ERROR: process/group still running: " + name;
            case RESULT_CODE_ALREADY_STARTED -> name + ": ERROR (already started)";
            case RESULT_CODE_NOT_RUNNING -> name + ": ERROR (not running)";
            case RESULT_CODE_NO_SUCH_PROCESS -> name + ": ERROR (no such process)";
            case RESULT_CODE_NO_SUCH_GROUP -> Selectors.groupOf(name) + ": ERROR (no such group)";
            case RESULT_CODE_NO_FILE -> name + ": ERROR (no such file)";
            case RESULT_CODE_NOT_EXECUTABLE -> name + ": ERROR (file is not executable)";
            case RESULT_CODE_SPAWN_ERROR -> name + ": ERROR (spawn error)";
            case RESULT_CODE_ABNORMAL_TERMINATION -> name + ": ERROR (abnormal termination)";
            case RESULT_CODE_BAD_SIGNAL -> name + ": ERROR (bad signal name)";
            case RESULT_CODE_SIGNAL_FAILED -> name + ": ERROR (signal failed)";
            case RESULT_CODE_LOG_FAILED, RESULT_CODE_DEPENDENCY_DOWN -> name + ": ERROR (" + result.getDetail() + ")";
            case RESULT_CODE_NOT_KEPT -> name + ": ERROR (cannot be kept stopped)";
            case RESULT_CODE_NOT_PERMITTED -> name + ": ERROR (not permitted)";
            case RESULT_CODE_UNSPECIFIED, UNRECOGNIZED ->
                name + ": ERROR (unknown result " + result.getCodeValue() + ")";
        };
    }
}
