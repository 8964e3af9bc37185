package dev.supervisord.ctl;

import dev.supervisord.v1.ClearRequest;
import dev.supervisord.v1.ResultCode;
import java.util.List;
import java.util.Set;

/** {@code clear}: empties the logs of processes. */
final class ClearCommand implements Command {
    @Override
    public String help() {
        return """
                clear <name>\t\tEmpty the log files of a process, or of all processes of a program
                clear <name> <name>\tEmpty the log files of several processes or groups
                clear all\t\tEmpty the log files of all processes""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "clear", words, Set.of(), session)
                .map(operands -> clear(operands.names(), session))
                .orElse(ExitCode.ERROR);
    }

    private static ExitCode clear(List<String> names, Session session) {
        ClearRequest request = ClearRequest.newBuilder().addAllSelectors(names).build();
        return new Results(names, session)
                .print(session.logs().clear(request).getResultsList(), ResultCode.RESULT_CODE_CLEARED, ExitCode.ERROR);
    }
}
