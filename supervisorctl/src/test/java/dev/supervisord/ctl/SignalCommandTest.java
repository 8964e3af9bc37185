package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_NOT_RUNNING;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_SIGNALLED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_SIGNAL_FAILED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.Code;
import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.SignalRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SignalCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(ProcessServiceGrpc.getSignalMethod(), request -> response);
    }

    @Test
    void signalAndNamesMayBeOneArgument() throws IOException {
        answer(results("p", RESULT_CODE_SIGNALLED));
        assertEquals(Result.of(0, "p: signalled"), ctl.run("signal HUP", "p"));
        assertEquals(
                SignalRequest.newBuilder().setSignal("HUP").addSelectors("p").build(),
                ctl.daemon().request());
    }

    @Test
    void whatDoesNotRunCountsOnlyWhenItWasNamed() throws IOException {
        answer(results("p", RESULT_CODE_SIGNALLED, "q", RESULT_CODE_NOT_RUNNING));
        assertEquals(Result.of(7, "p: signalled", "q: ERROR (not running)"), ctl.run("signal", "HUP", "p", "q"));
        assertEquals(Result.of(0, "p: signalled"), ctl.run("signal", "HUP", "all"));
    }

    @Test
    void anUnknownSignalIsToldForEachName() throws IOException {
        ctl.daemon()
                .refuse(
                        ProcessServiceGrpc.getSignalMethod(),
                        Refusals.of(Code.INVALID_ARGUMENT, "BAD_SIGNAL", "no such signal: BOGUS"));
        assertEquals(
                Result.of(1, "p: ERROR (bad signal name)", "q: ERROR (bad signal name)"),
                ctl.run("signal", "BOGUS", "p", "q"));
    }

    @Test
    void aSignalTheKernelRefusesIsAnError() throws IOException {
        answer(OperationResponse.newBuilder()
                .addResults(result("p", RESULT_CODE_SIGNAL_FAILED, "Operation not permitted"))
                .build());
        assertEquals(
                Result.of(1, "p: ERROR (signal failed)").withError("p: Operation not permitted"),
                ctl.run("signal", "HUP", "p"));
    }

    @Test
    void withoutProcessItShowsItsUse() throws IOException {
        Result result = ctl.run("signal", "HUP");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: signal requires a signal name and a process name\nsignal <signal"));
    }
}
