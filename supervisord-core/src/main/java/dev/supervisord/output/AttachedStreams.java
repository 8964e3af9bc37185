package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.LaunchSpec.Stream.Pipe;
import dev.supervisord.os.OsException;
import dev.supervisord.os.PipeKeeper;
import dev.supervisord.output.Outputs.Channel;
import dev.supervisord.output.Outputs.LogException;
import dev.supervisord.output.Outputs.OpenFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The streams that processes have at present, and how they come and go.
 *
 * <p>{@link #name}, {@link #attach} and {@link #openNamed} belong to one caller at a time, which opens descriptors itself, so that a slow
 * disk delays one launch and no other stream; the rest may be used by any thread.
 */
final class AttachedStreams {
    /** What goes to the system log only is thrown away here. */
    private static final Path NOWHERE = Path.of("/dev/null");

    private final Descriptors descriptors;
    private final PipeKeeper keeper;
    private final OutputPlaces places;
    private final AutoLogs autoLogs;
    private final FileTools files;
    private final PumpLoop loop;
    private final Log log;
    private final Map<StreamKey, Stream> streams = new ConcurrentHashMap<>();

    /** How those are to be stored that were not opened yet. */
    private final Map<StreamKey, LogSpec> named = new ConcurrentHashMap<>();

    AttachedStreams(OutputSystem system, Log log, OutputPlaces places, FileTools files, PumpLoop loop) {
        this.descriptors = system.descriptors();
        this.keeper = system.keeper();
        this.log = log;
        this.places = places;
        this.autoLogs = new AutoLogs(places.childLogDirectory(), places.identifier());
        this.files = files;
        this.loop = loop;
    }

    /** The stream, while it is open. */
    Optional<Stream> find(StreamKey key) {
        return Optional.ofNullable(streams.get(key));
    }

    /** Those of a process that are open. */
    List<Stream> of(ProcessName process) {
        return Arrays.stream(Channel.values())
                .flatMap(channel -> find(new StreamKey(process, channel)).stream())
                .toList();
    }

    /** The files that the daemon names itself. */
    AutoLogs autoLogs() {
        return autoLogs;
    }

    /** Tells how a stream is to be stored; makes its log file if the daemon is to name it, and opens nothing. */
    void name(StreamKey key, LogSpec spec) throws OpenFailed {
        if (spec.target() instanceof LogSpec.Target.None) {
            named.remove(key);
        } else {
            target(key, spec);
            named.put(key, spec);
        }
    }

    /** The file of a stream that was not opened yet; it need not be there. */
    Optional<Path> named(StreamKey key) {
        LogSpec spec = named.get(key);
        if (spec == null || streams.containsKey(key)) {
            return Optional.empty();
        }
        return spec.file().map(AttachedStreams::absolute).or(() -> autoLogs.known(key));
    }

    /** Opens a stream to which its process has not written yet, for somebody who wants to do something with its log. */
    void openNamed(StreamKey key) throws OpenFailed {
        LogSpec spec = named.get(key);
        if (spec == null || streams.containsKey(key)) {
            return;
        }
        attach(key, spec);
        if (!named.containsKey(key)) {
            detach(key); // its process was removed meanwhile
        }
    }

    /** Opens a stream and its log file, or keeps what is open already; gives its pipe, unless its output is discarded. */
    Optional<Pipe> attach(StreamKey key, LogSpec spec) throws OpenFailed {
        if (spec.isDiscarded()) {
            detach(key);
            return Optional.empty();
        }
        Path path = target(key, spec);
        try {
            Stream known = streams.get(key);
            if (known != null && revive(known)) {
                if (keeper.hasName(known.pipe())) {
                    keep(known, path, spec);
                    return Optional.of(pipe(known));
                }
                replace(known);
            }
            LogFile file = open(path, spec);
            Fd pipe = openPipe(places.of(key).fifo(), file);
            Stream stream = new Stream(loop.tools(), key, places.of(key), pipe, file, spec);
            streams.put(key, stream);
            loop.commands().post(() -> loop.requests().enter(stream, spec));
            return Optional.of(pipe(stream));
        } catch (OsException e) {
            throw new OpenFailed(OpenAdvice.failure(key, path, e));
        }
    }

    private Pipe pipe(Stream stream) {
        return new Pipe(stream.pipe(), descriptors.status(stream.pipe()).id());
    }

    /** Somebody has removed the name of its pipe, perhaps with its directory: what is in it is stored, and a new one takes its place. */
    private void replace(Stream stream) {
        log.error("the pipe " + stream.fifo() + " was removed by somebody; " + stream.key()
                + " gets a new one, and what an earlier run may still write to the old one is lost");
        stream.leaving(true);
        loop.commands().run(() -> loop.requests().leave(stream));
        streams.remove(stream.key(), stream);
    }

    /** It is about to be closed. */
    void closing(Stream stream) {
        keeper.forget(stream.pipe());
        streams.remove(stream.key(), stream);
    }

    /** Stores what is still in the pipe of a stream, closes it and removes its name. Does not wait. */
    void detach(StreamKey key) {
        named.remove(key);
        Stream stream = streams.get(key);
        if (stream != null) {
            stream.leaving(true);
            // After the end everything is closed already.
            loop.commands().post(() -> loop.requests().leave(stream));
        }
    }

    /** Where the stream is to be stored. */
    private Path target(StreamKey key, LogSpec spec) throws OpenFailed {
        if (spec.target() instanceof LogSpec.Target.None) {
            return NOWHERE;
        }
        Optional<Path> configured = spec.file();
        if (configured.isPresent()) {
            return absolute(configured.get());
        }
        try {
            return autoLogs.file(key);
        } catch (IOException e) {
            throw new OpenFailed(OpenAdvice.failure(key, autoLogs.directory(), e));
        }
    }

    private static Path absolute(Path configured) {
        return configured.toAbsolutePath().normalize();
    }

    private LogFile open(Path path, LogSpec spec) {
        return new LogFile(files, OpenLog.open(descriptors, path), Limits.of(spec));
    }

    private Fd openPipe(Path fifo, LogFile file) {
        try {
            makeDirectoriesAgain();
            return keeper.open(fifo);
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
            places.makeDirectories();
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
            loop.commands().run(() -> loop.requests().retarget(stream, fresh, spec));
        }
    }
}
