package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_CLEARED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_LOG_FAILED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_PROCESS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.ClearRequest;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.OperationResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ClearCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(LogServiceGrpc.getClearMethod(), request -> response);
    }

    @Test
    void eachClearedLogIsTold() throws IOException {
        answer(results("p", RESULT_CODE_CLEARED, "q", RESULT_CODE_CLEARED));
        assertEquals(Result.of(0, "p: cleared", "q: cleared"), ctl.run("clear", "all"));
        assertEquals(
                ClearRequest.newBuilder().addSelectors("all").build(),
                ctl.daemon().request());
    }

    @Test
    void failuresAreErrors() throws IOException {
        answer(results("nosuch", RESULT_CODE_NO_SUCH_PROCESS));
        assertEquals(Result.of(1, "nosuch: ERROR (no such process)"), ctl.run("clear", "nosuch"));
        answer(OperationResponse.newBuilder()
                .addResults(result("p", RESULT_CODE_LOG_FAILED, "cannot empty /x: read-only file system"))
                .build());
        assertEquals(Result.of(1, "p: ERROR (cannot empty /x: read-only file system)"), ctl.run("clear", "p"));
    }

    @Test
    void withoutNameItShowsItsUse() throws IOException {
        Result result = ctl.run("clear");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: clear requires a process name\nclear <name>"));
    }
}
