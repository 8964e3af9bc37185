package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.os.Inputs;
import dev.supervisord.os.Inputs.Input;
import io.grpc.StatusRuntimeException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way from one client into the standard input of one run. It holds one piece at a time, so a process that does not
 * read costs the memory of that, and holds nobody up but its client.
 *
 * <p>A full pipe is tried again at short intervals. Everything is done, and told, with the client's monitor held.
 */
final class InputWriter {

    /** Who is told what became of the input. */
    interface Client {
        /**
         * Told once, before anything else.
         *
         * @param refusal why it cannot be written to; empty when it can
         */
        void inputOpened(Optional<String> refusal);

        /** All that was given is in the pipe: now there may be more. */
        void inputTaken();

        /** The client has said that there is no more, and the process has read it all. */
        void inputRead(long bytes);

        /** Nobody reads any more what was given. */
        void inputGone();

        /** It could not be opened for reasons of ours. */
        void inputFailed(StatusRuntimeException why);
    }

    private static final int PAUSE_MILLIS_MIN = 2;
    private static final int PAUSE_MILLIS_MAX = 100;

    private final Control control;
    private final Inputs inputs;
    private final StatusMapper statuses;
    private final Executor executor;
    private final ProcessView process;
    private final Client client;

    private @Nullable Input input;
    private byte[] waiting = {};
    private int taken;
    private long total;
    private int pauseMillis = PAUSE_MILLIS_MIN;
    private boolean complete;
    private boolean over;

    /** @param executor where it goes on after a pause */
    InputWriter(
            Control control,
            Inputs inputs,
            StatusMapper statuses,
            Executor executor,
            ProcessView process,
            Client client) {
        this.control = control;
        this.inputs = inputs;
        this.statuses = statuses;
        this.executor = executor;
        this.process = process;
        this.client = client;
    }

    void open() {
        control.withChild(process.name(), process.generation(), inputs::open)
                .whenCompleteAsync(
                        (opening, failure) -> {
                            synchronized (client) {
                                if (failure != null) {
                                    fail(statuses.failure(failure));
                                } else {
                                    opened(opening);
                                }
                            }
                        },
                        executor);
    }

    private void opened(Optional<Inputs.Opening> opening) {
        if (opening.isEmpty()) {
            fail(statuses.notRunning(name()));
        } else if (opening.get() instanceof Inputs.Opening.Refused refused) {
            over = true;
            client.inputOpened(Optional.of(refused.reason()));
        } else if (opening.get() instanceof Inputs.Opening.Opened opened) {
            if (over) {
                opened.input().close(); // the client has gone meanwhile
                return;
            }
            input = opened.input();
            client.inputOpened(Optional.empty());
        }
    }

    /** The process, as it is written. */
    String name() {
        return process.name().toString();
    }

    /** Writes; the next piece may be given when this one {@linkplain Client#inputTaken is taken}. */
    void write(byte[] bytes) {
        waiting = bytes;
        taken = 0;
        step();
    }

    /** There will be no more. */
    void complete() {
        complete = true;
        if (taken == waiting.length) {
            step();
        }
    }

    /** Goes as far as it gets without waiting. */
    private void step() {
        Input pipe = input;
        if (over || pipe == null) {
            return;
        }
        while (taken < waiting.length) {
            int count = isUp() ? pipe.write(waiting, taken, waiting.length - taken) : Input.GONE;
            if (count == Input.GONE) {
                close();
                client.inputGone();
                return;
            }
            if (count == 0) {
                tryLater();
                return;
            }
            taken += count;
            total += count;
            pauseMillis = PAUSE_MILLIS_MIN;
        }
        if (!complete) {
            client.inputTaken();
        } else if (pipe.unread() == 0) {
            close();
            client.inputRead(total);
        } else if (isUp()) {
            tryLater();
        } else {
            close();
            client.inputGone();
        }
    }

    private void tryLater() {
        CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, executor)
                .execute(() -> {
                    synchronized (client) {
                        step();
                    }
                });
        pauseMillis = Math.min(PAUSE_MILLIS_MAX, 2 * pauseMillis);
    }

    private boolean isUp() {
        return control.snapshot().processes().stream()
                .anyMatch(now -> now.name().equals(process.name())
                        && now.generation() == process.generation()
                        && now.pid().isPresent());
    }

    private void fail(StatusRuntimeException why) {
        if (!over) {
            close();
            client.inputFailed(why);
        }
    }

    /** Nobody writes any more. */
    void close() {
        if (!over) {
            over = true;
            if (input != null) {
                input.close();
            }
        }
    }
}
