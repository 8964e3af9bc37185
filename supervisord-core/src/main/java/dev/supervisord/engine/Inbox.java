package dev.supervisord.engine;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait for the loop. Any thread posts, the loop takes.
 *
 * <p>Requests of clients are limited; what the daemon's own threads report (launches, exits) is not, because each such
 * message answers something that the loop itself began.
 */
final class Inbox {

    private final LinkedBlockingQueue<Runnable> messages = new LinkedBlockingQueue<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final int requestsMax;
    private boolean closed;

    /** What became of a message. */
    enum Admission {
        ACCEPTED,
        /** Too many requests are waiting. */
        FULL,
        /** Nobody takes messages any more. */
        CLOSED
    }

    Inbox(int requestsMax) {
        this.requestsMax = requestsMax;
    }

    /** Adds a client's request. */
    Admission offerRequest(Runnable request) {
        if (requests.incrementAndGet() > requestsMax) {
            requests.decrementAndGet();
            return Admission.FULL;
        }
        return post(() -> {
            requests.decrementAndGet();
            request.run();
        });
    }

    /** Adds a message of one of the daemon's own threads, which is never one too many. */
    synchronized Admission post(Runnable message) {
        if (closed) {
            return Admission.CLOSED;
        }
        messages.add(message);
        return Admission.ACCEPTED;
    }

    /** Accepts nothing any more; what was accepted can still be taken. */
    synchronized void close() {
        closed = true;
    }

    /** Takes the next message, waiting up to {@code patience} for one; null when none came. */
    @Nullable
    Runnable poll(Duration patience) throws InterruptedException {
        return messages.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Takes the next message, waiting until there is one. */
    Runnable take() throws InterruptedException {
        return messages.take();
    }

    /** Takes the next message if there is one. */
    @Nullable
    Runnable pollNow() {
        return messages.poll();
    }
}
