package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_LOG_FAILED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_PROCESS;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_ROTATED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.RotateRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RotateCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(LogServiceGrpc.getRotateMethod(), request -> response);
    }

    @Test
    void eachRotatedLogIsTold() throws IOException {
        answer(results("p", RESULT_CODE_ROTATED, "q", RESULT_CODE_ROTATED));
        assertEquals(Result.of(0, "p: rotated", "q: rotated"), ctl.run("rotate", "all"));
        assertEquals(
                RotateRequest.newBuilder().addSelectors("all").build(),
                ctl.daemon().request());
    }

    @Test
    void whatIsNotRotatedNowIsNotCalledRotated() throws IOException {
        answer(OperationResponse.newBuilder()
                .addResults(result("p", RESULT_CODE_ROTATED, "there is nothing in its logs"))
                .build());
        assertEquals(Result.of(0, "p: there is nothing in its logs"), ctl.run("rotate", "p"));
    }

    @Test
    void failuresAreErrors() throws IOException {
        answer(results("nosuch", RESULT_CODE_NO_SUCH_PROCESS));
        assertEquals(Result.of(1, "nosuch: ERROR (no such process)"), ctl.run("rotate", "nosuch"));
        answer(OperationResponse.newBuilder()
                .addResults(result("p", RESULT_CODE_LOG_FAILED, "cannot rotate /x: read-only file system"))
                .build());
        assertEquals(Result.of(1, "p: ERROR (cannot rotate /x: read-only file system)"), ctl.run("rotate", "p"));
    }

    @Test
    void withoutNameItShowsItsUse() throws IOException {
        Result result = ctl.run("rotate");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: rotate requires a process name\nrotate <name>"));
    }
}
