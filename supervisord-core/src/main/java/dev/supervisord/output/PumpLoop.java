package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogSpec;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Readiness;
import dev.supervisord.os.OsException;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.Tail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The {@code output} thread: waits until pipes are readable, moves what is in them, rests, and does what others ask for in
 * between.
 *
 * <p>Only {@link #commands} may be used by other threads.
 */
final class PumpLoop implements Runnable {
    private static final int TOKENS_MAX = 256;
    private static final long PAUSE_AFTER_BUG = 100_000_000;

    private final Descriptors descriptors;
    private final Clock clock;
    private final Log log;
    private final Runnable wakeReaders;
    private final Consumer<Stream> closing;
    private final Readiness readiness;
    private final Thread thread;
    private final Mailbox commands;
    private final LogFiles files;
    private final Pacing pacing = new Pacing();
    private final StreamTools tools;
    private final int[] tokens = new int[TOKENS_MAX];

    /** By the number of their pipe's descriptor. */
    private @Nullable Stream[] streams = new Stream[64];

    /** Those whose file takes nothing at present. */
    private final List<Stream> waiting = new ArrayList<>();

    private boolean readersHaveNews;

    /**
     * @param systemLog where lines of streams go that are configured so
     * @param wakeReaders called after bytes were stored in a file that somebody reads along
     * @param closing told of each stream that is about to be closed
     */
    PumpLoop(OutputSystem system, Log log, Sink systemLog, Runnable wakeReaders, Consumer<Stream> closing) {
        this.descriptors = system.descriptors();
        this.clock = system.clock();
        this.log = log;
        this.wakeReaders = wakeReaders;
        this.closing = closing;
        this.readiness = descriptors.readiness();
        this.thread = new Thread(this, "output");
        this.commands = new Mailbox(() -> {
            readiness.wake();
            LockSupport.unpark(thread);
        });
        this.files = new LogFiles(log);
        this.tools = new StreamTools(descriptors, clock, log, systemLog);
    }

    /** What other threads ask this one to do. */
    Mailbox commands() {
        return commands;
    }

    /** What streams work with on this thread. */
    StreamTools tools() {
        return tools;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Ends the thread after a last attempt to store everything, and waits for it. */
    void close() throws InterruptedException {
        commands.end();
        thread.join();
    }

    @Override
    public void run() {
        boolean more = true;
        while (more) {
            try {
                more = commands.runAll();
                if (more) {
                    round();
                }
            } catch (RuntimeException e) {
                log.critical("the output thread met a bug and goes on: " + e);
                LockSupport.parkNanos(this, PAUSE_AFTER_BUG);
            }
        }
        for (Stream stream : attached()) {
            end(stream);
        }
        tools.close();
        readiness.close();
    }

    private void round() {
        int millis = sooner(retryWaiting(), files.lookAtPeriods(now()));
        tellReaders();
        int ready = readiness.await(tokens, millis);
        long now = now();
        long fullest = 0;
        for (int i = 0; i < ready; i++) {
            Stream stream = streams[tokens[i]];
            if (stream != null) {
                fullest = Math.max(fullest, serve(stream, now));
            }
        }
        tellReaders();
        long rest = ready == TOKENS_MAX ? 0 : pacing.restAfter(now(), fullest);
        if (rest > 0 && commands.isEmpty()) {
            LockSupport.parkNanos(this, rest);
        }
    }

    /** The smaller of two times to wait, of which negative ones are for ever. */
    private static int sooner(int one, int other) {
        return one < 0 ? other : other < 0 ? one : Math.min(one, other);
    }

    private void tellReaders() {
        if (readersHaveNews) {
            readersHaveNews = false;
            wakeReaders.run();
        }
    }

    /**
     * Tries the waiting streams whose time has come.
     *
     * @return milliseconds until the next one's; negative when none waits
     */
    private int retryWaiting() {
        if (waiting.isEmpty()) {
            return -1;
        }
        long now = now();
        long next = Long.MAX_VALUE;
        for (Stream stream : List.copyOf(waiting)) {
            if (stream.patience().until() <= now) {
                if (stream.isLeaving()) {
                    leave(stream);
                } else {
                    serve(stream, now);
                }
            }
            if (stream.patience().isWaiting()) {
                next = Math.min(next, stream.patience().until());
            }
        }
        return next == Long.MAX_VALUE ? -1 : (int) ((next - now) / 1_000_000 + 1);
    }

    /** Moves what one stream has, once. */
    private long serve(Stream stream, long now) {
        long moved = stream.move(now);
        readersHaveNews |= moved > 0 && stream.file().readers().get() > 0;
        watch(stream);
        return moved;
    }

    /** Watches the stream's pipe unless its bytes are to stay there; sees to it that a failed write is tried again. */
    private void watch(Stream stream) {
        boolean waits = stream.patience().isWaiting();
        if (waits != waiting.contains(stream)) {
            if (waits) {
                waiting.add(stream);
            } else {
                waiting.remove(stream);
            }
        }
        boolean wanted = !stream.isBlocked();
        if (wanted != stream.isWatched()) {
            stream.watched(wanted);
            if (wanted) {
                readiness.add(stream.pipe(), stream.pipe().number());
            } else {
                readiness.remove(stream.pipe());
            }
        }
    }

    /**
     * Stores all that is in the stream's pipe now.
     *
     * @return whether it could be stored
     */
    boolean flush(Stream stream) {
        if (hasLeft(stream)) {
            return true;
        }
        long backlog = stream.backlog();
        while (backlog > 0) {
            long moved = serve(stream, now());
            if (moved <= 0) {
                return !stream.patience().isWaiting();
            }
            backlog -= moved;
        }
        return true;
    }

    /** Whether it was closed after somebody has looked it up: its descriptors may be others' by now. */
    private boolean hasLeft(Stream stream) {
        return streams[stream.pipe().number()] != stream;
    }

    private void flushPresent(Stream stream) throws LogException {
        if (hasLeft(stream)) {
            throw new LogException(stream.key() + " is being closed");
        }
        flush(stream);
    }

    /** A new stream. */
    void enter(Stream stream, LogSpec spec) {
        int number = stream.pipe().number();
        if (number >= streams.length) {
            streams = Arrays.copyOf(streams, Math.max(number + 1, 2 * streams.length));
        }
        streams[number] = stream;
        stream.storeIn(files.join(stream.file(), Limits.of(spec)), spec);
        watch(stream);
    }

    /** From now on the stream goes there; what is in its pipe already still goes where it went. */
    void retarget(Stream stream, LogFile fresh, LogSpec spec) {
        if (hasLeft(stream)) {
            fresh.discard();
            return;
        }
        flush(stream);
        LogFile old = stream.file();
        stream.storeIn(files.join(fresh, Limits.of(spec)), spec);
        files.leave(old);
    }

    /** A new run of the process begins: what the last one left unfinished ends here. */
    boolean begin(Stream stream, long run) {
        if (hasLeft(stream)) {
            return true;
        }
        flush(stream);
        stream.begin(run, now());
        watch(stream);
        return true;
    }

    /** Stores all that is in the stream's pipe now, also what there is of an unfinished line. */
    boolean finish(Stream stream) {
        if (hasLeft(stream)) {
            return true;
        }
        boolean stored = flush(stream);
        stream.finish(now());
        readersHaveNews |= stream.file().readers().get() > 0;
        watch(stream);
        return stored && !stream.patience().isWaiting();
    }

    /** Empties the stream's file, together with what is in its pipe. */
    boolean clear(Stream stream) throws LogException {
        flushPresent(stream);
        LogFile file = stream.file();
        if (!file.isRegular()) {
            throw new LogException("cannot clear " + file.path() + ": it is not a regular file; set "
                    + stream.key().option());
        }
        try {
            file.clear();
        } catch (IOException | OsException e) {
            throw new LogException("cannot clear " + file.path() + ": " + WriteTrouble.reason(e));
        }
        readersHaveNews |= file.readers().get() > 0;
        return true;
    }

    /**
     * Rotates the stream's file, together with what is in its pipe, as soon as a line ends.
     *
     * @return whether there was a whole line at its end, or nothing in it
     */
    boolean rotate(Stream stream) throws LogException {
        flushPresent(stream);
        LogFile file = stream.file();
        if (!file.isRegular()) {
            throw new LogException("cannot rotate " + file.path() + ": it is not a regular file; set "
                    + stream.key().option());
        }
        try {
            boolean empty = file.isEmpty();
            return file.rotateSoon(now()) || empty;
        } catch (OsException e) {
            throw new LogException("cannot rotate " + file.path() + ": " + e.reason());
        }
    }

    /** A reader of what was written so far, and of what follows if so asked. */
    Follower follow(Stream stream, Start start, boolean follow, Tail tail) throws LogException {
        LogFile file = stream.file();
        if (!file.isRegular()) {
            throw new LogException("cannot read " + file.path() + ": it is not a regular file; set "
                    + stream.key().option());
        }
        flushPresent(stream);
        try {
            file.refresh(now());
            return Follower.from(descriptors, file, start, follow, tail);
        } catch (OsException | IOException | UncheckedIOException e) {
            throw new LogException("cannot read " + file.path() + ": " + WriteTrouble.reason(e));
        }
    }

    /** Closes a stream that is leaving, as soon as what is in its pipe now is stored; removes its FIFO. */
    void leave(Stream stream) {
        if (!stream.isLeaving() || hasLeft(stream) || !finish(stream)) {
            return;
        }
        try {
            // Before anybody can find out that the stream has gone, and open it again.
            stream.removeFiles();
        } catch (IOException e) {
            log.warn("cannot remove " + stream.fifo() + ": " + WriteTrouble.reason(e));
        }
        forget(stream);
        stream.close();
        files.leave(stream.file());
    }

    /** The last attempt to store what is left; the FIFO stays, for the daemon that comes next. */
    private void end(Stream stream) {
        boolean stored = flush(stream);
        if (stream.untold() > 0) {
            log.error(stream.untold() + " bytes of " + stream.key() + " were dropped and "
                    + stream.file().path() + " could not be told");
        } else if (!stored) {
            log.error(stream.backlog() + " bytes of " + stream.key() + " could not be stored in "
                    + stream.file().path() + "; they are kept in its pipe as long as a process has it open");
        }
        forget(stream);
        stream.close();
        files.leave(stream.file());
    }

    private void forget(Stream stream) {
        if (stream.isWatched()) {
            readiness.remove(stream.pipe());
        }
        waiting.remove(stream);
        streams[stream.pipe().number()] = null;
        closing.accept(stream);
        readersHaveNews |= stream.file().readers().get() > 0;
    }

    /** Opens all log files by name again. */
    void reopen() {
        files.reopen();
    }

    private List<Stream> attached() {
        List<Stream> attached = new ArrayList<>();
        for (Stream stream : streams) {
            if (stream != null) {
                attached.add(stream);
            }
        }
        return attached;
    }

    private long now() {
        return clock.monotonic().toNanos();
    }
}
