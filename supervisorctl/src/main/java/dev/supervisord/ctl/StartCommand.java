package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StartRequest;
import java.util.List;
import java.util.Set;

/** {@code start}: starts processes and waits until each is up or has failed. */
final class StartCommand implements Command {
    private static final Set<String> OPTIONS = Set.of(Operands.NO_WAIT);
    private static final Operation OPERATION =
            new Operation(Progress.Goal.STARTED, ResultCode.RESULT_CODE_ALREADY_STARTED, ExitCode.USAGE);

    @Override
    public String help() {
        return """
                start <name>\t\tStart a process, or all processes of a program
                start <gname>:*\t\tStart all processes in a group
                start <name> <name>\tStart several processes or groups
                start all\t\tStart all processes
                start --no-wait <name>\tReturn as soon as the daemon has accepted it""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "start", words, OPTIONS, session)
                .map(operands -> OPERATION.run(operands, session, () -> start(operands, session)))
                .orElse(ExitCode.USAGE);
    }

    private static List<OperationResult> start(Operands operands, Session session) {
        StartRequest request = StartRequest.newBuilder()
                .addAllSelectors(operands.names())
                .setNoWait(operands.noWait())
                .build();
        return session.processes().start(request).getResultsList();
    }
}
