package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import java.util.List;

/** Prints what {@code add} and {@code remove} did to groups, in Supervisor's words for them. */
final class GroupResults {
    private GroupResults() {}

    static ExitCode print(List<OperationResult> results, Console console) {
        ExitCode exitCode = ExitCode.OK;
        for (OperationResult result : results) {
            switch (result.getCode()) {
                case RESULT_CODE_NO_SUCH_GROUP, RESULT_CODE_NO_SUCH_PROCESS -> {
                    console.line("ERROR: no such process/group: " + result.getName());
                    exitCode = ExitCode.ERROR;
                }
                case RESULT_CODE_ADDED, RESULT_CODE_REMOVED, RESULT_CODE_ALREADY_ADDED ->
                    console.line(Results.text(result));
                default -> {
                    console.line(Results.text(result));
                    exitCode = ExitCode.ERROR;
                }
            }
            if (!result.getDetail().isEmpty() && result.getCode() != ResultCode.RESULT_CODE_LOG_FAILED) {
                console.error(result.getName() + ": " + result.getDetail());
            }
        }
        return exitCode;
    }
}
