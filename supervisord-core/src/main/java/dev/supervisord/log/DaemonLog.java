package dev.supervisord.log;

import dev.supervisord.model.LogLevel;
import dev.supervisord.model.LogSpec;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The daemon's own log: a file in Supervisor's format, and the terminal while the daemon runs in the foreground.
 *
 * <p>Any thread may log, and never waits: the thread {@code log} writes. See {@link LineQueue} for what happens when it
 * cannot keep up. A target that cannot be written is tried again every second and does not affect the other one; but a
 * terminal that is stopped (Ctrl-S) stops the file too.
 */
public final class DaemonLog implements Log, LogThreshold, AutoCloseable {
    /** How long the end waits for the last lines to be written. */
    private static final long CLOSE_MILLIS = 2_000;

    private static final Set<String> STANDARD_OUTPUT = Set.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1");
    private static final Set<String> STANDARD_ERROR = Set.of("/dev/stderr", "/dev/fd/2", "/proc/self/fd/2");

    private volatile LogLevel threshold;
    private final InstantSource clock;
    private final LineQueue queue = new LineQueue();
    private final Thread thread;

    private DaemonLog(LogLevel threshold, List<Outlet> outlets, InstantSource clock, Supplier<ZoneId> zone) {
        this.threshold = threshold;
        this.clock = clock;
        // The zone on the thread that needs it: the JDK reads all zones of the world first.
        this.thread = new Thread(() -> new LogWriter(queue, outlets, new LineFormat(zone.get()), clock).run(), "log");
    }

    /**
     * Opens the log.
     *
     * @param spec its file; none is fine
     * @param threshold the least important level that is written
     * @param foreground gets all lines too
     * @throws IOException when the file cannot be opened
     */
    public static DaemonLog open(LogSpec spec, LogLevel threshold, Optional<? extends OutputStream> foreground)
            throws IOException {
        return open(spec, threshold, foreground, InstantSource.system(), ZoneId::systemDefault);
    }

    static DaemonLog open(
            LogSpec spec,
            LogLevel threshold,
            Optional<? extends OutputStream> foreground,
            InstantSource clock,
            Supplier<ZoneId> zone)
            throws IOException {
        List<Outlet> outlets = new ArrayList<>();
        if (spec.file().isPresent()) {
            outlets.add(new Outlet(target(spec.file().get().toAbsolutePath(), spec)));
        }
        if (foreground.isPresent() && !isStandardOutput(spec)) {
            outlets.add(new Outlet(new StreamTarget("on standard output", foreground.get())));
        }
        DaemonLog log = new DaemonLog(threshold, outlets, clock, zone);
        log.thread.setDaemon(true);
        log.thread.start();
        return log;
    }

    /** A standard stream is used as it is: it may be a socket, which has no name, and others share its position. */
    private static LogTarget target(Path path, LogSpec spec) throws IOException {
        String name = path.toString();
        if (STANDARD_OUTPUT.contains(name)) {
            return new StreamTarget(name, new FileOutputStream(FileDescriptor.out));
        }
        if (STANDARD_ERROR.contains(name)) {
            return new StreamTarget(name, new FileOutputStream(FileDescriptor.err));
        }
        return new RotatedFile(path, spec.bytesMax(), spec.backups());
    }

    /** Whether the lines would stand twice on standard output. */
    private static boolean isStandardOutput(LogSpec spec) {
        return spec.file()
                .map(path -> STANDARD_OUTPUT.contains(path.toString()))
                .orElse(false);
    }

    @Override
    public void log(LogLevel level, String message) {
        if (level.isLoggedAt(threshold)) {
            queue.add(new LogEntry.Message(clock.instant(), level, message));
        }
    }

    @Override
    public LogLevel threshold() {
        return threshold;
    }

    @Override
    public synchronized LogLevel threshold(LogLevel level) {
        LogLevel before = threshold;
        threshold = level;
        return before;
    }

    /** Has the file opened by name again, after what was logged so far is written. Does not wait. */
    public void reopen() {
        queue.add(new LogEntry.Reopen());
    }

    /** Writes what was logged so far, unless that takes longer than two seconds, and ends the thread. */
    @Override
    public void close() {
        queue.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
