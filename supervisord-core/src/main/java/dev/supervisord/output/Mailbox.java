package dev.supervisord.output;

import dev.supervisord.output.Outputs.LogException;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What other threads ask one thread to do, in the order in which they ask.
 *
 * <p>Any thread may post; one runs what was posted. What is posted before the end is run.
 */
final class Mailbox {
    /** A request with an answer. */
    interface Task<T> {
        T run() throws LogException;
    }

    private final Runnable wake;
    private final Queue<Runnable> posted = new ArrayDeque<>();
    private boolean ended;

    /** @param wake makes the one thread look */
    Mailbox(Runnable wake) {
        this.wake = wake;
    }

    /**
     * Asks for something and does not wait.
     *
     * @return whether it will be done; not so after the end
     */
    boolean post(Runnable request) {
        synchronized (posted) {
            if (ended) {
                return false;
            }
            posted.add(request);
            wake.run();
            return true;
        }
    }

    /** Asks for something and waits for the answer. */
    <T> T call(Task<T> task) throws LogException {
        CompletableFuture<T> answer = new CompletableFuture<>();
        boolean accepted = post(() -> {
            try {
                answer.complete(task.run());
            } catch (LogException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        if (!accepted) {
            throw new LogException("the daemon is shutting down");
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof LogException refused) {
                throw refused;
            }
            throw e;
        }
    }

    /** Asks for something that cannot be refused, and waits until it is done; after the end there is nothing to do. */
    void run(Runnable request) {
        try {
            call(() -> {
                request.run();
                return true;
            });
        } catch (LogException e) {
            // Ended: the one thread's last act was to do what there was to be done.
            return;
        }
    }

    /**
     * Runs what was posted so far. Whatever comes later wakes the one thread once more.
     *
     * @return whether more may come; not so after the end
     */
    boolean runAll() {
        for (Optional<Runnable> next = take(); next.isPresent(); next = take()) {
            next.get().run();
        }
        synchronized (posted) {
            return !ended || !posted.isEmpty();
        }
    }

    private Optional<Runnable> take() {
        synchronized (posted) {
            return Optional.ofNullable(posted.poll());
        }
    }

    boolean isEmpty() {
        synchronized (posted) {
            return posted.isEmpty();
        }
    }

    /** Nothing is accepted any more. */
    void end() {
        synchronized (posted) {
            ended = true;
            // Under the lock, so that the other thread still has what this uses.
            wake.run();
        }
    }
}
