package dev.supervisord.output;

import dev.supervisord.log.Log;
import dev.supervisord.os.Datagrams;
import dev.supervisord.os.Datagrams.Outlet;
import dev.supervisord.os.Datagrams.Outlet.Result;
import dev.supervisord.output.SyslogMessage.Form;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The {@code syslog} thread: sends lines to the socket that is configured, else to journald where it runs, else to the
 * socket of the system's logger.
 *
 * <p>Lines wait in a queue of {@link #LINES_MAX}; what does not fit is refused, so that a logger that is missing or hangs never holds up
 * a process. The thread starts with the first line.
 */
final class SystemLog implements Sink {
    /** With the longest lines, this is 16 MiB. */
    private static final int LINES_MAX = 2048;

    private static final long AGAIN_AFTER_MILLIS = 20;
    private static final long CONNECT_AFTER_MILLIS = 1000;

    /** How long an ending daemon still tries. */
    private static final long LAST_WORDS_MILLIS = 1000;

    private static final long LAST_LINE_MILLIS = 50;

    private final Datagrams datagrams;
    private final Log log;
    private final List<Target> targets;
    private final BlockingQueue<Line> queue = new ArrayBlockingQueue<>(LINES_MAX);
    private final SyslogMessage message = new SyslogMessage();
    private @Nullable Thread thread;
    private volatile boolean closed;
    private @Nullable Outlet outlet;
    private Form form = Form.LOGGER;
    private boolean told;

    /** A socket, and how its reader wants lines. */
    record Target(Path socket, Form form) {}

    /** @param targets the first that somebody listens at is taken */
    SystemLog(Datagrams datagrams, Log log, List<Target> targets) {
        this.datagrams = datagrams;
        this.log = log;
        this.targets = targets;
    }

    /** To this socket, or else to the sockets where they are on Linux. */
    static SystemLog of(Optional<Path> socket, Datagrams datagrams, Log log) {
        List<Target> targets = socket.map(path -> List.of(new Target(path, Form.RFC_5424)))
                .orElse(List.of(
                        new Target(Path.of("/run/systemd/journal/socket"), Form.JOURNALD),
                        new Target(Path.of("/dev/log"), Form.LOGGER)));
        return new SystemLog(datagrams, log, targets);
    }

    @Override
    public boolean offer(Line line) {
        if (thread == null) {
            start();
        }
        return queue.offer(line);
    }

    private void start() {
        Thread fresh = new Thread(this::run, "syslog");
        fresh.setDaemon(true);
        fresh.start();
        thread = fresh;
    }

    private void run() {
        try {
            while (!closed || !queue.isEmpty()) {
                Line line = queue.poll(CONNECT_AFTER_MILLIS, TimeUnit.MILLISECONDS);
                if (line != null) {
                    deliverOrDrop(line);
                }
            }
        } catch (InterruptedException e) {
            // The daemon ends and has waited long enough.
            Thread.currentThread().interrupt();
        } finally {
            disconnect();
        }
    }

    private void deliverOrDrop(Line line) throws InterruptedException {
        try {
            deliver(line);
        } catch (RuntimeException e) {
            log.error("a line of " + line.stream() + " is not sent to the system log: " + e);
            disconnect();
            pause(CONNECT_AFTER_MILLIS);
        }
    }

    /** Tries until the line is sent. */
    private void deliver(Line line) throws InterruptedException {
        while (true) {
            if (outlet == null && !connect()) {
                pause(CONNECT_AFTER_MILLIS);
                continue;
            }
            Bytes bytes = message.of(line, form);
            Result result = outlet == null ? Result.GONE : outlet.send(bytes.array(), bytes.length());
            switch (result) {
                case SENT -> {
                    return;
                }
                case BUSY -> pause(AGAIN_AFTER_MILLIS);
                case GONE -> disconnect();
                case TOO_LONG -> {
                    log.warn("a line of " + line.stream() + " is too long for the system log");
                    return;
                }
            }
        }
    }

    private void pause(long millis) throws InterruptedException {
        LockSupport.parkNanos(this, millis * 1_000_000);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    private boolean connect() {
        Optional<Outlet> found = Optional.empty();
        for (Target target : targets) {
            if (found.isEmpty()) {
                found = datagrams.connect(target.socket);
                form = target.form;
            }
        }
        outlet = found.orElse(null);
        if (found.isEmpty() && !told) {
            told = true;
            log.warn("cannot reach the system log: nobody listens at "
                    + targets.stream().map(target -> target.socket.toString()).collect(Collectors.joining(" or "))
                    + "; lines for it wait, and are dropped when there are too many");
        } else if (found.isPresent() && told) {
            told = false;
            log.info("the system log can be reached again");
        }
        return found.isPresent();
    }

    private void disconnect() {
        if (outlet != null) {
            outlet.close();
            outlet = null;
        }
    }

    /** Sends what waits, as far as that is possible in a moment, and ends the thread. */
    void close() throws InterruptedException {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.join(queue.isEmpty() ? LAST_LINE_MILLIS : LAST_WORDS_MILLIS);
            running.interrupt();
            running.join();
        }
    }
}
