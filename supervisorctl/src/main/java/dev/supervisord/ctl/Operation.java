package dev.supervisord.ctl;

import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ResultCode;
import java.util.List;
import java.util.function.Supplier;

/**
 * An operation on the processes that a command names: while it takes its time the terminal tells what it waits for, and then what
 * became of each process is printed.
 *
 * @param goal what it brings its processes to
 * @param harmless an outcome that is reported but no error
 * @param noSuchGroup the exit code for a group that does not exist, which Supervisor chooses for each command
 */
record Operation(Progress.Goal goal, ResultCode harmless, ExitCode noSuchGroup) {

    /** @param call asks the daemon, and returns when it is done, or accepted where that is enough */
    ExitCode run(Operands operands, Session session, Supplier<List<OperationResult>> call) {
        List<OperationResult> results =
                operands.noWait() ? call.get() : Progress.of(session, operands.names(), goal, call);
        return new Results(operands.names(), session).print(results, harmless, noSuchGroup);
    }
}
