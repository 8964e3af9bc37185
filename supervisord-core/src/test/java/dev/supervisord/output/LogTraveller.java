package dev.supervisord.output;

import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.LogException;
import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.Random;

/**
 * A client that follows a log for as long as it takes: it hangs up at random, also within a line, and goes on later from its cursor, with
 * the same daemon or the next. One thread uses it.
 */
final class LogTraveller {
    private final StringBuilder seen = new StringBuilder();
    private Optional<Cursor> cursor = Optional.empty();
    private ReadLines reader = new ReadLines();
    private Optional<Closeable> reading = Optional.empty();
    private long missed;
    private long lost;

    /** Reads on from where it was; from the log's end at the first time. */
    void connect(PumpRig rig) throws LogException {
        ReadLines fresh = new ReadLines();
        reader = fresh;
        Start start = cursor.<Start>map(Start.After::new).orElse(new Start.Bytes(0));
        reading = Optional.of(rig.pump.tail(PumpRig.P, Channel.STDOUT, start, true, fresh));
        Eventually.until(fresh::hasBegun, () -> "reading does not begin: " + fresh.end());
        lost += fresh.isLost() ? 1 : 0;
    }

    /** Keeps what it got; what was on its way to it goes nowhere. */
    void disconnect() throws IOException {
        ReadLines left = reader;
        synchronized (left) {
            seen.append(left.text());
            missed += left.missed();
            cursor = Optional.of(left.cursor());
            reader = new ReadLines();
        }
        if (reading.isPresent()) {
            reading.get().close();
            reading = Optional.empty();
        }
    }

    boolean isConnected() {
        return reading.isPresent();
    }

    /** Takes nothing for a while, or takes bytes again. */
    void ready(boolean on) {
        reader.ready(on);
    }

    /** Waits until it has been given, or told to be missing, so many bytes. */
    void await(long bytes) {
        Eventually.until(() -> accounted() >= bytes, () -> accounted() + " of " + bytes + " " + reader.end());
    }

    private long accounted() {
        ReadLines now = reader;
        synchronized (now) {
            return seen.length() + missed + now.length() + now.missed();
        }
    }

    /** Whether it feels like hanging up or coming back. */
    static boolean now(Random random, int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    String seen() {
        return seen.toString();
    }

    long missed() {
        return missed;
    }

    /** How often its cursor's file was gone. */
    long lost() {
        return lost;
    }
}
