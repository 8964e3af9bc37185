package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Selection;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.os.Inputs;
import dev.supervisord.os.Inputs.Input;
import dev.supervisord.v1.WriteInputRequest;
import dev.supervisord.v1.WriteInputResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that writes to the standard input of a process. The next message is asked for only when the last was taken, so a
 * process that does not read costs the memory of one message, and holds nobody up but its client.
 *
 * <p>A full pipe is tried again at short intervals. Several threads enter; one at a time.
 */
final class InputCall implements StreamObserver<WriteInputRequest> {

    private static final int PAUSE_MILLIS_MIN = 2;
    private static final int PAUSE_MILLIS_MAX = 100;

    private final Control control;
    private final Inputs inputs;
    private final ServerCallStreamObserver<WriteInputResponse> reply;
    private final StatusMapper statuses;
    private final Executor executor;

    private @Nullable ProcessView process;
    private @Nullable Input input;
    private byte[] waiting = {};
    private int taken;
    private long total;
    private int pauseMillis = PAUSE_MILLIS_MIN;
    private boolean complete;
    private boolean over;

    /** To be made while the call's handler runs: gRPC takes its handlers only then. */
    InputCall(
            Control control,
            Inputs inputs,
            ServerCallStreamObserver<WriteInputResponse> reply,
            StatusMapper statuses,
            Executor executor) {
        this.control = control;
        this.inputs = inputs;
        this.reply = reply;
        this.statuses = statuses;
        this.executor = executor;
        reply.disableAutoRequest();
        reply.setOnCancelHandler(this::end);
        reply.request(1);
    }

    @Override
    public synchronized void onNext(WriteInputRequest request) {
        waiting = request.getData().toByteArray();
        taken = 0;
        if (process == null) {
            begin(request.getName());
        } else {
            step();
        }
    }

    private void begin(String name) {
        Selection selection = control.snapshot().select(List.of(name));
        if (selection.processes().isEmpty()) {
            fail(statuses.noSuchProcess(name));
            return;
        }
        if (selection.processes().size() > 1) {
            fail(statuses.severalProcesses(name));
            return;
        }
        ProcessView found = selection.processes().get(0);
        process = found;
        control.withChild(found.name(), found.generation(), inputs::open)
                .whenCompleteAsync(
                        (opening, failure) -> {
                            if (failure != null) {
                                fail(statuses.failure(failure));
                            } else {
                                opened(opening);
                            }
                        },
                        executor);
    }

    private synchronized void opened(Optional<Inputs.Opening> opening) {
        if (opening.isEmpty()) {
            fail(statuses.notRunning(name()));
        } else if (opening.get() instanceof Inputs.Opening.Refused refused) {
            fail(statuses.noInput(name(), refused.reason()));
        } else if (opening.get() instanceof Inputs.Opening.Opened opened) {
            input = opened.input();
            if (over) {
                opened.input().close(); // the client has gone meanwhile
            } else {
                step();
            }
        }
    }

    private String name() {
        return process == null ? "" : process.name().toString();
    }

    /** Goes as far as it gets without waiting. */
    private synchronized void step() {
        Input pipe = input;
        if (over || pipe == null) {
            return;
        }
        while (taken < waiting.length) {
            int count = isUp() ? pipe.write(waiting, taken, waiting.length - taken) : Input.GONE;
            if (count == Input.GONE) {
                fail(statuses.processEnded(name()));
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
            reply.request(1);
        } else if (pipe.unread() == 0) {
            end();
            reply.onNext(WriteInputResponse.newBuilder().setBytes(total).build());
            reply.onCompleted();
        } else if (isUp()) {
            tryLater();
        } else {
            fail(statuses.processEnded(name()));
        }
    }

    private void tryLater() {
        CompletableFuture.delayedExecutor(pauseMillis, TimeUnit.MILLISECONDS, executor)
                .execute(this::step);
        pauseMillis = Math.min(PAUSE_MILLIS_MAX, 2 * pauseMillis);
    }

    private boolean isUp() {
        ProcessView wanted = process;
        return wanted != null
                && control.snapshot().select(List.of(name())).processes().stream()
                        .anyMatch(now -> now.generation() == wanted.generation()
                                && now.pid().isPresent());
    }

    @Override
    public synchronized void onCompleted() {
        complete = true;
        if (process == null) {
            fail(statuses.missing("name"));
        } else if (taken == waiting.length) {
            step();
        }
    }

    /** The client has given the call up; {@link #end} is told too. */
    @Override
    public void onError(Throwable gone) {
        end();
    }

    private synchronized void fail(StatusRuntimeException why) {
        if (!over) {
            end();
            reply.onError(why);
        }
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            if (input != null) {
                input.close();
            }
        }
    }
}
