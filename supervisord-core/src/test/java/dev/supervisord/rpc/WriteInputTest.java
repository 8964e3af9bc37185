package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.supervisord.engine.Situation;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.Phase;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.WriteInputRequest;
import dev.supervisord.v1.WriteInputResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard input over the wire, into a pipe of 8 bytes. */
class WriteInputTest {

    private static final long PATIENCE_SECONDS = 20;

    @TempDir
    private Path directory;

    private Rig rig;
    private StreamObserver<WriteInputRequest> call;
    private final CompletableFuture<WriteInputResponse> answer = new CompletableFuture<>();

    @BeforeEach
    void begin() throws IOException {
        rig = Rig.in(directory);
        runs(3);
        call = ProcessServiceGrpc.newStub(rig.connect()).writeInput(new StreamObserver<>() {
            @Override
            public void onNext(WriteInputResponse response) {
                answer.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                answer.completeExceptionally(failure);
            }

            @Override
            public void onCompleted() {}
        });
    }

    @AfterEach
    void nothingIsLeftOpen() throws InterruptedException {
        await(() -> rig.inputs.stillOpen() == 0);
        rig.close();
    }

    private void runs(long generation) {
        rig.control.shows(new Snapshot(
                1,
                DaemonPhase.RUNNING,
                Rig.PLAN,
                List.of(new ProcessView(
                        Rig.PLAN.processes().get(0),
                        Phase.RUNNING,
                        OptionalInt.of(4711),
                        generation,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "",
                        false,
                        Situation.UNTOUCHED))));
    }

    private void send(String text) {
        call.onNext(WriteInputRequest.newBuilder()
                .setName("cat")
                .setData(ByteString.copyFromUtf8(text))
                .build());
    }

    private static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("it does not come true");
            }
            Thread.onSpinWait();
        }
    }

    private long answeredBytes() {
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().getBytes();
    }

    private Status refusal() {
        answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS);
        CompletionException failed = assertThrows(CompletionException.class, answer::join);
        return Status.fromThrowable(failed);
    }

    @Test
    void everythingArrivesInOrder() {
        rig.inputs.readOn();
        send("more than eight bytes, ");
        send("and then some");
        call.onCompleted();
        assertEquals(36, answeredBytes());
        assertEquals("more than eight bytes, and then some", rig.inputs.seen());
    }

    @Test
    void whatTheProcessDoesNotReadWaitsAndIsAnsweredWhenItDoes() {
        send("0123456789");
        call.onCompleted();
        await(() -> rig.inputs.waiting() == 8);
        assertEquals(false, answer.isDone());
        rig.inputs.readOn();
        assertEquals(10, answeredBytes());
        assertEquals("0123456789", rig.inputs.seen());
    }

    @Test
    void theEndOfTheRunIsTold() {
        send("0123456789");
        await(() -> rig.inputs.waiting() == 8);
        runs(4);
        assertEquals(Status.Code.ABORTED, refusal().getCode());
    }

    @Test
    void aClientThatGoesAwayLeavesNothingOpen() {
        send("0123456789");
        await(() -> rig.inputs.stillOpen() == 1);
        call.onError(Status.CANCELLED.asRuntimeException());
        assertEquals(Status.Code.CANCELLED, refusal().getCode());
    }

    @Test
    void whatIsNoPipeOfOursIsRefused() {
        rig.inputs.refuse("it is something else");
        send("x");
        assertEquals(
                "cannot write to the standard input of cat: it is something else",
                refusal().getDescription());
    }

    @Test
    void aProcessThatDoesNotExistIsRefused() {
        call.onNext(WriteInputRequest.newBuilder().setName("ghost").build());
        assertEquals(Status.Code.NOT_FOUND, refusal().getCode());
    }

    @Test
    void aRequestWithoutANameIsRefused() {
        call.onCompleted();
        assertEquals(Status.Code.INVALID_ARGUMENT, refusal().getCode());
    }
}
