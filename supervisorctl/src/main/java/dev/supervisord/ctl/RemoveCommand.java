package dev.supervisord.ctl;

import dev.supervisord.v1.RemoveGroupsRequest;
import java.util.List;

/** {@code remove}: takes groups out whose processes are all down. */
final class RemoveCommand implements Command {
    @Override
    public String help() {
        return "remove <name> [...]\tTake a program or group out of the active configuration; it must be down";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (words.isEmpty()) {
            return Dispatch.usage(this, "remove requires a group name", session, ExitCode.ERROR);
        }
        RemoveGroupsRequest request =
                RemoveGroupsRequest.newBuilder().addAllGroups(words).build();
        return GroupResults.print(session.config().removeGroups(request).getResultsList(), session.console());
    }
}
