package dev.supervisord.ctl;

import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchResponse;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A line on the terminal that tells, while an operation takes its time, which processes it still waits for. It is gone when the
 * operation is done. Nothing is shown of an operation that is quick, and nothing where standard output is no terminal.
 *
 * <p>A thread of its own watches and draws while the caller waits for the operation.
 */
final class Progress {
    private static final long QUICK_MILLIS = 400;
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** What an operation is to bring its processes to. */
    enum Goal {
        STARTED("starting"),
        STOPPED("stopping"),
        RESTARTED("restarting"),
        /** Whatever that means for each process. */
        CONFIGURED("reloading");

        private final String doing;

        Goal(String doing) {
            this.doing = doing;
        }

        /**
         * Whether the operation has nothing more to do for a process; what has failed is not waited for.
         *
         * @param millis since the operation began
         */
        private boolean isReached(ProcessStatus process, long millis) {
            boolean up = process.getState() == ProcessState.PROCESS_STATE_RUNNING;
            boolean over = process.getState() == ProcessState.PROCESS_STATE_EXITED
                    || process.getState() == ProcessState.PROCESS_STATE_FATAL;
            return over
                    || switch (this) {
                        case STARTED -> up;
                        case STOPPED -> process.getState() == ProcessState.PROCESS_STATE_STOPPED;
                        case RESTARTED -> up && process.getUptimeMs() <= millis;
                        case CONFIGURED ->
                            process.getState() != ProcessState.PROCESS_STATE_STARTING
                                    && process.getState() != ProcessState.PROCESS_STATE_STOPPING;
                    };
        }
    }

    private final Session session;
    private final List<String> names;
    private final Goal goal;
    private final long begun = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ProgressLine shown;
    private final Thread thread;

    private Progress(Session session, List<String> names, Goal goal) {
        this.session = session;
        this.names = names;
        this.goal = goal;
        this.shown = new ProgressLine(session.console());
        this.thread = new Thread(this::run, "progress");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Waits for an operation.
     *
     * @param names its processes; none: all
     */
    static <T> T of(Session session, List<String> names, Goal goal, Supplier<T> operation) {
        if (!session.terminal().isScreen()) {
            return operation.get();
        }
        Progress shown = new Progress(session, names, goal);
        try {
            return operation.get();
        } finally {
            shown.close();
        }
    }

    private void run() {
        try {
            if (!over.await(QUICK_MILLIS, TimeUnit.MILLISECONDS)) {
                watch();
            }
        } catch (StatusRuntimeException lost) {
            draw(""); // the operation itself tells what is wrong with the daemon
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() throws InterruptedException {
        WatchedProcesses processes = new WatchedProcesses();
        try (Watching watching = new Watching(session, names)) {
            while (over.getCount() > 0) {
                Optional<WatchResponse> told = watching.next(LOOK_NANOS);
                if (told.isPresent()) {
                    processes.take(told.get());
                    draw(text(goal, processes.all(), TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
                }
            }
        }
    }

    /** {@code starting: 12 of 40 done; waiting for web:web_12, web:web_13 …}, as much as fits. */
    static String text(Goal goal, List<ProcessStatus> processes, long millis) {
        return ProgressLine.text(goal.doing, processes, process -> goal.isReached(process, millis));
    }

    /** Not any more once the operation is over: then the results are printed. */
    private void draw(String line) {
        Console console = session.console();
        synchronized (console) {
            if (over.getCount() > 0) {
                shown.draw(line);
            }
        }
    }

    private void close() {
        Console console = session.console();
        synchronized (console) {
            over.countDown();
            shown.erase();
        }
        thread.interrupt();
    }
}
