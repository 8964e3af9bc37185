package dev.supervisord.rpc;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/** Makes lines of pieces of a log, one at a time. What is longer than {@link UnfinishedLines} allows becomes several. Used by one thread. */
final class LineSplitter {
    private final UnfinishedLines unfinished;
    private ByteArrayOutputStream line = new ByteArrayOutputStream(0);
    private byte[] piece = {};
    private int at;

    /** @param unfinished those of all logs that are read together */
    LineSplitter(UnfinishedLines unfinished) {
        this.unfinished = unfinished;
    }

    /** What follows in the log; {@link #next} has given all lines of what came before. */
    void feed(byte[] bytes) {
        piece = bytes;
        at = 0;
    }

    /** How many of the bytes that it was fed are not part of a line that was given, nor kept for the next. */
    int left() {
        return piece.length - at;
    }

    /** The next line without its line feed; empty when its end has not come yet. */
    Optional<byte[]> next() {
        int from = at;
        int most = unfinished.lineBytesMax() - line.size();
        while (at < piece.length) {
            if (piece[at] == '\n') {
                byte[] whole = take(from);
                at++;
                return Optional.of(whole);
            }
            if (at - from >= most) {
                return Optional.of(take(from));
            }
            at++;
        }
        line.write(piece, from, at - from);
        unfinished.add(at - from);
        piece = new byte[0];
        at = 0;
        return Optional.empty();
    }

    /** The line up to this place of the piece, which begins at {@code from} or was begun by earlier pieces. */
    private byte[] take(int from) {
        if (line.size() == 0) {
            return Arrays.copyOfRange(piece, from, at);
        }
        line.write(piece, from, at - from);
        byte[] whole = line.toByteArray();
        forget(from);
        return whole;
    }

    private void forget(int from) {
        unfinished.add(-(line.size() - (at - from)));
        // Not reset: it would keep the room of the longest line there was.
        line = new ByteArrayOutputStream(0);
    }

    /** Nothing follows what it was fed: what there is of a line is one. */
    Optional<byte[]> rest() {
        if (line.size() == 0) {
            return Optional.empty();
        }
        byte[] rest = line.toByteArray();
        forget(at);
        return Optional.of(rest);
    }
}
