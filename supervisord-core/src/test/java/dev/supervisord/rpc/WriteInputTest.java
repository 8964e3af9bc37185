package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.ViewBuilder;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.WriteInputRequest;
import dev.supervisord.v1.WriteInputResponse;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

    private static final long PATIENCE_SECONDS = 60;
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    private Rig rig;
    private StreamObserver<WriteInputRequest> call;
    private CompletableFuture<WriteInputResponse> answer;

    @BeforeEach
    void begin() throws IOException {
        begin(Rig.PATIENT);
    }

    private void begin(Limits limits) throws IOException {
        rig = Rig.in(directory, limits);
        runs(3);
        CompletableFuture<WriteInputResponse> told = new CompletableFuture<>();
        answer = told;
        call = ProcessServiceGrpc.newStub(rig.connect()).writeInput(new StreamObserver<>() {
            @Override
            public void onNext(WriteInputResponse response) {
                told.complete(response);
            }

            @Override
            public void onError(Throwable failure) {
                told.completeExceptionally(failure);
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
                List.of(ViewBuilder.of(Rig.PLAN.processes().get(0))
                        .running(4711)
                        .generation(generation)
                        .build())));
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

    /** In place of the usual server, one that has little patience. */
    private void beginImpatiently(int writers, Duration idle, Duration request)
            throws IOException, InterruptedException {
        rig.close();
        Limits usual = Rig.PATIENT;
        begin(new Limits(
                usual.connections(),
                usual.connectionsPerUser(),
                usual.strangers(),
                usual.introduction(),
                usual.idle(),
                usual.calls(),
                usual.callsPerUser(),
                usual.logReaders(),
                writers,
                idle,
                request));
    }

    @Test
    void whoHasBegunAndSendsNothingIsLetGo() throws IOException, InterruptedException {
        beginImpatiently(1, SHORT, LONG);
        rig.inputs.readOn();
        send("one");
        assertEquals(Status.Code.DEADLINE_EXCEEDED, refusal().getCode());
        assertEquals("one", rig.inputs.seen());
    }

    @Test
    void whoWaitsForTheProcessIsNotIdle() throws IOException, InterruptedException {
        Duration idle = Duration.ofMillis(1);
        beginImpatiently(1, idle, LONG);
        send("0123456789");
        await(() -> rig.inputs.waiting() == 8);
        long patienceEnds = System.nanoTime() + idle.multipliedBy(50).toNanos();
        await(() -> System.nanoTime() > patienceEnds);
        assertEquals(false, answer.isDone());
        rig.inputs.readOn();
        assertEquals(Status.Code.DEADLINE_EXCEEDED, refusal().getCode(), "now it is");
        assertEquals("0123456789", rig.inputs.seen());
    }

    @Test
    void whoOpensACallAndSaysNothingIsLetGo() throws IOException, InterruptedException {
        beginImpatiently(1, LONG, SHORT);
        assertEquals(Status.Code.DEADLINE_EXCEEDED, refusal().getCode());
    }

    @Test
    void moreWritersThanThereMayBeAreRefused() throws IOException, InterruptedException {
        beginImpatiently(0, LONG, LONG);
        send("x");
        assertEquals(Status.Code.RESOURCE_EXHAUSTED, refusal().getCode());
    }

    @Test
    void aRequestWithoutANameIsRefused() {
        call.onCompleted();
        assertEquals(Status.Code.INVALID_ARGUMENT, refusal().getCode());
    }
}
