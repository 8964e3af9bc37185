package dev.supervisord.ctl;

import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StartRequest;
import java.util.List;

/** {@code start}: starts processes and waits until each is up or has failed. */
final class StartCommand implements Command {
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
        Operands operands = Operands.of(words);
        if (!operands.wrong().isEmpty()) {
            return Dispatch.usage(this, "bad argument " + operands.wrong(), session, ExitCode.USAGE);
        }
        if (operands.names().isEmpty()) {
            return Dispatch.usage(this, "start requires a process name", session, ExitCode.USAGE);
        }
        StartRequest request = StartRequest.newBuilder()
                .addAllSelectors(operands.names())
                .setNoWait(operands.noWait())
                .build();
        return new Results(operands.names(), session)
                .print(
                        session.processes().start(request).getResultsList(),
                        ResultCode.RESULT_CODE_ALREADY_STARTED,
                        ExitCode.USAGE);
    }
}
