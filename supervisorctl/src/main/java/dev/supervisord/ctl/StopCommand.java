package dev.supervisord.ctl;

import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StopRequest;
import java.util.List;

/** {@code stop}: stops processes and waits until each has ended. */
final class StopCommand implements Command {
    @Override
    public String help() {
        return """
                stop <name>\t\tStop a process, or all processes of a program
                stop <gname>:*\t\tStop all processes in a group
                stop <name> <name>\tStop several processes or groups
                stop all\t\tStop all processes
                stop --no-wait <name>\tReturn as soon as the daemon has accepted it""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        Operands operands = Operands.of(words);
        if (!operands.wrong().isEmpty()) {
            return Dispatch.usage(this, "bad argument " + operands.wrong(), session, ExitCode.ERROR);
        }
        if (operands.names().isEmpty()) {
            return Dispatch.usage(this, "stop requires a process name", session, ExitCode.ERROR);
        }
        StopRequest request = StopRequest.newBuilder()
                .addAllSelectors(operands.names())
                .setNoWait(operands.noWait())
                .build();
        return new Results(operands.names(), session)
                .print(
                        session.processes().stop(request).getResultsList(),
                        ResultCode.RESULT_CODE_NOT_RUNNING,
                        ExitCode.ERROR);
    }
}
