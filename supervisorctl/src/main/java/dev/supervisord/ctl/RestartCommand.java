package dev.supervisord.ctl;

import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.ResultCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code restart}: stops processes where they run, then starts them; the configuration is not read again. */
final class RestartCommand implements Command {
    private static final Set<String> OPTIONS = Set.of(Operands.NO_WAIT);

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
        Optional<Operands> read = Operands.read(this, "restart", words, OPTIONS, session);
        if (read.isEmpty()) {
            return ExitCode.ERROR;
        }
        Operands operands = read.get();
        RestartRequest request = RestartRequest.newBuilder()
                .addAllSelectors(operands.names())
                .setNoWait(operands.noWait())
                .build();
        return new Results(operands.names(), session)
                .print(
                        Progress.of(
                                        session,
                                        operands,
                                        Progress.Goal.RESTARTED,
                                        () -> session.processes().restart(request))
                                .getResultsList(),
                        ResultCode.RESULT_CODE_NOT_RUNNING,
                        ExitCode.USAGE);
    }
}
