package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Moves what processes write from their named pipes to their log files, and lets people read along.
 *
 * <p>Threads: {@code output} owns pipes and files, {@code tail} serves the readers; both end with {@link #close}. Callers of
 * {@link #attach} open descriptors themselves, so that a slow disk delays one launch and no other stream.
 */
public final class OutputPump implements Outputs, AutoCloseable {
    private static final int FIFO_MODE = 0600;

    /** What goes to the system log only is thrown away here. */
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Descriptors descriptors;
    private final PipeKeeper keeper;
    private final OutputPlaces places;
    private final AutoLogs autoLogs;
    private final Readers readers;
    private final PumpLoop loop;
    private final FileTools tools;
    private final Compressor compressor;
    private final SystemLog systemLog;
    private final Map<ProcessName, OutputSpec> specs = new ConcurrentHashMap<>();
    private final Map<StreamKey, Stream> streams = new ConcurrentHashMap<>();

    private final Log log;
    private final AtomicBoolean closed = new AtomicBoolean();

    private OutputPump(OutputSystem system, Log log, OutputPlaces places) {
        this.log = log;
        this.descriptors = system.descriptors();
        this.keeper = system.keeper();
        this.places = places;
        this.autoLogs = new AutoLogs(places.childLogDirectory(), places.identifier());
        this.readers = new Readers(log);
        this.systemLog = SystemLog.ofThisMachine(system.datagrams(), log);
        this.loop = new PumpLoop(system, log, systemLog, readers::wake, this::closing);
        this.compressor = new Compressor(loop.commands(), system.priority(), descriptors, log);
        this.tools = new FileTools(
                descriptors,
                system.clock(),
                log,
                new LookAhead(descriptors),
                fd -> readers.close(descriptors, fd),
                compressor::request);
    }

    /**
     * Starts both threads, after taking back what a killed daemon had begun to add to log files.
     *
     * @throws IOException when the directory for the named pipes cannot be made
     */
    public static OutputPump start(OutputSystem system, Log log, OutputPlaces places) throws IOException {
        Path spools = makeDirectory(places.spoolDirectory());
        makeDirectory(places.fifoDirectory());
        try (DirectoryStream<Path> left = Files.newDirectoryStream(spools)) {
            left.forEach(spool -> undo(system.descriptors(), spool, log));
        }
        OutputPump pump = new OutputPump(system, log, places);
        pump.loop.start();
        pump.readers.start();
        return pump;
    }

    private static void undo(Descriptors descriptors, Path spool, Log log) {
        try {
            Spool.undo(descriptors, spool);
        } catch (OsException e) {
            log.error("cannot find out whether the last lines of a log were stored as a whole: " + e.getMessage()
                    + "; up to 64 KiB of them may be there twice");
        }
    }

    private static Path makeDirectory(Path path) throws IOException {
        return Files.createDirectories(
                path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @Override
    public synchronized Streams attach(ProcessName process, OutputSpec spec) throws OpenFailed {
        specs.put(process, spec);
        Optional<Path> stdout = attach(new StreamKey(process, Channel.STDOUT), spec.stdout());
        StreamKey stderr = new StreamKey(process, Channel.STDERR);
        if (spec.redirectStderr()) {
            detach(stderr);
            return new Streams(stdout, Optional.empty());
        }
        return new Streams(stdout, attach(stderr, spec.stderr()));
    }

    private Optional<Path> attach(StreamKey key, LogSpec spec) throws OpenFailed {
        if (spec.isDiscarded()) {
            detach(key);
            return Optional.empty();
        }
        Path path = target(key, spec);
        try {
            Stream known = streams.get(key);
            if (known != null && revive(known)) {
                if (descriptors.status(known.fifo()).isPresent()) {
                    keep(known, path, spec);
                    return Optional.of(known.fifo());
                }
                replace(known);
            }
            LogFile file = open(path, spec);
            Fd pipe = openPipe(places.of(key).fifo(), file);
            keeper.keep(pipe);
            Stream stream = new Stream(loop.tools(), key, places.of(key), pipe, file, spec);
            streams.put(key, stream);
            loop.commands().post(() -> loop.enter(stream, spec));
            return Optional.of(stream.fifo());
        } catch (OsException e) {
            throw new OpenFailed(OpenAdvice.failure(key, path, e));
        }
    }

    /** Somebody has removed the FIFO, perhaps with its directory: what is in it is stored, and a new one takes its place. */
    private void replace(Stream stream) {
        log.error("the pipe " + stream.fifo() + " was removed by somebody; " + stream.key()
                + " gets a new one, and what an earlier run may still write to the old one is lost");
        stream.leaving(true);
        onLoop(() -> loop.leave(stream));
        streams.remove(stream.key(), stream);
    }

    private void closing(Stream stream) {
        keeper.forget(stream.pipe());
        streams.remove(stream.key(), stream);
    }

    @Override
    public void reuseAutoLog(ProcessName process, Channel channel, Path file) {
        autoLogs.reuse(new StreamKey(process, channel), file);
    }

    /** Where the stream is to be stored. */
    private Path target(StreamKey key, LogSpec spec) throws OpenFailed {
        if (spec.target() instanceof LogSpec.Target.None) {
            return NOWHERE;
        }
        Optional<Path> configured = spec.file();
        if (configured.isPresent()) {
            return configured.get().toAbsolutePath().normalize();
        }
        try {
            return autoLogs.file(key);
        } catch (IOException e) {
            throw new OpenFailed(OpenAdvice.failure(key, autoLogs.directory(), e));
        }
    }

    private LogFile open(Path path, LogSpec spec) {
        return new LogFile(tools, OpenLog.open(descriptors, path), Limits.of(spec));
    }

    private Fd openPipe(Path fifo, LogFile file) {
        try {
            makeDirectoriesAgain();
            descriptors.makeFifo(fifo, FIFO_MODE);
            return descriptors.openFifoForPump(fifo);
        } catch (OsException e) {
            file.discard();
            throw e;
        }
    }

    /** In case that somebody has removed them. */
    private void makeDirectoriesAgain() {
        if (Files.isDirectory(places.fifoDirectory())) {
            return;
        }
        try {
            makeDirectory(places.fifoDirectory());
            makeDirectory(places.spoolDirectory());
        } catch (IOException failed) {
            throw new OsException("EIO", "make the directory " + places.fifoDirectory(), WriteTrouble.reason(failed));
        }
    }

    /** Keeps a stream that was about to leave; tells whether it is there. */
    private boolean revive(Stream stream) {
        if (!stream.isLeaving()) {
            return true;
        }
        try {
            return loop.commands().call(() -> {
                stream.leaving(false);
                return streams.get(stream.key()) == stream;
            });
        } catch (LogException e) {
            // The daemon ends: no stream is there any more.
            return false;
        }
    }

    /** Sees to it that a stream goes where it is to go now, and that the file is really there. */
    private void keep(Stream stream, Path path, LogSpec spec) {
        LogFile file = stream.file();
        Optional<FileStatus> there = descriptors.status(path);
        boolean same = there.isPresent() && there.get().id().equals(file.id());
        if (!same || !file.path().equals(path) || !stream.spec().equals(spec)) {
            LogFile fresh = open(path, spec);
            // Waited for: what the next run writes belongs there already.
            onLoop(() -> loop.retarget(stream, fresh, spec));
        }
    }

    @Override
    public void begin(ProcessName process, long run) {
        for (Channel channel : Channel.values()) {
            Stream stream = streams.get(new StreamKey(process, channel));
            if (stream != null && Stream.isEncoded(stream.spec())) {
                onLoop(() -> loop.begin(stream, run));
            }
        }
    }

    @Override
    public void finish(ProcessName process) {
        for (Channel channel : Channel.values()) {
            Stream stream = streams.get(new StreamKey(process, channel));
            if (stream != null) {
                onLoop(() -> loop.finish(stream));
            }
        }
    }

    @Override
    public void detach(ProcessName process) {
        specs.remove(process);
        for (Channel channel : Channel.values()) {
            StreamKey key = new StreamKey(process, channel);
            detach(key);
            autoLogs.forget(key);
        }
    }

    private void detach(StreamKey key) {
        Stream stream = streams.get(key);
        if (stream != null) {
            stream.leaving(true);
            // After the end everything is closed already.
            loop.commands().post(() -> loop.leave(stream));
        }
    }

    @Override
    public void flush(ProcessName process) {
        for (Channel channel : Channel.values()) {
            Stream stream = streams.get(new StreamKey(process, channel));
            if (stream != null) {
                onLoop(() -> loop.flush(stream));
            }
        }
    }

    @Override
    public void clear(ProcessName process) throws LogException {
        for (Channel channel : Channel.values()) {
            Stream stream = streams.get(new StreamKey(process, channel));
            if (stream != null) {
                loop.commands().call(() -> loop.clear(stream));
            }
        }
    }

    @Override
    public boolean rotate(ProcessName process) throws LogException {
        boolean atOnce = true;
        for (Channel channel : Channel.values()) {
            Stream stream = streams.get(new StreamKey(process, channel));
            if (stream != null) {
                atOnce &= loop.commands().call(() -> loop.rotate(stream));
            }
        }
        return atOnce;
    }

    @Override
    public void reopen() {
        onLoop(loop::reopen);
    }

    @Override
    public Optional<Path> file(ProcessName process, Channel channel) throws LogException {
        if (!specs.containsKey(process)) {
            throw new LogException("no output of " + process + " is known: it was never started");
        }
        Stream stream = streams.get(new StreamKey(process, channel));
        return stream == null ? Optional.empty() : stream.keptIn();
    }

    @Override
    public Closeable tail(ProcessName process, Channel channel, Start start, boolean follow, Tail tail)
            throws LogException {
        StreamKey key = new StreamKey(process, channel);
        if (file(process, channel).isEmpty()) {
            throw new LogException(key + " has no log file: " + key.option() + " is NONE, or stderr goes to stdout");
        }
        Stream stream = streams.get(key);
        if (stream == null) {
            throw new LogException(key + " is being closed");
        }
        return readers.add(loop.commands().call(() -> loop.follow(stream, start, follow, tail)));
    }

    @Override
    public Closeable tailFile(Path path, Start start, boolean follow, Tail tail) throws LogException {
        try {
            FileStatus status = descriptors
                    .status(path)
                    .filter(FileStatus::regular)
                    .orElseThrow(() -> new LogException("cannot read " + path + ": it is not a regular file"));
            WatchedFile file = new WatchedFile(descriptors, path, status);
            return readers.add(Follower.from(descriptors, file, start, follow, tail));
        } catch (IOException e) {
            throw new LogException("cannot read " + path + ": " + WriteTrouble.reason(e));
        } catch (OsException e) {
            throw new LogException("cannot read " + path + ": " + e.reason());
        }
    }

    @Override
    public Optional<StreamStatus> status(ProcessName process, Channel channel) {
        return Optional.ofNullable(streams.get(new StreamKey(process, channel))).map(Stream::status);
    }

    /**
     * How many bytes of a stream were stored since its first {@link #attach}; 0 when it is not open.
     */
    public long stored(ProcessName process, Channel channel) {
        Stream stream = streams.get(new StreamKey(process, channel));
        return stream == null ? 0 : stream.counts().storedBytes();
    }

    /** Waits for something to be done on the output thread; after the end there is nothing to do. */
    private void onLoop(Runnable request) {
        try {
            loop.commands().call(() -> {
                request.run();
                return true;
            });
        } catch (LogException e) {
            // Closed: what could be stored was, by the thread's last act.
            return;
        }
    }

    @Override
    public void cutOffReaders() {
        readers.cutOff();
    }

    /** Stores what is in the pipes, then ends both threads. The FIFOs stay, for the daemon that comes next. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        cutOffReaders();
        try {
            loop.close();
            compressor.close();
            systemLog.close();
            readers.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        tools.lookAhead().close();
    }
}
