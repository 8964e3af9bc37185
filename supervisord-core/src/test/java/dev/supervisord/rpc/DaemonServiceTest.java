package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.engine.Control;
import dev.supervisord.output.Eventually;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.GetVersionResponse;
import dev.supervisord.v1.LogLevel;
import dev.supervisord.v1.SetLogLevelRequest;
import dev.supervisord.v1.ShutdownRequest;
import dev.supervisord.v1.ShutdownResponse;
import io.grpc.Status.Code;
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

class DaemonServiceTest {

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
    void theVersionIsTold() {
        GetVersionResponse version =
                DaemonServiceGrpc.newBlockingStub(rig.connect()).getVersion(GetVersionRequest.getDefaultInstance());
        assertEquals("1.2.3", version.getVersion());
        assertEquals(42, version.getPid());
    }

    @Test
    void theLogLevelIsToldAndSet() {
        DaemonServiceGrpc.DaemonServiceBlockingStub client = DaemonServiceGrpc.newBlockingStub(rig.connect());
        assertEquals(
                LogLevel.LOG_LEVEL_INFO,
                client.setLogLevel(SetLogLevelRequest.newBuilder()
                                .setLevel(LogLevel.LOG_LEVEL_TRACE)
                                .build())
                        .getPrevious());
        assertEquals(
                LogLevel.LOG_LEVEL_TRACE,
                client.getVersion(GetVersionRequest.getDefaultInstance()).getLogLevel());
        assertEquals(List.of("CRITICAL the log level is TRACE from now on; it was INFO"), rig.log.lines());
        assertEquals(
                "MISSING_FIELD",
                Refusal.of(() -> client.setLogLevel(SetLogLevelRequest.getDefaultInstance()))
                        .reason());
    }

    @Test
    void shutdownAnswersWhenEverythingHasEndedAndCloseLetsTheAnswerLeave()
            throws ExecutionException, InterruptedException, TimeoutException {
        CompletableFuture<Void> lastProcess = new CompletableFuture<>();
        rig.control.answersWhen(lastProcess);
        Future<ShutdownResponse> answer =
                DaemonServiceGrpc.newFutureStub(rig.connect()).shutdown(ShutdownRequest.getDefaultInstance());
        Eventually.until(() -> !rig.control.asked().isEmpty(), () -> "not asked");
        lastProcess.complete(null);
        rig.server.close(Duration.ofSeconds(60));
        assertEquals(ShutdownResponse.getDefaultInstance(), answer.get(60, TimeUnit.SECONDS));
        assertEquals(List.of("shutdown"), rig.control.asked());
    }

    @Test
    void aSecondShutdownIsToldOfTheFirst() {
        rig.control.refuses(new Control.ShuttingDown());
        assertEquals(
                new Refusal(Code.FAILED_PRECONDITION, "SHUTTING_DOWN", "the daemon is shutting down"),
                Refusal.of(() -> DaemonServiceGrpc.newBlockingStub(rig.connect())
                        .shutdown(ShutdownRequest.getDefaultInstance())));
    }
}
