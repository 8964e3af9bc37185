package dev.supervisord.ctl;

import dev.supervisord.v1.RereadRequest;
import dev.supervisord.v1.RereadResponse;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** {@code reread}: reads the configuration again and tells which groups differ; touches nothing. */
final class RereadCommand implements Command {
    @Override
    public String help() {
        return "reread\t\t\tRead the configuration again and show what differs, without adding or removing anything";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (!words.isEmpty()) {
            return Dispatch.usage(this, "reread accepts no arguments", session, ExitCode.ERROR);
        }
        RereadResponse response;
        try {
            response = session.config().reread(RereadRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            return Rereading.refused(e, session);
        }
        List<String> lines = new ArrayList<>();
        response.getAddedList().forEach(group -> lines.add(group + ": available"));
        response.getChangedList().forEach(group -> lines.add(group + ": changed"));
        response.getRemovedList().forEach(group -> lines.add(group + ": disappeared"));
        Collections.sort(lines);
        if (lines.isEmpty()) {
            lines.add("No config updates to processes");
        }
        lines.forEach(session.console()::line);
        response.getWarningsList().forEach(warning -> session.console().error("warning: " + warning));
        return ExitCode.OK;
    }
}
