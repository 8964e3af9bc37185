package dev.supervisord.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A log of which nothing may be lost in silence: lines wait for the disk in a queue in which those who need a place reserve it
 * before they act. It is rotated like the daemon's own log, and only its owner can read it.
 *
 * <p>Any thread may call; only the {@code audit} thread waits for the disk. What is not written yet when the daemon is killed is
 * lost.
 */
public final class AuditLog implements AutoCloseable {

    /** So many lines may wait; some megabytes. */
    static final int LINES_MAX = 4096;

    private static final long RETRY_MILLIS = 1_000;
    private static final long COUNT_MILLIS = 10_000;
    private static final long CLOSE_MILLIS = 2_000;

    private final RotatedFile file;
    private final Log log;
    private final Thread thread;
    private final Queue<Supplier<String>> waiting = new ArrayDeque<>();
    private int taken;
    private long missed;
    private long counted = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(COUNT_MILLIS);
    private boolean reopening;
    private boolean closed;

    private AuditLog(RotatedFile file, Log log, ThreadFactory threads) {
        this.file = file;
        this.log = log;
        this.thread = threads.newThread(this::run);
    }

    /**
     * Opens the file, or makes it with mode 0600.
     *
     * @param backups how many rotated files are kept
     * @param log told when it cannot be written
     */
    public static AuditLog open(Path path, long bytesMax, int backups, Log log, ThreadFactory threads)
            throws IOException {
        AuditLog audit = new AuditLog(RotatedFile.secret(path, bytesMax, backups), log, threads);
        audit.thread.start();
        return audit;
    }

    /** Takes a place for one line that will be written later; false when all are taken. */
    public synchronized boolean reserve() {
        if (taken >= LINES_MAX) {
            return false;
        }
        taken++;
        return true;
    }

    /** @param line made on the audit thread; ends with a line feed */
    public synchronized void writeReserved(Supplier<String> line) {
        waiting.add(line);
        notifyAll();
    }

    /** Writes a line that has no place of its own, if there is one; else it is counted. Half of the places are not for these. */
    public synchronized void offer(Supplier<String> line) {
        if (taken < LINES_MAX / 2 && reserve()) {
            writeReserved(line);
        } else {
            miss();
        }
    }

    /** Counts a line that is not written; the count is, at the latest after ten seconds. */
    public synchronized void miss() {
        missed++;
        if (missed == 1) {
            notifyAll();
        }
    }

    /** Has the file opened by name again. Does not wait. */
    public synchronized void reopen() {
        reopening = true;
        notifyAll();
    }

    private void run() {
        try {
            boolean last = false;
            while (!last) {
                last = turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closeFile();
        }
    }

    /** Writes what waits; true when nothing will follow. */
    private boolean turn() throws InterruptedException {
        List<Supplier<String>> batch = new ArrayList<>();
        boolean last;
        long gone;
        boolean again;
        synchronized (this) {
            while (waiting.isEmpty() && !reopening && !closed && !isCountDue()) {
                wait(missed == 0 ? 0 : COUNT_MILLIS);
            }
            batch.addAll(waiting);
            waiting.clear();
            last = closed;
            gone = closed || isCountDue() ? missed : 0;
            missed -= gone;
            again = reopening;
            reopening = false;
        }
        if (again) {
            reopenFile();
        }
        StringBuilder lines = new StringBuilder();
        batch.forEach(line -> lines.append(line.get()));
        if (gone > 0) {
            counted = System.nanoTime();
            lines.append("{\"time\":\"")
                    .append(Instant.now())
                    .append("\",\"missed_refusals\":")
                    .append(gone)
                    .append("}\n");
        }
        write(ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8)));
        synchronized (this) {
            taken -= batch.size();
        }
        return last;
    }

    /** Once in ten seconds: counts must not fill the disk either. */
    private boolean isCountDue() {
        return missed > 0 && System.nanoTime() - counted >= TimeUnit.MILLISECONDS.toNanos(COUNT_MILLIS);
    }

    private void reopenFile() {
        try {
            file.reopen();
        } catch (IOException failed) {
            log.error("cannot open the audit log " + file.name() + ": " + failed.getMessage());
        }
    }

    /** Tries until it is written, or the daemon ends. */
    private void write(ByteBuffer lines) throws InterruptedException {
        boolean failing = false;
        while (lines.hasRemaining()) {
            try {
                file.write(lines);
            } catch (IOException failed) {
                if (!failing) {
                    log.error("cannot write the audit log " + file.name() + ": " + failed.getMessage()
                            + "; it is tried again every second, and changes are refused when too many lines wait");
                }
                failing = true;
                synchronized (this) {
                    if (closed) {
                        log.error(lines.remaining() + " bytes of the audit log " + file.name() + " are lost");
                        return;
                    }
                    wait(RETRY_MILLIS);
                }
            }
        }
    }

    private void closeFile() {
        try {
            file.close();
        } catch (IOException failed) {
            log.error("cannot close the audit log " + file.name() + ": " + failed.getMessage());
        }
    }

    /** Writes what waits, unless that takes longer than two seconds, and ends the thread. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
