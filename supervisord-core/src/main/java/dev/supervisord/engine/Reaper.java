package dev.supervisord.engine;

import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The thread that waits for children to end. It only looks; the loop takes, so that a pid stays ours until the thread that
 * signals has seen its end.
 */
public final class Reaper {

    private final BooleanSupplier awaitExit;
    private final Consumer<Runnable> toLoop;
    private final Semaphore taken = new Semaphore(0);
    private final Semaphore born = new Semaphore(0);

    /**
     * @param awaitExit waits until a child can be reaped; false when there is none at all
     * @param toLoop posts a message to the loop
     */
    public Reaper(BooleanSupplier awaitExit, Consumer<Runnable> toLoop) {
        this.awaitExit = awaitExit;
        this.toLoop = toLoop;
    }

    /** The thread's life: {@code reapAll} is what the loop does with children that have ended. Ends when interrupted. */
    public void run(Runnable reapAll) {
        try {
            while (true) {
                if (awaitExit.getAsBoolean()) {
                    toLoop.accept(() -> {
                        reapAll.run();
                        taken.release();
                    });
                    taken.acquire();
                } else {
                    born.acquire(); // without children there is nothing to wait for
                }
                born.drainPermits();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    /** Tells that there is a child to wait for. Callable from any thread. */
    public void childBorn() {
        born.release();
    }
}
