package dev.supervisord.ctl;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.ProcessState;
import java.util.List;

/** {@code fg}: what a process writes, as it comes, and what the user types for it. */
final class FgCommand implements Command {
    private static final String USE = """
            fg <process>\tConnect to a process in foreground mode
            \t\tCtrl-C to exit""";

    @Override
    public String help() {
        return USE
                + "\n\t\tWhat is typed is passed on to the process; after its end and half a second of silence it is over."
                + "\n\t\tWhen the process ends, its exit is told";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        Console console = session.console();
        if (words.isEmpty()) {
            console.line("ERROR: no process name supplied");
            console.line(USE);
            return ExitCode.ERROR;
        }
        if (words.size() > 1) {
            console.line("ERROR: too many process names supplied");
            return ExitCode.ERROR;
        }
        String name = words.get(0);
        GetStatusResponse status = session.soon(session.processes())
                .getStatus(GetStatusRequest.newBuilder().addSelectors(name).build());
        if (status.getProcessesCount() != 1) {
            console.line("ERROR: bad process name supplied");
            return ExitCode.ERROR;
        }
        if (status.getProcesses(0).getState() != ProcessState.PROCESS_STATE_RUNNING) {
            console.line("ERROR: process not running");
            return ExitCode.ERROR;
        }
        return new Foreground(session, name).run();
    }
}
