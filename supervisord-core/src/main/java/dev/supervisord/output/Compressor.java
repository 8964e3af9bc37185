package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.log.Rotation;
import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.FileId;
import dev.supervisord.os.Descriptors.FileStatus;
import dev.supervisord.os.Priority;
import dev.supervisord.output.Outputs.LogException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code compress} thread: turns rotated log files into {@code .gz} files, one after the other and at low priority.
 *
 * <p>A part is compressed to {@code FILE.compressing}, which is forced to the disk and then given the part's name and {@code .gz};
 * then the part is removed. At every instant there is the part, or its whole compressed form, or both. What a killed daemon
 * left half done is begun anew when the log is used again. Any thread may ask; the thread starts with the first request.
 */
final class Compressor {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final String UNFINISHED = ".compressing";

    /** A follower may still have to read these, and would have to look for them by name. */
    private static final int PARTS_FOR_READERS = 2;

    private final Mailbox outputThread;
    private final Priority priority;
    private final Descriptors descriptors;
    private final Log log;
    private final Set<LogFile> requests = new LinkedHashSet<>();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private @Nullable Thread thread;
    private volatile boolean closed;

    /** @param outputThread the thread that renames parts */
    Compressor(Mailbox outputThread, Priority priority, Descriptors descriptors, Log log) {
        this.outputThread = outputThread;
        this.priority = priority;
        this.descriptors = descriptors;
        this.log = log;
    }

    /** There may be something to compress. */
    synchronized void request(LogFile file) {
        if (closed) {
            return;
        }
        requests.add(file);
        if (thread == null) {
            thread = new Thread(this::run, "compress");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private void run() {
        priority.yieldToOthers();
        for (Optional<LogFile> next = take(); next.isPresent(); next = take()) {
            LogFile file = next.get();
            try {
                compressParts(file);
            } catch (IOException | LogException e) {
                if (closed) {
                    // The daemon ends, and with it the thread that renames; the next one begins anew.
                    return;
                }
                log.error("cannot compress the rotated files of " + file.path() + ": " + WriteTrouble.reason(e)
                        + "; it is tried again at the next rotation");
            }
        }
    }

    /** The next request; none after the end. */
    private synchronized Optional<LogFile> take() {
        try {
            while (requests.isEmpty() && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        if (closed) {
            return Optional.empty();
        }
        LogFile next = requests.iterator().next();
        requests.remove(next);
        return Optional.of(next);
    }

    private void compressParts(LogFile file) throws IOException, LogException {
        Path unfinished = file.path().resolveSibling(file.path().getFileName() + UNFINISHED);
        Files.deleteIfExists(unfinished);
        List<FileId> keys = new ArrayList<>();
        List<Path> parts = file.rotation().existing().stream()
                .filter(part -> !Rotation.isCompressed(part))
                .toList();
        for (Path part :
                parts.subList(Math.min(parts.size(), file.readers().get() > 0 ? PARTS_FOR_READERS : 0), parts.size())) {
            descriptors.status(part).ifPresent(there -> keys.add(there.id()));
        }
        for (int i = keys.size() - 1; i >= 0 && !closed; i--) {
            FileId key = keys.get(i);
            PlainPart part = new PlainPart(descriptors, outputThread, file::rotation, key);
            try {
                if (!part.let(Compressor::removeIfDone) && compress(part, key, unfinished)) {
                    part.let(name -> replace(name, unfinished));
                }
            } finally {
                Files.deleteIfExists(unfinished);
            }
        }
    }

    /** On the output thread: whether its compressed form is there already, because only the removal of the part itself was missing. */
    private static boolean removeIfDone(Path part) throws IOException {
        Path compressed = Rotation.compressed(part);
        if (!Files.exists(compressed)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(compressed, StandardOpenOption.READ)) {
            if (GzipTrailer.length(channel) != (Files.size(part) & 0xffff_ffffL)) {
                return false;
            }
        }
        Files.delete(part);
        return true;
    }

    /** On the output thread: the compressed form takes the place of the part. */
    private static boolean replace(Path part, Path unfinished) throws IOException {
        Files.move(unfinished, Rotation.compressed(part), StandardCopyOption.ATOMIC_MOVE);
        Files.delete(part);
        return true;
    }

    /** Whether the whole part was compressed; not so when the daemon ends or the part goes meanwhile. */
    private boolean compress(PlainPart part, FileId key, Path unfinished) throws IOException {
        Optional<Fd> opened = part.find().flatMap(descriptors::openForReading);
        if (opened.isEmpty()) {
            return false;
        }
        try {
            FileStatus status = descriptors.status(opened.get());
            // The name may lead to another part by now.
            return status.id().equals(key) && compress(opened.get(), status, unfinished);
        } finally {
            descriptors.close(opened.get());
        }
    }

    private boolean compress(Fd from, FileStatus status, Path unfinished) throws IOException {
        // Not by its name, which may be another's by now.
        Path itself = Path.of("/proc/self/fd/" + from.number());
        FileAccess.of(itself).create(unfinished);
        FileTime changed = Files.getLastModifiedTime(itself);
        GzipHeader header = new GzipHeader(status.id().inode(), status.id().born(), status.size());
        try (FileChannel out =
                        FileChannel.open(unfinished, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
                GzipWriter gzip = new GzipWriter(Channels.newOutputStream(out), header, BUFFER_BYTES)) {
            int read = descriptors.read(from, buffer, buffer.length);
            while (read > 0) {
                if (closed) {
                    return false;
                }
                gzip.write(buffer, read);
                read = descriptors.read(from, buffer, buffer.length);
            }
            gzip.finish();
            out.force(true);
        }
        Files.setLastModifiedTime(unfinished, changed);
        return true;
    }

    /** Gives up what is under way; the next daemon begins it anew. */
    void close() throws InterruptedException {
        Thread running;
        synchronized (this) {
            closed = true;
            notifyAll();
            running = thread;
        }
        if (running != null) {
            running.join();
        }
    }
}
