package dev.supervisord.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The answers that clients have not taken yet, all together: some clients that ask and never read must not fill the daemon's memory.
 * Any thread may call.
 */
final class UnreadAnswers {

    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Quota bytes = new Quota(Limits.UNREAD_BYTES_MAX, Limits.UNREAD_BYTES_PER_USER);
    private final ScheduledExecutorService timer;
    private final Executor executor;
    private List<Runnable> waiting = new ArrayList<>();

    /**
     * @param timer tells when to look again
     * @param executor where those who wait for room look
     */
    UnreadAnswers(ScheduledExecutorService timer, Executor executor) {
        this.timer = timer;
        this.executor = executor;
    }

    Quota bytes() {
        return bytes;
    }

    /** Has this run a little later, when there may be room. */
    synchronized void later(Runnable look) {
        if (waiting.isEmpty()) {
            var unused = timer.schedule(this::wake, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
        }
        waiting.add(look);
    }

    private void wake() {
        List<Runnable> all;
        synchronized (this) {
            all = waiting;
            waiting = new ArrayList<>();
        }
        all.forEach(executor::execute);
    }
}
