package dev.supervisord.ctl;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Words of Supervisor's older commands for a configuration that the daemon could not take. */
final class Rereading {
    private Rereading() {}

    /** Prints each problem; rethrows what is no refused configuration. */
    static ExitCode refused(StatusRuntimeException failure, Session session) {
        if (failure.getStatus().getCode() != Status.Code.FAILED_PRECONDITION) {
            throw failure;
        }
        for (String problem : ErrorDetails.problems(failure)) {
            session.console().line("ERROR: CANT_REREAD: " + problem);
        }
        return ExitCode.ERROR;
    }
}
