package dev.supervisord.ctl;

import dev.supervisord.v1.TailResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;

/**
 * Reads one log; goes on with the next daemon where the last one ended, so that no byte is missing or there twice. One thread uses
 * it.
 */
final class LogReading {
    /** How long a follower waits for the next daemon. */
    static final int PATIENCE_SECONDS = 30;

    private static final long PAUSE_MILLIS = 200;
    private static final String UNREADABLE = "LOG_UNREADABLE";

    private final Console console;
    private final Outage outage;
    private String cursor = "";

    /** @param outage shared by those who read from one daemon */
    LogReading(Console console, Outage outage) {
        this.console = console;
        this.outage = outage;
    }

    /** The call that reads the log. */
    interface Source {
        /** @param cursor where to go on; empty for the beginning that was asked for */
        Iterator<TailResponse> from(String cursor);
    }

    /** Where bytes go, as they come. */
    interface Sink {
        void bytes(byte[] bytes);
    }

    /** Reads until the daemon says that it is over. */
    void copy(Source source, Sink sink) {
        Iterator<TailResponse> pieces = source.from(cursor);
        while (!console.isClosed() && pieces.hasNext()) {
            outage.over(this);
            take(pieces.next(), sink);
        }
    }

    /** The same, but waits for the next daemon when there is none any more. */
    void follow(Source source, Sink sink) {
        while (true) {
            try {
                copy(source, sink);
                return;
            } catch (StatusRuntimeException e) {
                if (!mayGoOn(e) || outage.isTooLong(this) || !pause()) {
                    throw e;
                }
            }
        }
    }

    /** A daemon that has just started may not know the log yet. */
    private boolean mayGoOn(StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        // A server that ends resets the calls that do not end by themselves.
        boolean gone = code == Status.Code.CANCELLED
                || (code == Status.Code.UNAVAILABLE && !ErrorDetails.reason(e).equals(UNREADABLE));
        boolean young = code == Status.Code.NOT_FOUND || code == Status.Code.FAILED_PRECONDITION;
        return !cursor.isEmpty() && (gone || (young && outage.isOf(this)));
    }

    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException asked) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void take(TailResponse piece, Sink sink) {
        if (piece.getCursorLost()) {
            tell("... the file that was read last is gone; whatever followed in it is missing here ...");
        }
        if (piece.getMissedBytes() > 0) {
            tell("... " + piece.getMissedBytes() + " bytes were rotated away before they could be read ...");
        }
        if (!piece.getData().isEmpty()) {
            sink.bytes(piece.getData().toByteArray());
        }
        if (!piece.getCursor().isEmpty()) {
            cursor = piece.getCursor();
        }
    }

    private void tell(String line) {
        synchronized (console) {
            console.error(line);
        }
    }
}
