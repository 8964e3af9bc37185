package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_NOT_RUNNING;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_PROCESS;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_SPAWN_ERROR;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_STARTED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.RestartRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RestartCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(ProcessServiceGrpc.getRestartMethod(), request -> response);
    }

    @Test
    void allStopsComeBeforeTheStarts() throws IOException {
        answer(results(
                "w:0", RESULT_CODE_STOPPED,
                "w:1", RESULT_CODE_STOPPED,
                "w:0", RESULT_CODE_STARTED,
                "w:1", RESULT_CODE_STARTED));
        assertEquals(
                Result.of(0, "w:0: stopped", "w:1: stopped", "w:0: started", "w:1: started"),
                ctl.run("restart", "w:*"));
        assertEquals(
                RestartRequest.newBuilder().addSelectors("w:*").build(),
                ctl.daemon().request());
    }

    @Test
    void whatDidNotRunIsStartedAllTheSame() throws IOException {
        answer(results("q", RESULT_CODE_NOT_RUNNING, "q", RESULT_CODE_STARTED));
        assertEquals(Result.of(0, "q: ERROR (not running)", "q: started"), ctl.run("restart", "q"));
        assertEquals(Result.of(0, "q: started"), ctl.run("restart", "all"));
    }

    @Test
    void failuresHaveTheirExitCodes() throws IOException {
        answer(results("nosuch", RESULT_CODE_NO_SUCH_PROCESS, "nosuch", RESULT_CODE_NO_SUCH_PROCESS));
        assertEquals(
                Result.of(1, "nosuch: ERROR (no such process)", "nosuch: ERROR (no such process)"),
                ctl.run("restart", "nosuch"));
        answer(results("p", RESULT_CODE_STOPPED, "p", RESULT_CODE_SPAWN_ERROR));
        assertEquals(Result.of(7, "p: stopped", "p: ERROR (spawn error)"), ctl.run("restart", "p"));
    }

    @Test
    void withoutNameItShowsItsUse() throws IOException {
        Result result = ctl.run("restart");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: restart requires a process name\nrestart <name>"));
    }
}
