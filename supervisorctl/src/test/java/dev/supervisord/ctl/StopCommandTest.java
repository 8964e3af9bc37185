package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_NOT_RUNNING;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_GROUP;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_PROCESS;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_STOPPED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.StopRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class StopCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(ProcessServiceGrpc.getStopMethod(), request -> response);
    }

    @Test
    void whatStoppedIsTold() throws IOException {
        answer(results("w:w_00", RESULT_CODE_STOPPED, "w:w_01", RESULT_CODE_STOPPED));
        assertEquals(Result.of(0, "w:w_00: stopped", "w:w_01: stopped"), ctl.run("stop", "w:*"));
        assertEquals(
                StopRequest.newBuilder().addSelectors("w:*").build(),
                ctl.daemon().request());
    }

    @Test
    void whatDoesNotRunIsNoError() throws IOException {
        answer(results("p", RESULT_CODE_NOT_RUNNING));
        assertEquals(Result.of(0, "p: ERROR (not running)"), ctl.run("stop", "p"));
        assertEquals(Result.of(0, "p: ERROR (not running)"), ctl.run("stop", "p:p"));
        assertEquals(Result.of(0), ctl.run("stop", "all"));
    }

    @Test
    void whatDoesNotExistIsAnError() throws IOException {
        answer(results("nosuch", RESULT_CODE_NO_SUCH_PROCESS, "nogrp:*", RESULT_CODE_NO_SUCH_GROUP));
        assertEquals(
                Result.of(1, "nosuch: ERROR (no such process)", "nogrp: ERROR (no such group)"),
                ctl.run("stop", "nosuch", "nogrp:*"));
    }

    @Test
    void withoutWaitingTheRequestSaysSo() throws IOException {
        answer(results());
        assertEquals(Result.of(0), ctl.run("stop", "all", "--no-wait"));
        assertEquals(
                StopRequest.newBuilder().addSelectors("all").setNoWait(true).build(),
                ctl.daemon().request());
    }

    @Test
    void withoutNameItShowsItsUse() throws IOException {
        Result result = ctl.run("stop");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: stop requires a process name\nstop <name>\t\tStop a process"));
    }
}
