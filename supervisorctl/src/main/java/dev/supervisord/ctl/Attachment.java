package dev.supervisord.ctl;

import com.google.protobuf.ByteString;
import dev.supervisord.v1.AttachOpening;
import dev.supervisord.v1.AttachRequest;
import dev.supervisord.v1.AttachResponse;
import dev.supervisord.v1.AttachServiceGrpc.AttachServiceStub;
import dev.supervisord.v1.TerminalSize;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/** One call that attaches the client to a process. One thread sends input, others sizes; another one waits for the end. */
final class Attachment {
    private final Consumer<AttachResponse> screen;
    private final CompletableFuture<Boolean> end = new CompletableFuture<>();
    private final ClientCallStreamObserver<AttachRequest> call;
    private final Object sending = new Object();
    private boolean complete;

    /** @param screen told what the daemon answers, one answer after the other */
    Attachment(AttachServiceStub daemon, AttachOpening opening, Consumer<AttachResponse> screen) {
        this.screen = screen;
        call = (ClientCallStreamObserver<AttachRequest>) daemon.attach(new Answers());
        call.onNext(AttachRequest.newBuilder().setOpening(opening).build());
    }

    /** Waits while the daemon, or the process, takes nothing. */
    void type(byte[] bytes, int length) {
        send(AttachRequest.newBuilder()
                .setInput(ByteString.copyFrom(bytes, 0, length))
                .build());
    }

    /** So large is what the user sees. Waits behind what is typed. */
    void size(TerminalSize size) {
        send(AttachRequest.newBuilder().setSize(size).build());
    }

    private void send(AttachRequest request) {
        synchronized (sending) {
            if (!complete && !end.isDone()) {
                call.onNext(request);
            }
        }
    }

    /** There will be no more input. */
    void complete() {
        synchronized (sending) {
            if (!complete && !end.isDone()) {
                complete = true;
                call.onCompleted();
            }
        }
    }

    /** Whether it has ended, in whatever way. */
    boolean isOver() {
        return end.isDone();
    }

    /** Ends the call; the process goes on. */
    void leave() {
        end.complete(true);
        call.cancel("the user has left", null);
    }

    /**
     * Waits for the end.
     *
     * @throws StatusRuntimeException unless the daemon has told the end of the run, or the user has left
     */
    void await() {
        try {
            end.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof StatusRuntimeException status ? status : failed;
        }
    }

    private final class Answers implements StreamObserver<AttachResponse> {
        @Override
        public void onNext(AttachResponse answer) {
            screen.accept(answer);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(
                    failure instanceof StatusRuntimeException
                            ? failure
                            : Status.fromThrowable(failure).asRuntimeException());
        }

        @Override
        public void onCompleted() {
            end.complete(true);
        }
    }
}
