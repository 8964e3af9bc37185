package dev.supervisord.output;

import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions.OnError;
import dev.supervisord.model.LogSpec;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One stream of a process on its way from its pipe to its log file.
 *
 * <p>Owned by the output thread; {@link #key}, {@link #fifo}, {@link #file}, {@link #spec}, {@link #counts}, {@link #status} and
 * {@link #isLeaving} may be used by any.
 */
final class Stream {
    private final StreamTools tools;
    private final StreamKey key;
    private final StreamPlaces places;
    private final Fd pipe;
    private final Patience patience = new Patience();
    private final Counts counts = new Counts();
    private final Gap gap = new Gap(counts);
    private final Tap tap;
    private final PlainWay plain;
    private @Nullable EncodedWay encoded;

    private volatile LogFile file;
    private volatile LogSpec spec;
    private volatile boolean leaving;
    private volatile String writeError = "";
    private volatile long waitingBytes;
    private boolean watched;

    /** @param pipe the pump's descriptor of it */
    Stream(StreamTools tools, StreamKey key, StreamPlaces places, Fd pipe, LogFile file, LogSpec spec) {
        this.tools = tools;
        this.key = key;
        this.places = places;
        this.pipe = pipe;
        this.file = file;
        this.spec = spec;
        this.tap = new Tap(key, tools.clock());
        this.plain = new PlainWay(tools, key, new PipeRoom(tools, places.fifo(), pipe), counts, tap, patience);
    }

    StreamKey key() {
        return key;
    }

    Path fifo() {
        return places.fifo();
    }

    Fd pipe() {
        return pipe;
    }

    LogFile file() {
        return file;
    }

    /** Its log file; none when it goes to the system log only. */
    Optional<Path> keptIn() {
        return spec.target() instanceof LogSpec.Target.None ? Optional.empty() : Optional.of(file.path());
    }

    /** How it is stored. */
    LogSpec spec() {
        return spec;
    }

    Counts counts() {
        return counts;
    }

    /** What became of its bytes. Any thread may ask. */
    StreamStatus status() {
        LogFile now = file;
        return new StreamStatus(
                keptIn(),
                counts.storedBytes(),
                counts.storedLines(),
                counts.uncountedBytes(),
                counts.droppedBytes(),
                counts.droppedLines(),
                now.rotations(),
                waitingBytes,
                writeError,
                tap.refused());
    }

    /** Whether its bytes pass through the daemon's memory. */
    static boolean isEncoded(LogSpec spec) {
        return spec.stripAnsi() || spec.options().format() != LogFormat.RAW;
    }

    /** From now on it goes there, in this way; byte for byte where what should lie between pipe and file cannot be opened. */
    void storeIn(LogFile other, LogSpec fresh) {
        if (encoded == null && (isEncoded(fresh) || Files.exists(places.spool()))) {
            encoded = openSpool();
        }
        if (encoded != null) {
            encoded.encode(fresh.options().format(), fresh.stripAnsi());
        }
        tap.open(fresh.options().syslog() ? Optional.of(tools.systemLog()) : Optional.empty(), fresh.stripAnsi());
        file = other;
        spec = fresh;
    }

    /** Goes on with what a killed daemon had on its way from pipe to file; whether there is any. */
    boolean resume() {
        return plain.resume();
    }

    private @Nullable EncodedWay openSpool() {
        try {
            Spool spool = Spool.open(tools.descriptors(), places.spool());
            return new EncodedWay(tools, key, pipe, counts, tap, patience, spool);
        } catch (OsException e) {
            tools.log()
                    .error("cannot store " + key + " as it is configured: " + e.getMessage()
                            + "; it is stored byte for byte");
            return null;
        }
    }

    /** The run with this number begins: what the last one left unfinished is no part of it. */
    void begin(long run, long now) {
        if (encoded != null && encoded.run() != run) {
            finish(now);
            encoded.begin(run);
        }
    }

    /** Stores what was held back of an unfinished line, or says what was dropped of it. */
    void finish(long now) {
        tap.finish();
        if (gap.isOpen()) {
            gap.abandon();
            attempt(now, () -> tell(now) ? 1 : 0);
        }
        EncodedWay held = encoded;
        if (held != null && held.inside() > 0 && !gap.isOpen()) {
            attempt(now, () -> held.finish(file, now) ? 1 : 0);
        }
    }

    /** Whether it is to be closed as soon as it is empty. */
    boolean isLeaving() {
        return leaving;
    }

    void leaving(boolean on) {
        leaving = on;
    }

    /** Whether the pump waits for its pipe to become readable. */
    boolean isWatched() {
        return watched;
    }

    void watched(boolean on) {
        watched = on;
    }

    /** When to try again while its file takes nothing. */
    Patience patience() {
        return patience;
    }

    /** Whether bytes are left in the pipe until {@link #patience} is over. */
    boolean isBlocked() {
        return patience.isWaiting() && !gap.isOpen();
    }

    /** How many bytes wait to be stored. */
    long backlog() {
        return tools.descriptors().queued(pipe) + way().inside();
    }

    private Way way() {
        EncodedWay held = encoded;
        if (held == null || plain.inside() > 0) {
            return plain;
        }
        return isEncoded(spec) || held.inside() > 0 ? held : plain;
    }

    /**
     * Moves what is there, up to a limit. When the file takes nothing, {@link #patience} says how long to wait.
     *
     * @param now monotonic, nanoseconds
     * @return by how many bytes the backlog shrank
     */
    long move(long now) {
        if (gap.isOpen() && patience.isWaiting() && now < patience.until()) {
            return way().drop(gap);
        }
        return attempt(now, () -> gap.isOpen() && !tell(now) ? 0 : way().move(file, now));
    }

    /** As {@link Way#isFlooded}. */
    boolean isFlooded() {
        return way().isFlooded();
    }

    /** As {@link Way#fullness}. */
    long fullness(long moved) {
        return way().fullness(moved);
    }

    /** An attempt to write. */
    private interface Attempt {
        long make();
    }

    private long attempt(long now, Attempt attempt) {
        if (patience.isWaiting()) {
            file.lookSoon(); // whoever made room may have done so by removing it
        }
        patience.tried();
        try {
            long moved = attempt.make();
            if (!patience.isWaiting()) {
                writeError = "";
                waitingBytes = 0;
            }
            return moved;
        } catch (OsException e) {
            boolean drops = spec.options().onError() == OnError.DROP;
            file.trouble().met(e, key, drops);
            patience.failed(now);
            writeError = e.reason();
            if (!drops) {
                waitingBytes = backlog();
                return 0;
            }
            gap.open(e.reason());
            return way().drop(gap);
        } finally {
            patience.done();
        }
    }

    /** Says what was dropped. */
    private boolean tell(long now) {
        if (gap.bytes() > 0) {
            if (!way().tell(file, gap, now)) {
                return false;
            }
            tools.log()
                    .warn(file.path() + " can be written again; " + gap.bytes() + " bytes of " + key + " in "
                            + gap.lines() + " lines were dropped");
        }
        gap.close();
        return true;
    }

    /** How many bytes were dropped without a remark in the file. */
    long untold() {
        return gap.bytes();
    }

    /** Closes what it has open. What is in the pipe or on its way stays there, for the daemon that comes next. */
    void close() {
        if (encoded != null) {
            encoded.spool().close();
            encoded = null;
        }
        plain.close();
        tools.descriptors().close(pipe);
    }

    /** Removes what lay between its pipe and the log file. */
    void removeFiles() throws IOException {
        if (encoded != null) {
            Files.deleteIfExists(places.spool());
        }
    }
}
