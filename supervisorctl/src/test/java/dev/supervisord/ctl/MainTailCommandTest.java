package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.TailDaemonRequest;
import dev.supervisord.v1.TailResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MainTailCommandTest extends CommandTest {
    private void answer(String text) {
        ctl.daemon()
                .on(
                        LogServiceGrpc.getTailDaemonMethod(),
                        request -> TailResponse.newBuilder()
                                .setData(ByteString.copyFromUtf8(text))
                                .build());
    }

    @Test
    void theEndOfTheDaemonsLogIsPrinted() throws IOException {
        answer("(startsecs)\n");
        assertEquals(Result.of(0, "(startsecs)", ""), ctl.run("maintail", "-12"));
        assertEquals(
                TailDaemonRequest.newBuilder().setBytes(12).build(),
                ctl.daemon().request());
    }

    @Test
    void itCanBeFollowed() throws IOException {
        answer("x\n");
        assertEquals(Result.of(0, "==> Press Ctrl-C to exit <==", "x"), ctl.run("maintail", "-f"));
        assertEquals(
                TailDaemonRequest.newBuilder().setBytes(1024).setFollow(true).build(),
                ctl.daemon().request());
    }

    @Test
    void aDaemonWithoutLogFileSaysSo() throws IOException {
        ctl.daemon()
                .refuse(
                        LogServiceGrpc.getTailDaemonMethod(),
                        Refusals.of(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "the daemon has no log file"));
        assertEquals(Result.of(1, "supervisord: ERROR (no log file)"), ctl.run("maintail"));
    }

    @Test
    void wrongArgumentsAreRefused() throws IOException {
        assertEquals(Result.of(1, "Error: bad argument x"), ctl.run("maintail", "x"));
        assertEquals(Result.of(1, "Error: bad argument -x"), ctl.run("maintail", "-x"));
    }
}
