package dev.supervisord.ctl;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.ProcessStatus;
import java.util.List;
import java.util.Set;

/** {@code pid}: the pid of the daemon or of processes, a line each; 0 for a process that does not run. */
final class PidCommand implements Command {
    @Override
    public String help() {
        return """
                pid\t\t\tShow the pid of the daemon
                pid <name>\t\tShow the pid of a process, or of all processes of a program
                pid <name> <name>\tShow the pids of several processes or groups
                pid all\t\t\tShow the pid of every process""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.isEmpty()) {
            int pid = session.soon(session.daemon())
                    .getVersion(GetVersionRequest.getDefaultInstance())
                    .getPid();
            session.console().line(Integer.toString(pid));
            return ExitCode.OK;
        }
        return Operands.parse(this, words, Set.of(), session)
                .map(operands -> print(operands.names(), session))
                .orElse(ExitCode.ERROR);
    }

    private static ExitCode print(List<String> names, Session session) {
        ExitCode exitCode = ExitCode.OK;
        for (String name : names) {
            ExitCode one = print(name, session);
            exitCode = one == ExitCode.OK ? exitCode : one;
        }
        return exitCode;
    }

    private static ExitCode print(String name, Session session) {
        GetStatusResponse response = session.soon(session.processes())
                .getStatus(GetStatusRequest.newBuilder().addSelectors(name).build());
        if (response.getUnknownCount() > 0) {
            session.console().line("No such process " + name);
            return ExitCode.ERROR;
        }
        ExitCode exitCode = ExitCode.OK;
        for (ProcessStatus process : response.getProcessesList()) {
            session.console().line(Integer.toString(process.getPid()));
            if (process.getPid() == 0 && !Selectors.isCollective(name)) {
                exitCode = ExitCode.NOT_RUNNING;
            }
        }
        return exitCode;
    }
}
