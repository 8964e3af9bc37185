package dev.supervisord.ctl;

import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.RotateRequest;
import java.util.List;

/** {@code rotate}: rotates the logs of processes now. */
final class RotateCommand implements Command {
    @Override
    public String help() {
        return """
                rotate <name>\t\tRotate the log files of a process, or of all processes of a program
                rotate <name> <name>\tRotate the log files of several processes or groups
                rotate all\t\tRotate the log files of all processes
                An empty file is left alone; one that ends within a line is rotated when the line ends.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.isEmpty()) {
            return Dispatch.usage(this, "rotate requires a process name", session, ExitCode.ERROR);
        }
        RotateRequest request =
                RotateRequest.newBuilder().addAllSelectors(words).build();
        return new Results(words, session)
                .print(session.logs().rotate(request).getResultsList(), ResultCode.RESULT_CODE_ROTATED, ExitCode.ERROR);
    }
}
