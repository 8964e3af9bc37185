package dev.supervisord.ctl;

import dev.supervisord.v1.TailResponse;
import java.util.Iterator;

/**
 * Reads one log; goes on with the next daemon where the last one ended, so that no byte is missing or there twice. One thread uses
 * it.
 */
final class LogReading {
    private final Console console;
    private final Following following;
    private String cursor = "";

    /** @param outage shared by those who read from one daemon */
    LogReading(Console console, Outage outage) {
        this.console = console;
        this.following = new Following(outage);
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
            following.isAnswered();
            take(pieces.next(), sink);
        }
    }

    /** The same, but waits for the next daemon when there is none any more. */
    void follow(Source source, Sink sink) {
        following.run(() -> copy(source, sink), () -> !cursor.isEmpty());
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
