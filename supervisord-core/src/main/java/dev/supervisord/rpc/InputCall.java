package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Selection;
import dev.supervisord.os.Inputs;
import dev.supervisord.v1.WriteInputRequest;
import dev.supervisord.v1.WriteInputResponse;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client that writes to the standard input of a process. The next message is asked for only when the last was taken. A client
 * that then sends nothing for long is let go; one whose process does not read may wait as long as it wants.
 *
 * <p>Several threads enter; one at a time.
 */
final class InputCall implements StreamObserver<WriteInputRequest>, InputWriter.Client {

    private final Control control;
    private final Inputs inputs;
    private final InputWriters writers;
    private final Object user;
    private final ServerCallStreamObserver<WriteInputResponse> reply;
    private final StatusMapper statuses;
    private final Executor executor;

    private @Nullable InputWriter writer;
    private byte[] first = {};
    private @Nullable ScheduledFuture<?> patience;
    private long turns;
    private boolean complete;
    private boolean counted;
    private boolean over;

    /** To be made while the call's handler runs: gRPC takes its handlers only then. */
    InputCall(
            Control control,
            Inputs inputs,
            InputWriters writers,
            ServerCallStreamObserver<WriteInputResponse> reply,
            StatusMapper statuses,
            Executor executor) {
        this.control = control;
        this.inputs = inputs;
        this.writers = writers;
        this.user = Peer.CONTEXT.get().account();
        this.reply = reply;
        this.statuses = statuses;
        this.executor = executor;
        reply.disableAutoRequest();
        // gRPC calls exactly one of these.
        reply.setOnCancelHandler(this::end);
        reply.setOnCloseHandler(this::end);
        reply.request(1);
    }

    @Override
    public synchronized void onNext(WriteInputRequest request) {
        stopWaiting();
        if (over) {
            return;
        }
        byte[] bytes = request.getData().toByteArray();
        if (writer == null) {
            first = bytes;
            begin(request.getName());
        } else {
            writer.write(bytes);
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
        counted = writers.quota().take(user);
        if (!counted) {
            fail(statuses.tooMany("input writers"));
            return;
        }
        writer = new InputWriter(
                control, inputs, statuses, executor, selection.processes().get(0), this);
        writer.open();
    }

    @Override
    public void inputOpened(Optional<String> refusal) {
        InputWriter open = writer;
        if (open == null || over) {
            return;
        }
        if (refusal.isPresent()) {
            fail(statuses.noInput(open.name(), refusal.get()));
            return;
        }
        byte[] bytes = first;
        first = new byte[0];
        open.write(bytes);
        if (complete) {
            open.complete();
        }
    }

    @Override
    public void inputTaken() {
        if (!complete) {
            reply.request(1);
            long turn = ++turns;
            patience = writers.timer()
                    .schedule(() -> endIfIdle(turn), writers.idle().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** @param turn when the wait began; it may be over just now */
    private synchronized void endIfIdle(long turn) {
        if (turn == turns) {
            fail(statuses.inputIdle(writers.idle()));
        }
    }

    private void stopWaiting() {
        turns++;
        if (patience != null) {
            patience.cancel(false);
        }
    }

    @Override
    public void inputRead(long bytes) {
        if (!over) {
            end();
            reply.onNext(WriteInputResponse.newBuilder().setBytes(bytes).build());
            reply.onCompleted();
        }
    }

    @Override
    public void inputGone() {
        fail(statuses.processEnded(writer == null ? "" : writer.name()));
    }

    @Override
    public void inputFailed(StatusRuntimeException why) {
        fail(why);
    }

    @Override
    public synchronized void onCompleted() {
        stopWaiting();
        complete = true;
        if (writer == null) {
            fail(statuses.missing("name"));
        } else if (first.length == 0) {
            writer.complete();
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
            stopWaiting();
            if (counted) {
                writers.quota().giveBack(user);
            }
            if (writer != null) {
                writer.close();
            }
        }
    }
}
