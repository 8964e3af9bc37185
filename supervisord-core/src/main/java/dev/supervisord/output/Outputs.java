package dev.supervisord.output;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.LaunchSpec.Stream.Pipe;
import java.io.Closeable;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The output streams of all processes.
 *
 * <p>Every method may be called by any thread except the loop, may wait for the disk, and takes effect on the output
 * thread; {@link #detach} alone never waits and may be called by the loop.
 */
public interface Outputs {

    /** One of the two streams of a process. */
    enum Channel {
        STDOUT,
        STDERR;

        /** {@code stdout} or {@code stderr}. */
        public String word() {
            return this == STDOUT ? "stdout" : "stderr";
        }
    }

    /** What a process writes to: the pipe of each stream, or nothing where its output is discarded. */
    record Streams(Optional<Pipe> stdout, Optional<Pipe> stderr) {}

    /** The streams could not be opened; {@link #failure} has stage {@code LOG}. */
    final class OpenFailed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient LaunchFailure failure;

        public OpenFailed(LaunchFailure failure) {
            super(failure.message());
            this.failure = failure;
        }

        public LaunchFailure failure() {
            return failure;
        }
    }

    /**
     * Tells where the output of a process will go, so that {@link #status} has its files from now on and what is in them already can be
     * read, rotated and cleared. Those that the daemon names itself (AUTO) are made, as Supervisor does when a process is added; the others
     * are made by the first {@link #attach}.
     */
    void name(ProcessName process, OutputSpec spec) throws OpenFailed;

    /**
     * Opens the streams of a process and its log files, or keeps what is open already; a changed specification is applied.
     * Called before each launch.
     */
    Streams attach(ProcessName process, OutputSpec spec) throws OpenFailed;

    /**
     * Tells which file an earlier daemon chose for a stream whose log is AUTO; the next {@link #attach} goes on in it.
     */
    void reuseAutoLog(ProcessName process, Channel channel, Path file);

    /** Stores what is still in the pipes of a process, closes its streams and removes their names. Does not wait. */
    void detach(ProcessName process);

    /**
     * A run of this number is about to begin, after {@link #attach}: what earlier ones left unfinished ends here. The number is what
     * the log formats that have one say from now on.
     */
    void begin(ProcessName process, long run);

    /** Stores everything that the process wrote before this call, as {@link #flush}, and unfinished lines as they are. */
    void finish(ProcessName process);

    /** Returns when everything that the process wrote before this call is in its files. */
    void flush(ProcessName process);

    /** Empties both log files of a process and removes their rotated ones. */
    void clear(ProcessName process) throws LogException;

    /** What became of a request to rotate. */
    enum Rotated {
        /** There is nothing in the files. */
        NOTHING,
        /** Each file that had anything in it is a part now. */
        DONE,
        /** A file ends within a line, and is rotated as soon as the line ends. */
        AT_END_OF_LINE
    }

    /** Rotates both log files of a process, as far as there is anything in them. */
    Rotated rotate(ProcessName process) throws LogException;

    /** Closes and opens all log files by name, for {@code SIGUSR2} and logrotate. */
    void reopen();

    /**
     * The file of a stream now; empty when the stream has none. Of a process that was never started, the file that is there already.
     *
     * @throws LogException when the process has no such stream open and never had, and no such file is there
     */
    Optional<Path> file(ProcessName process, Channel channel) throws LogException;

    /** What became of a stream; empty where it is not open. Does not wait. */
    Optional<StreamStatus> status(ProcessName process, Channel channel);

    /**
     * Reads a log, across its rotations and in its compressed parts. Bytes are delivered as written, each once, in order.
     *
     * @param follow go on when the end is reached, until closed; else {@link Tail#ended} is called there
     */
    Tailing tail(ProcessName process, Channel channel, Start start, boolean follow, Tail tail) throws LogException;

    /** The same for a file that is not a process's, such as the daemon's own log. */
    Tailing tailFile(Path file, Start start, boolean follow, Tail tail) throws LogException;

    /** Tells all readers, also those that come later, that the daemon ends. Does not wait. */
    void cutOffReaders();

    /** A log that is being read. Any thread may close it, and it is closed once: bytes on their way are still delivered. */
    interface Tailing extends Closeable {
        /** Ends the reading. Does not wait. */
        @Override
        void close();
    }

    /** A reader of a log file. Called on a thread of the output side; must not block. */
    interface Tail {
        /** Whether more can be taken now; when it turns true again, the reader calls {@link Resume#resume}. */
        boolean isReady();

        /** How many bytes it takes at a time, at most; asked for when it is ready. */
        default int bytesMax() {
            return Integer.MAX_VALUE;
        }

        /** Told once, before anything else: how to ask for more after {@link #isReady} was false. */
        void opened(Resume resume);

        /**
         * Told once, before the first bytes, whether more can be taken or not.
         *
         * @param at where reading begins
         * @param lost a {@link Start.After} whose place is gone: what was between there and here, if anything, is lost
         */
        void begun(Place at, boolean lost);

        /**
         * The next bytes, at the start of an array that is used again afterwards.
         *
         * @param after the place behind them
         */
        void bytes(byte[] bytes, int length, Place after);

        /** Bytes were rotated away before they could be delivered. */
        void missed(long bytes);

        /** The end was reached and no more follows. */
        void ended();

        /** The daemon ends; the next one can go on from the last place. */
        void cutOff();

        /** Reading failed; nothing follows. */
        void failed(String reason);
    }

    /** Any thread may call it. */
    interface Resume {
        void resume();
    }

    /** A refusal that has to do with a log: none configured, or not usable. The message is a sentence for people. */
    final class LogException extends Exception {
        private static final long serialVersionUID = 1L;

        public LogException(String message) {
            super(message);
        }
    }
}
