package dev.supervisord.ctl;

import dev.supervisord.v1.AddGroupsRequest;
import java.util.List;

/** {@code add}: makes groups active that the last reread found. */
final class AddCommand implements Command {
    @Override
    public String help() {
        return "add <name> [...]\tMake a program or group of the configuration active";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.isEmpty()) {
            return Dispatch.usage(this, "add requires a group name", session, ExitCode.ERROR);
        }
        AddGroupsRequest request =
                AddGroupsRequest.newBuilder().addAllGroups(words).build();
        return GroupResults.print(session.config().addGroups(request).getResultsList(), session.console());
    }
}
