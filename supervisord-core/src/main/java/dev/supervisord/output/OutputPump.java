package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.LaunchSpec.Stream.Pipe;
import dev.supervisord.os.OsException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Moves what processes write from their pipes to their log files, and lets people read along.
 *
 * <p>Threads: {@code output} owns pipes and files, {@code tail} serves the readers; both end with {@link #close}. Callers of
 * {@link #attach} open descriptors themselves, so that a slow disk delays one launch and no other stream.
 */
public final class OutputPump implements Outputs, AutoCloseable {
    private final Descriptors descriptors;
    private final Readers readers;
    private final PumpLoop loop;
    private final FileTools tools;
    private final Compressor compressor;
    private final SystemLog systemLog;
    private final Map<ProcessName, OutputSpec> specs = new ConcurrentHashMap<>();
    private final AttachedStreams attached;

    private final AtomicBoolean closed = new AtomicBoolean();

    private OutputPump(OutputSystem system, Log log, OutputPlaces places, Bays bays) {
        this.descriptors = system.descriptors();
        this.readers = new Readers(log);
        this.systemLog = SystemLog.of(places.syslogSocket(), system.datagrams(), log);
        this.loop = new PumpLoop(system, log, systemLog, bays, readers::wake, this::closing);
        this.compressor = new Compressor(loop.commands(), system.priority(), descriptors, log);
        this.tools = new FileTools(
                descriptors,
                system.clock(),
                log,
                new LookAhead(descriptors),
                fd -> readers.close(descriptors, fd),
                compressor::request);
        this.attached = new AttachedStreams(system, log, places, tools, loop);
    }

    private void closing(Stream stream) {
        attached.closing(stream);
    }

    /**
     * Starts both threads, after taking back what a killed daemon had begun to add to log files.
     *
     * @throws IOException when the directory for the names of pipes cannot be made
     */
    public static OutputPump start(OutputSystem system, Log log, OutputPlaces places) throws IOException {
        places.makeDirectories();
        try (DirectoryStream<Path> left = Files.newDirectoryStream(places.spoolDirectory())) {
            left.forEach(spool -> undo(system.descriptors(), spool, log));
        }
        Bays bays = Bays.open(system.descriptors(), system.keeper(), places.bayDirectory(), log);
        OutputPump pump = new OutputPump(system, log, places, bays);
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

    @Override
    public synchronized void name(ProcessName process, OutputSpec spec) throws OpenFailed {
        attached.name(new StreamKey(process, Channel.STDOUT), spec.stdout());
        if (!spec.redirectStderr()) {
            attached.name(new StreamKey(process, Channel.STDERR), spec.stderr());
        }
    }

    @Override
    public synchronized Streams attach(ProcessName process, OutputSpec spec) throws OpenFailed {
        specs.put(process, spec);
        Optional<Pipe> stdout = attached.attach(new StreamKey(process, Channel.STDOUT), spec.stdout());
        StreamKey stderr = new StreamKey(process, Channel.STDERR);
        if (spec.redirectStderr()) {
            attached.detach(stderr);
            return new Streams(stdout, Optional.empty());
        }
        return new Streams(stdout, attached.attach(stderr, spec.stderr()));
    }

    @Override
    public void reuseAutoLog(ProcessName process, Channel channel, Path file) {
        attached.autoLogs().reuse(new StreamKey(process, channel), file);
    }

    @Override
    public void begin(ProcessName process, long run) {
        for (Stream stream : attached.of(process)) {
            if (Stream.isEncoded(stream.spec())) {
                loop.commands().run(() -> loop.requests().begin(stream, run));
            }
        }
    }

    @Override
    public void finish(ProcessName process) {
        for (Stream stream : attached.of(process)) {
            loop.commands().run(() -> loop.requests().finish(stream));
        }
    }

    @Override
    public void detach(ProcessName process) {
        specs.remove(process);
        for (Channel channel : Channel.values()) {
            StreamKey key = new StreamKey(process, channel);
            attached.detach(key);
            attached.autoLogs().forget(key);
        }
    }

    @Override
    public void flush(ProcessName process) {
        for (Stream stream : attached.of(process)) {
            loop.commands().run(() -> loop.requests().flush(stream));
        }
    }

    @Override
    public void clear(ProcessName process) throws LogException {
        openWritten(process);
        for (Stream stream : attached.of(process)) {
            loop.commands().call(() -> loop.requests().clear(stream));
        }
    }

    @Override
    public Rotated rotate(ProcessName process) throws LogException {
        openWritten(process);
        Rotated all = Rotated.NOTHING;
        for (Stream stream : attached.of(process)) {
            Rotated one = loop.commands().call(() -> loop.requests().rotate(stream));
            all = one.compareTo(all) > 0 ? one : all;
        }
        return all;
    }

    @Override
    public void reopen() {
        loop.commands().run(loop.requests()::reopen);
    }

    @Override
    public Optional<Path> file(ProcessName process, Channel channel) throws LogException {
        StreamKey key = new StreamKey(process, channel);
        Optional<Stream> open = attached.find(key);
        Optional<Path> named = attached.named(key).filter(Files::isRegularFile);
        if (open.isEmpty() && named.isEmpty() && !specs.containsKey(process)) {
            throw new LogException("no output of " + process + " is known: it was never started");
        }
        return named.or(() -> open.flatMap(Stream::keptIn));
    }

    @Override
    public Tailing tail(ProcessName process, Channel channel, Start start, boolean follow, Tail tail)
            throws LogException {
        StreamKey key = new StreamKey(process, channel);
        Optional<Path> named = attached.named(key);
        if (named.isPresent() && !follow && isEmpty(named.get())) {
            return tailFile(named.get(), start, false, tail);
        }
        if (named.isPresent() && (follow || Files.isRegularFile(named.get()))) {
            openNamed(key);
        }
        if (file(process, channel).isEmpty()) {
            throw new LogException(key + " has no log file: " + key.option() + " is NONE, or stderr goes to stdout");
        }
        Stream stream = attached.find(key).orElseThrow(() -> new LogException(key + " is being closed"));
        return readers.add(loop.commands().call(() -> loop.requests().follow(stream, start, follow, tail)));
    }

    /** Opens what a process that was not started yet has in its log files from before. */
    private void openWritten(ProcessName process) throws LogException {
        for (Channel channel : Channel.values()) {
            StreamKey key = new StreamKey(process, channel);
            Optional<Path> named = attached.named(key).filter(Files::isRegularFile);
            if (named.isPresent() && !isEmpty(named.get())) {
                openNamed(key);
            }
        }
    }

    /** Whether a file is there and nothing in it. */
    private boolean isEmpty(Path path) {
        return descriptors
                .status(path)
                .filter(there -> there.regular() && there.size() == 0)
                .isPresent();
    }

    private synchronized void openNamed(StreamKey key) throws LogException {
        try {
            attached.openNamed(key);
        } catch (OpenFailed e) {
            throw new LogException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Tailing tailFile(Path path, Start start, boolean follow, Tail tail) throws LogException {
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
        StreamKey key = new StreamKey(process, channel);
        return attached.find(key)
                .map(Stream::status)
                .or(() -> attached.named(key).map(StreamStatus::ofNothing));
    }

    /**
     * How many bytes of a stream were stored since its first {@link #attach}; 0 when it is not open.
     */
    public long stored(ProcessName process, Channel channel) {
        return attached.find(new StreamKey(process, channel))
                .map(stream -> stream.counts().storedBytes())
                .orElse(0L);
    }

    @Override
    public void cutOffReaders() {
        readers.cutOff();
    }

    /** Stores what is in the pipes, then ends both threads. The pipes stay, for the daemon that comes next. */
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
