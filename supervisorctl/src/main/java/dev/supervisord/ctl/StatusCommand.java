package dev.supervisord.ctl;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessStatus;
import java.util.List;
import java.util.Set;

/** {@code status}: a line for each process, in the order in which they were asked for. */
final class StatusCommand implements Command {
    private static final String JSON = "--json";
    private static final String TREE = "--tree";
    private static final String RESOURCES = "--resources";
    private static final String WATCH = "--watch";
    private static final Set<String> OPTIONS = Set.of(JSON, TREE, RESOURCES, WATCH);

    @Override
    public String help() {
        return """
                status <name>\t\tShow the status of a process, or of all processes of a program
                status <gname>:*\tShow the status of all processes in a group
                status <name> <name>\tShow the status of several processes or groups
                status\t\t\tShow the status of all processes
                status --json ...\tShow all that is known, as a JSON array
                status --tree ...\tShow the processes of each run as well
                status --resources ...\tShow memory, processor time and threads of each run as well
                status --watch ...\tKeep it up to date; where output is no terminal, a line for each change
                Exit code: 0 all are up, 3 one is not, 4 no such process or no daemon.""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        return Operands.parse(this, words, OPTIONS, session)
                .map(operands -> show(operands.names(), operands.options(), session))
                .orElse(ExitCode.USAGE);
    }

    private static ExitCode show(List<String> names, Set<String> options, Session session) {
        boolean json = options.contains(JSON);
        if (options.contains(WATCH)) {
            return new StatusWatch(session, names).run();
        }
        GetStatusRequest request = GetStatusRequest.newBuilder()
                .addAllSelectors(names.contains("all") ? List.of() : names)
                .setTree(options.contains(TREE))
                .setResources(json || options.contains(RESOURCES))
                .build();
        GetStatusResponse response = session.soon(session.processes()).getStatus(request);
        if (!response.getTreeError().isEmpty()) {
            session.console().error("the processes of the runs are not shown: " + response.getTreeError());
        }
        if (!response.getResourcesError().isEmpty()) {
            session.console().error("what the runs use is not shown: " + response.getResourcesError());
        }
        ExitCode exitCode = ExitCode.OK;
        for (OperationResult unknown : response.getUnknownList()) {
            if (json) {
                session.console().error(Results.text(unknown));
            } else {
                session.console().line(Results.text(unknown));
            }
            exitCode = ExitCode.UNKNOWN;
        }
        if (json) {
            session.console().line(JsonText.array(response.getProcessesList()));
        } else {
            new StatusTable(response.getProcessesList()).print(session.console());
        }
        for (ProcessStatus process : response.getProcessesList()) {
            if (isDown(process)) {
                exitCode = ExitCode.NOT_UP;
            }
        }
        return exitCode;
    }

    /** On its way up or down counts as up, as in Supervisor. */
    private static boolean isDown(ProcessStatus process) {
        return switch (process.getState()) {
            case PROCESS_STATE_STOPPED,
                    PROCESS_STATE_EXITED,
                    PROCESS_STATE_FATAL,
                    PROCESS_STATE_UNKNOWN,
                    PROCESS_STATE_UNSPECIFIED,
                    UNRECOGNIZED -> true;
            case PROCESS_STATE_STARTING, PROCESS_STATE_RUNNING, PROCESS_STATE_BACKOFF, PROCESS_STATE_STOPPING -> false;
        };
    }
}
