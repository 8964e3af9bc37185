package dev.supervisord.ctl;

import dev.supervisord.v1.TailResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.function.Supplier;

/** Prints a log as it comes, byte for byte. */
final class TailOutput {
    private final Session session;

    TailOutput(Session session) {
        this.session = session;
    }

    /** The call that reads the log; a stub's method, so that nothing is asked before it is printed. */
    interface Source extends Supplier<Iterator<TailResponse>> {}

    /** The end of a log, and a line break. */
    ExitCode print(Source source, String name) {
        try {
            copy(source.get());
        } catch (StatusRuntimeException e) {
            return failed(e, name);
        }
        session.console().print("\n");
        return ExitCode.OK;
    }

    /** The end of a log and all that follows, until the user, the reader or the daemon ends it. */
    ExitCode follow(Source source, String name) {
        session.console().line("==> Press Ctrl-C to exit <==");
        session.console().flush();
        session.terminal().endsWellOnInterrupt();
        try {
            copy(source.get());
            return ExitCode.OK;
        } catch (StatusRuntimeException e) {
            return failed(e, name);
        }
    }

    private void copy(Iterator<TailResponse> pieces) {
        Console console = session.console();
        while (!console.isClosed() && pieces.hasNext()) {
            TailResponse piece = pieces.next();
            if (piece.getMissedBytes() > 0) {
                console.error(
                        "... " + piece.getMissedBytes() + " bytes were rotated away before they could be read ...");
            }
            if (!piece.getData().isEmpty()) {
                console.bytes(piece.getData().toByteArray());
            }
        }
    }

    private ExitCode failed(StatusRuntimeException e, String name) {
        Status.Code code = e.getStatus().getCode();
        if (code == Status.Code.NOT_FOUND) {
            session.console().line(name + ": ERROR (no such process name)");
        } else if (code == Status.Code.FAILED_PRECONDITION) {
            session.console().line(name + ": ERROR (no log file)");
        } else if (code == Status.Code.INVALID_ARGUMENT) {
            session.console().line("Error: " + Failures.text(e.getStatus()));
        } else {
            throw e;
        }
        return ExitCode.ERROR;
    }
}
