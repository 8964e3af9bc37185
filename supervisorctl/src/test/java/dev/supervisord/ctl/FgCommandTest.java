package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.Channel;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.TailResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class FgCommandTest extends CommandTest {
    private final CountDownLatch printed = new CountDownLatch(2);

    /** It has run 1 until both streams were sent, then the state and run given here. */
    private void process(ProcessState then, long generation) {
        ctl.daemon().on(ProcessServiceGrpc.getGetStatusMethod(), request -> {
            boolean still = printed.getCount() > 0;
            return GetStatusResponse.newBuilder()
                    .addProcesses(ProcessStatus.newBuilder()
                            .setState(still ? ProcessState.PROCESS_STATE_RUNNING : then)
                            .setGeneration(still ? 1 : generation))
                    .build();
        });
    }

    private void logs() {
        ctl.daemon().<TailRequest, TailResponse>onCall(LogServiceGrpc.getTailMethod(), (request, reply) -> {
            if (request.getChannel() == Channel.CHANNEL_STDERR) {
                reply.onError(Refusals.of(Code.FAILED_PRECONDITION, "NO_LOG_FILE", "no log"));
            } else {
                reply.onNext(TailResponse.newBuilder()
                        .setData(ByteString.copyFromUtf8("größe\n"))
                        .build());
            }
            printed.countDown();
        });
    }

    @Test
    void whatTheProcessWritesIsPrintedUntilItsRunEnds() throws IOException {
        process(ProcessState.PROCESS_STATE_EXITED, 1);
        logs();
        assertEquals(
                Result.of(0, "==> Press Ctrl-C to exit <==", "größe", "Process got killed", "Exiting foreground"),
                ctl.waiting().run("fg", "p"));
    }

    @Test
    void anotherRunIsNotTheOneThatWasLookedAt() throws IOException {
        process(ProcessState.PROCESS_STATE_RUNNING, 2);
        logs();
        assertTrue(ctl.waiting().run("fg", "p").out().endsWith("Process got killed\nExiting foreground\n"));
    }

    @Test
    void theEndOfTheInputEndsIt() throws IOException {
        process(ProcessState.PROCESS_STATE_RUNNING, 1);
        logs();
        Result result = ctl.run("fg", "p");
        assertEquals(0, result.code());
        assertTrue(
                result.out().endsWith("Exiting foreground\n") && !result.out().contains("killed"), result.out());
    }

    @Test
    void aFailedConnectionIsTold() throws IOException {
        process(ProcessState.PROCESS_STATE_RUNNING, 1);
        ctl.daemon()
                .refuse(
                        LogServiceGrpc.getTailMethod(),
                        io.grpc.Status.UNAVAILABLE
                                .withDescription("too many tails")
                                .asRuntimeException());
        assertEquals(
                Result.of(1, "==> Press Ctrl-C to exit <==", "ERROR: too many tails"),
                ctl.waiting().run("fg", "p"));
    }

    @Test
    void wrongNamesAreToldInSupervisorsWords() throws IOException {
        assertEquals(
                Result.of(
                        1,
                        "ERROR: no process name supplied",
                        "fg <process>\tConnect to a process in foreground mode",
                        "\t\tCtrl-C to exit"),
                ctl.run("fg"));
        assertEquals(Result.of(1, "ERROR: too many process names supplied"), ctl.run("fg", "a", "b"));
        ctl.daemon()
                .on(
                        ProcessServiceGrpc.getGetStatusMethod(),
                        request -> GetStatusResponse.newBuilder()
                                .addUnknown(result("ghost", ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""))
                                .build());
        assertEquals(Result.of(1, "ERROR: bad process name supplied"), ctl.run("fg", "ghost"));
    }

    @Test
    void aProcessThatIsNotRunningIsAnError() throws IOException {
        ctl.daemon()
                .on(
                        ProcessServiceGrpc.getGetStatusMethod(),
                        request -> GetStatusResponse.newBuilder()
                                .addProcesses(ProcessStatus.newBuilder().setState(ProcessState.PROCESS_STATE_STOPPED))
                                .build());
        assertEquals(Result.of(1, "ERROR: process not running"), ctl.run("fg", "p"));
    }
}
