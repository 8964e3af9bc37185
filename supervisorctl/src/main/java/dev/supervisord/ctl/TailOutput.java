package dev.supervisord.ctl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Prints one log as it comes, byte for byte. */
final class TailOutput {
    /** The reason of a refusal: the name means more than one log. */
    static final String SEVERAL = "SEVERAL_PROCESSES";

    private final Session session;

    TailOutput(Session session) {
        this.session = session;
    }

    /** The end of a log, and a line break. */
    ExitCode print(LogReading.Source source, String name) {
        Console console = session.console();
        try {
            new LogReading(console, new Outage(console)).copy(source, console::bytes);
        } catch (StatusRuntimeException e) {
            return failed(e, name, session);
        }
        console.print("\n");
        return ExitCode.OK;
    }

    /** The end of a log and all that follows, until the user, the reader or the daemon ends it. */
    ExitCode follow(LogReading.Source source, String name) {
        Console console = session.console();
        try {
            new LogReading(console, new Outage(console)).follow(source, console::bytes);
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            return failed(e, name, session);
        }
    }

    /** Once for a command. */
    static void greet(Session session) {
        session.console().line("==> Press Ctrl-C to exit <==");
        session.console().flush();
        session.terminal().endsWellOnInterrupt();
    }

    /** Says in Supervisor's words why a log cannot be read; throws what it has no words for. */
    static ExitCode failed(StatusRuntimeException e, String name, Session session) {
        Status.Code code = e.getStatus().getCode();
        if (code == Status.Code.NOT_FOUND) {
            session.console().line(name + ": ERROR (no such process name)");
        } else if (code == Status.Code.FAILED_PRECONDITION) {
            session.console().line(name + ": ERROR (no log file)");
        } else if (code == Status.Code.INVALID_ARGUMENT
                && !ErrorDetails.reason(e).equals(SEVERAL)) {
            session.console().line("Error: " + Failures.text(e.getStatus()));
        } else {
            throw e;
        }
        return ExitCode.ERROR;
    }
}
