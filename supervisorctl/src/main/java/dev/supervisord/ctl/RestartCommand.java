package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.ResultCode;
import java.util.List;
import java.util.Set;

/** {@code restart}: stops processes where they run, then starts them; the configuration is not read again. */
final class RestartCommand implements Command {
    private static final Set<String> OPTIONS = Set.of(Operands.NO_WAIT);
    private static final Operation OPERATION =
            new Operation(Progress.Goal.RESTARTED, ResultCode.RESULT_CODE_NOT_RUNNING, ExitCode.USAGE);

    @Override
    public String help() {
        return """
                restart <name>\t\tRestart a process, or all processes of a program
                restart <gname>:*\tRestart all processes in a group
                restart <name> <name>\tRestart several processes or groups
                restart all\t\tRestart all processes
                restart --no-wait <name>\tReturn as soon as the daemon has accepted it
                Note: restart does not read the configuration again. For that, see reload and update.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "restart", words, OPTIONS, session)
                .map(operands -> OPERATION.run(operands, session, () -> restart(operands, session)))
                .orElse(ExitCode.ERROR);
    }

    private static List<OperationResult> restart(Operands operands, Session session) {
        RestartRequest request = RestartRequest.newBuilder()
                .addAllSelectors(operands.names())
                .setNoWait(operands.noWait())
                .build();
        return session.processes().restart(request).getResultsList();
    }
}
