package dev.supervisord.ctl;

import dev.supervisord.v1.AvailableProcess;
import dev.supervisord.v1.ListAvailableRequest;
import java.util.List;

/** {@code avail}: all configured processes, active or not. */
final class AvailCommand implements Command {
    private static final int NAME_WIDTH = 32;
    private static final int WORD_WIDTH = 9;

    @Override
    public String help() {
        return "avail\t\t\tShow all configured processes: in use or not, auto or manual, priorities of group:process";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (!words.isEmpty()) {
            return Dispatch.usage(this, "avail accepts no arguments", session, ExitCode.ERROR);
        }
        for (AvailableProcess process : session.soon(session.config())
                .listAvailable(ListAvailableRequest.getDefaultInstance())
                .getProcessesList()) {
            StringBuilder line = new StringBuilder(80);
            StatusTable.pad(line, StatusTable.name(process.getGroup(), process.getProcess()), NAME_WIDTH);
            StatusTable.pad(line.append(' '), process.getInUse() ? "in use" : "avail", WORD_WIDTH);
            StatusTable.pad(line.append(' '), process.getAutostart() ? "auto" : "manual", WORD_WIDTH);
            line.append(' ').append(process.getGroupPriority());
            session.console().line(line.append(':').append(process.getProcessPriority()));
        }
        return ExitCode.OK;
    }
}
