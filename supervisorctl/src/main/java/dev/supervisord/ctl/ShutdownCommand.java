package dev.supervisord.ctl;

import dev.supervisord.ctl.http2.ConnectFailure;
import dev.supervisord.v1.ShutdownRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;

/** {@code shutdown}: stops all processes and ends the daemon. */
final class ShutdownCommand implements Command {
    @Override
    public String help() {
        return "shutdown\t\tStop all processes and end the daemon";
    }

    @Override
    public ExitCode run(List<String> words, Session session) {
        Console console = session.console();
        if (!words.isEmpty()) {
            return Dispatch.usage(this, "shutdown accepts no arguments", session, ExitCode.ERROR);
        }
        try {
            var unused = session.daemon().shutdown(ShutdownRequest.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.FAILED_PRECONDITION) {
                console.line("ERROR: already shutting down");
                return ExitCode.OK;
            }
            String gone = gone(e);
            if (gone.isEmpty()) {
                throw e;
            }
            console.line("ERROR: " + session.server().url() + " " + gone + " (already shut down?)");
            return ExitCode.ERROR;
        }
        console.line("Shut down");
        return ExitCode.OK;
    }

    /** In which way there is no daemon; empty when there is one. */
    private static String gone(StatusRuntimeException e) {
        if (e.getStatus().getCause() instanceof ConnectFailure failure) {
            return switch (failure.reason()) {
                case NO_SUCH_FILE -> "no such file";
                case REFUSED -> "refused connection";
                case PERMISSION_DENIED, NO_SUCH_HOST, NOT_TRUSTED, OTHER -> "";
            };
        }
        return "";
    }
}
