package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Outcome;
import dev.supervisord.output.Eventually;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.StartRequest;
import dev.supervisord.v1.TailDaemonRequest;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RpcServerTest {

    private static final StartRequest START_CAT =
            StartRequest.newBuilder().addSelectors("cat").build();

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    @Test
    void healthSaysServing() {
        assertEquals(
                ServingStatus.SERVING,
                HealthGrpc.newBlockingStub(rig.connect())
                        .check(HealthCheckRequest.getDefaultInstance())
                        .getStatus());
    }

    @Test
    void reflectionListsTheServices() throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<List<String>> services = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> asking = ServerReflectionGrpc.newStub(rig.connect())
                .serverReflectionInfo(new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        services.complete(response.getListServicesResponse().getServiceList().stream()
                                .map(service -> service.getName())
                                .toList());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        services.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {}
                });
        asking.onNext(ServerReflectionRequest.newBuilder().setListServices("*").build());
        assertTrue(services.get(60, TimeUnit.SECONDS)
                .containsAll(List.of(
                        "supervisord.v1.ProcessService",
                        "supervisord.v1.LogService",
                        "supervisord.v1.ConfigService",
                        "supervisord.v1.DaemonService",
                        "grpc.health.v1.Health")));
        asking.onCompleted();
    }

    @Test
    void closeWaitsForAnAnswerThatComesWithinItsGrace()
            throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<List<Outcome>> started = new CompletableFuture<>();
        rig.control.answersWhen(started);
        Future<OperationResponse> waiting =
                ProcessServiceGrpc.newFutureStub(rig.connect()).start(START_CAT);
        Eventually.until(() -> !rig.control.asked().isEmpty(), () -> "not asked");
        Thread closing = new Thread(() -> {
            try {
                rig.server.close(Duration.ofSeconds(60));
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        });
        closing.start();
        started.complete(List.of(new Outcome("cat", Outcome.Code.STARTED, "")));
        assertEquals(1, waiting.get(60, TimeUnit.SECONDS).getResultsCount());
        closing.join(60_000);
        assertEquals(Thread.State.TERMINATED, closing.getState());
    }

    @Test
    void closeCutsWhatLastsLongerThanItsGrace() throws InterruptedException {
        rig.control.answersWhen(new CompletableFuture<List<Outcome>>());
        Future<OperationResponse> waiting =
                ProcessServiceGrpc.newFutureStub(rig.connect()).start(START_CAT);
        LogServiceGrpc.newStub(rig.connect())
                .tailDaemon(TailDaemonRequest.newBuilder().setFollow(true).build(), new IgnoredReplies<>());
        Eventually.until(
                () -> rig.control.asked().size() == 1 && rig.outputs.readers().size() == 1, () -> "not begun");
        rig.server.close(Duration.ofMillis(200)); // else it would never return
        assertThrows(Exception.class, () -> waiting.get(60, TimeUnit.SECONDS));
        Eventually.until(() -> rig.outputs.isClosed(rig.outputs.readers().get(0)), () -> "the log is still read");
    }
}
