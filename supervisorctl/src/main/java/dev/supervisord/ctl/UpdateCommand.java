package dev.supervisord.ctl;

import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.ProcessChange;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ReloadResponse;
import dev.supervisord.v1.UpdateRequest;
import io.grpc.StatusRuntimeException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code update}: reads the configuration again and brings groups to it as Supervisor does. */
final class UpdateCommand implements Command {
    @Override
    public String help() {
        return """
                update\t\t\tRead the configuration again; add, remove and restart groups as needed
                update all\t\tThe same
                update <gname> [...]\tThe same for these groups only""";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        UpdateRequest.Builder request = UpdateRequest.newBuilder();
        if (!words.contains("all")) {
            request.addAllGroups(words);
        }
        Set<String> before = groups(session);
        ReloadResponse response;
        try {
            response = Progress.of(
                    session,
                    List.of(),
                    Progress.Goal.CONFIGURED,
                    () -> session.config().update(request.build()));
        } catch (StatusRuntimeException e) {
            return Rereading.refused(e, session);
        }
        print(response, before, session);
        response.getWarningsList().forEach(warning -> session.console().error("warning: " + warning));
        response.getUnknownGroupsList().forEach(group -> session.console().line("ERROR: no such group: " + group));
        return response.getUnknownGroupsCount() == 0 ? ExitCode.OK : ExitCode.ERROR;
    }

    private static void print(ReloadResponse response, Set<String> before, Session session) {
        if (response.getChangesCount() == 0) {
            return;
        }
        Set<String> after = groups(session);
        // Value: a process of the group was stopped on the way.
        Map<String, Boolean> removed = new LinkedHashMap<>();
        Map<String, Boolean> changed = new LinkedHashMap<>();
        Map<String, Boolean> added = new LinkedHashMap<>();
        for (ProcessChange change : response.getChangesList()) {
            String group = change.getGroup();
            Map<String, Boolean> kind = !after.contains(group) ? removed : before.contains(group) ? changed : added;
            boolean stopped = change.getAction() == ProcessChange.Action.ACTION_STOP
                    || change.getAction() == ProcessChange.Action.ACTION_RESTART;
            kind.merge(group, stopped, Boolean::logicalOr);
        }
        print(removed, "removed process group", session.console());
        print(changed, "updated process group", session.console());
        print(added, "added process group", session.console());
    }

    private static void print(Map<String, Boolean> groups, String done, Console console) {
        groups.forEach((group, stopped) -> {
            if (stopped) {
                console.line(group + ": stopped");
            }
            console.line(group + ": " + done);
        });
    }

    /** The active groups: whether a change of processes adds, changes or removes a group shows only here. */
    private static Set<String> groups(Session session) {
        Set<String> groups = new HashSet<>();
        for (ProcessStatus process : session.soon(session.processes())
                .getStatus(GetStatusRequest.getDefaultInstance())
                .getProcessesList()) {
            groups.add(process.getGroup());
        }
        return groups;
    }
}
