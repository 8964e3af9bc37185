package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StopRequest;
import java.util.List;
import java.util.Set;

/** {@code stop}: stops processes and waits until each has ended. */
final class StopCommand implements Command {
    private static final Set<String> OPTIONS = Set.of(Operands.NO_WAIT, Operands.KEEP);
    private static final Operation OPERATION =
            new Operation(Progress.Goal.STOPPED, ResultCode.RESULT_CODE_NOT_RUNNING, ExitCode.ERROR);

    @Override
    public String help() {
        return """
                stop <name>\t\tStop a process, or all processes of a program
                stop <gname>:*\t\tStop all processes in a group
                stop <name> <name>\tStop several processes or groups
                stop all\t\tStop all processes
                stop --no-wait <name>\tReturn as soon as the daemon has accepted it
                stop --keep <name>\tKeep it stopped until start or restart of it, also after a start
                \t\t\tof the daemon or the machine""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.read(this, "stop", words, OPTIONS, session)
                .map(operands -> OPERATION.run(operands, session, () -> stop(operands, session)))
                .orElse(ExitCode.ERROR);
    }

    private static List<OperationResult> stop(Operands operands, Session session) {
        StopRequest request = StopRequest.newBuilder()
                .addAllSelectors(operands.names())
                .setNoWait(operands.noWait())
                .setKeep(operands.keep())
                .build();
        return session.processes().stop(request).getResultsList();
    }
}
