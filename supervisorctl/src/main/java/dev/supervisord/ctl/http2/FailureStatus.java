package dev.supervisord.ctl.http2;

import io.grpc.Status;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;

/** What a connection that fails means to the call on it. */
final class FailureStatus {
    private FailureStatus() {}

    static Status of(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return Status.DEADLINE_EXCEEDED.withDescription("deadline exceeded").withCause(e);
        }
        if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
            return Status.CANCELLED
                    .withDescription("the calling thread was interrupted")
                    .withCause(e);
        }
        if (e instanceof ProtocolViolation) {
            return Status.INTERNAL
                    .withDescription("the server broke the protocol: " + e.getMessage())
                    .withCause(e);
        }
        if (e instanceof Messages.TooLarge) {
            return Status.RESOURCE_EXHAUSTED
                    .withDescription("the server sent " + e.getMessage())
                    .withCause(e);
        }
        if (e instanceof ConnectFailure) {
            return Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e);
        }
        if (e instanceof Unprocessed && e.getCause() instanceof IOException cause) {
            return of(cause);
        }
        return Status.UNAVAILABLE
                .withDescription("the connection to the server was lost: " + e.getMessage())
                .withCause(e);
    }
}
