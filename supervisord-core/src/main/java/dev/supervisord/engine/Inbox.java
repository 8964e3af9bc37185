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

    Inbox(int requestsMax) {
        this.requestsMax = requestsMax;
    }

    /** Adds a client's request; false when too many are waiting. */
    boolean offerRequest(Runnable request) {
        if (requests.incrementAndGet() > requestsMax) {
            requests.decrementAndGet();
            return false;
        }
        messages.add(() -> {
            requests.decrementAndGet();
            request.run();
        });
        return true;
    }

    /** Adds a message of one of the daemon's own threads. */
    void post(Runnable message) {
        messages.add(message);
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

    int requestsMax() {
        return requestsMax;
    }
}
