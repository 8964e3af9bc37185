package dev.supervisord.ctl;

import dev.supervisord.v1.GetVersionRequest;
import java.util.List;

/** {@code version}: the version of the daemon. */
final class VersionCommand implements Command {
    @Override
    public String help() {
        return "version\t\t\tShow the version of the daemon";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        if (!words.isEmpty()) {
            return Dispatch.usage(this, "version accepts no arguments", session, ExitCode.ERROR);
        }
        session.console()
                .line(session.soon(session.daemon())
                        .getVersion(GetVersionRequest.getDefaultInstance())
                        .getVersion());
        return ExitCode.OK;
    }
}
