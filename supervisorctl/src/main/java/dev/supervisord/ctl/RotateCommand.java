package dev.supervisord.ctl;

import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.RotateRequest;
import java.util.List;
import java.util.Set;

/** {@code rotate}: rotates the logs of processes now. */
final class RotateCommand implements Command {
    @Override
    public String help() {
        return """
                rotate <name>\t\tRotate the log files of a process, or of all processes of a program
                rotate <name> <name>\tRotate the log files of several processes or groups
                rotate all\t\tRotate the log files of all processes
                A log with nothing in it is left alone; one that ends within a line is rotated when the line ends.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "rotate", words, Set.of(), session)
                .map(operands -> rotate(operands.names(), session))
                .orElse(ExitCode.ERROR);
    }

    private static ExitCode rotate(List<String> names, Session session) {
        RotateRequest request =
                RotateRequest.newBuilder().addAllSelectors(names).build();
        return new Results(names, session)
                .print(session.logs().rotate(request).getResultsList(), ResultCode.RESULT_CODE_ROTATED, ExitCode.ERROR);
    }
}
