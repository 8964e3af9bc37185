package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogSpec;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.Rotated;
import dev.supervisord.output.Outputs.Tail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/**
 * What the output thread does with streams when it is asked to, in between moving bytes.
 *
 * <p>Owned by the output thread: others post their requests to {@link PumpLoop#commands}.
 */
final class PumpRequests {
    private final Descriptors descriptors;
    private final Clock clock;
    private final Log log;
    private final ServedStreams served;
    private final LogFiles files;
    private final PipeKeeper keeper;
    private final Consumer<Stream> closing;

    /** @param closing told of each stream that is about to be closed */
    PumpRequests(OutputSystem system, Log log, ServedStreams served, LogFiles files, Consumer<Stream> closing) {
        this.descriptors = system.descriptors();
        this.clock = system.clock();
        this.log = log;
        this.served = served;
        this.files = files;
        this.keeper = system.keeper();
        this.closing = closing;
    }

    /** A new stream. */
    void enter(Stream stream, LogSpec spec) {
        served.add(stream);
        stream.storeIn(files.join(stream.file(), Limits.of(spec)), spec);
        if (stream.resume()) {
            served.flush(stream);
        }
        served.watch(stream);
    }

    /** From now on the stream goes there; what is in its pipe already still goes where it went. */
    void retarget(Stream stream, LogFile fresh, LogSpec spec) {
        if (!served.contains(stream)) {
            fresh.discard();
            return;
        }
        served.flush(stream);
        LogFile old = stream.file();
        stream.storeIn(files.join(fresh, Limits.of(spec)), spec);
        files.leave(old);
    }

    /** A new run of the process begins: what the last one left unfinished ends here. */
    void begin(Stream stream, long run) {
        if (served.contains(stream)) {
            served.flush(stream);
            stream.begin(run, now());
            served.watch(stream);
        }
    }

    /** Stores all that is in the stream's pipe now. */
    void flush(Stream stream) {
        served.flush(stream);
    }

    /**
     * Stores all that is in the stream's pipe now, also what there is of an unfinished line.
     *
     * @return whether it could be stored
     */
    boolean finish(Stream stream) {
        if (!served.contains(stream)) {
            return true;
        }
        boolean stored = served.flush(stream);
        stream.finish(now());
        served.wasWritten(stream);
        served.watch(stream);
        return stored && !stream.patience().isWaiting();
    }

    /** Empties the stream's file, together with what is in its pipe. */
    boolean clear(Stream stream) throws LogException {
        LogFile file = flushed(stream, "clear");
        try {
            file.clear();
        } catch (IOException | OsException e) {
            throw new LogException("cannot clear " + file.path() + ": " + WriteTrouble.reason(e));
        }
        served.wasWritten(stream);
        return true;
    }

    /** Rotates the stream's file, together with what is in its pipe, as soon as a line ends. */
    Rotated rotate(Stream stream) throws LogException {
        LogFile file = flushed(stream, "rotate");
        try {
            boolean empty = file.isEmpty();
            boolean done = file.rotateSoon(now());
            return done ? Rotated.DONE : empty ? Rotated.NOTHING : Rotated.AT_END_OF_LINE;
        } catch (OsException e) {
            throw new LogException("cannot rotate " + file.path() + ": " + e.reason());
        }
    }

    /** A reader of what was written so far, and of what follows if so asked. */
    Follower follow(Stream stream, Start start, boolean follow, Tail tail) throws LogException {
        LogFile file = flushed(stream, "read");
        try {
            file.refresh(now());
            return Follower.from(descriptors, file, start, follow, tail);
        } catch (OsException | IOException | UncheckedIOException e) {
            throw new LogException("cannot read " + file.path() + ": " + WriteTrouble.reason(e));
        }
    }

    /** The stream's regular file, with all that was in its pipe. */
    private LogFile flushed(Stream stream, String verb) throws LogException {
        if (!served.contains(stream)) {
            throw new LogException(stream.key() + " is being closed");
        }
        served.flush(stream);
        LogFile file = stream.file();
        if (!file.isRegular()) {
            throw new LogException("cannot " + verb + " " + file.path() + ": it is not a regular file; set "
                    + stream.key().option());
        }
        return file;
    }

    /** Closes a stream that is leaving, as soon as what is in its pipe now is stored; removes its name. */
    void leave(Stream stream) {
        if (!stream.isLeaving() || !served.contains(stream) || !finish(stream)) {
            return;
        }
        try {
            // Before anybody can find out that the stream has gone, and open it again.
            keeper.remove(stream.pipe());
            stream.removeFiles();
        } catch (OsException | IOException e) {
            log.warn("cannot remove files of " + stream.key() + ": " + WriteTrouble.reason(e));
        }
        close(stream);
    }

    /** The last attempt to store what is left; its pipe is kept, for the daemon that comes next. */
    void end(Stream stream) {
        boolean stored = served.flush(stream);
        if (stream.untold() > 0) {
            log.error(stream.untold() + " bytes of " + stream.key() + " were dropped and "
                    + stream.file().path() + " could not be told");
        } else if (!stored) {
            log.error(stream.backlog() + " bytes of " + stream.key() + " could not be stored in "
                    + stream.file().path() + "; they are kept in its pipe as long as a process has it open");
        }
        close(stream);
    }

    private void close(Stream stream) {
        served.remove(stream);
        closing.accept(stream);
        stream.close();
        files.leave(stream.file());
    }

    /** Opens all log files by name again. */
    void reopen() {
        files.reopen();
    }

    private long now() {
        return clock.monotonic().toNanos();
    }
}
