package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.ShutdownResponse;
import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShutdownCommandTest extends CommandTest {
    @Test
    void theEndOfTheDaemonIsTold() throws IOException {
        ctl.daemon().on(DaemonServiceGrpc.getShutdownMethod(), request -> ShutdownResponse.getDefaultInstance());
        assertEquals(Result.of(0, "Shut down"), ctl.run("shutdown"));
    }

    @Test
    void itIsNoErrorWhenItEndsAlready() throws IOException {
        ctl.daemon()
                .refuse(
                        DaemonServiceGrpc.getShutdownMethod(),
                        Refusals.of(Code.FAILED_PRECONDITION, "SHUTTING_DOWN", "the daemon is shutting down"));
        assertEquals(Result.of(0, "ERROR: already shutting down"), ctl.run("shutdown"));
    }

    @Test
    void aDaemonThatIsNotThereIsAnError() throws IOException {
        String none = "unix://" + directory.resolve("none.sock");
        assertEquals(
                Result.of(1, "ERROR: " + none + " no such file (already shut down?)"),
                Ctl.run(directory, Map.of(), "", "-s", none, "shutdown"));
        Path stale = Files.createFile(directory.resolve("stale.sock"));
        assertEquals(
                Result.of(1, "ERROR: unix://" + stale + " refused connection (already shut down?)"),
                Ctl.run(directory, Map.of(), "", "-s", "unix://" + stale, "shutdown"));
    }

    @Test
    void anotherFailureIsTold() throws IOException {
        ctl.daemon()
                .refuse(
                        DaemonServiceGrpc.getShutdownMethod(),
                        Status.INTERNAL.withDescription("internal error").asRuntimeException());
        assertEquals(Result.of(1, "ERROR: internal error"), ctl.run("shutdown"));
    }

    @Test
    void argumentsAreRefused() throws IOException {
        Result result = ctl.run("shutdown", "x");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: shutdown accepts no arguments\nshutdown"));
    }
}
