package dev.supervisord.engine;

import dev.supervisord.log.Log;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What one thread is to do for the loop, one order after the other, in the order in which they came.
 *
 * <p>Orders may come from any thread; {@link #carryOut} is the life of the one that does them.
 */
final class Orders {

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final String thread;
    private final Log log;

    /** @param thread its name, for the log */
    Orders(String thread, Log log) {
        this.thread = thread;
        this.log = log;
    }

    void add(Runnable order) {
        queue.add(order);
    }

    /** Ends when interrupted. */
    void carryOut() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                carryOut(queue.take());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** A fault of ours in one order must not end the thread: nothing that the loop waits for would ever be done again. */
    private void carryOut(Runnable order) {
        try {
            order.run();
        } catch (RuntimeException fault) {
            log.critical("the " + thread + " thread met a bug and goes on: " + fault);
        }
    }

    /**
     * Waits until all that was ordered so far is done.
     *
     * @return whether it was done within this time
     */
    boolean settle(Duration patience) throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        add(done::countDown);
        return done.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }
}
