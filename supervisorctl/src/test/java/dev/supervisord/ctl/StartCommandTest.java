package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_ABNORMAL_TERMINATION;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_ACCEPTED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_ALREADY_STARTED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NOT_EXECUTABLE;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_FILE;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_GROUP;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_PROCESS;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_SPAWN_ERROR;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_STARTED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StartRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(ProcessServiceGrpc.getStartMethod(), request -> response);
    }

    @Test
    void aProgramOfSeveralProcessesHasALineForEach() throws IOException {
        answer(results("web:web_00", RESULT_CODE_STARTED, "web:web_01", RESULT_CODE_STARTED));
        assertEquals(Result.of(0, "web:web_00: started", "web:web_01: started"), ctl.run("start", "web"));
        assertEquals(
                StartRequest.newBuilder().addSelectors("web").build(),
                ctl.daemon().request());
    }

    @ParameterizedTest
    @CsvSource({
        "RESULT_CODE_ALREADY_STARTED, x: ERROR (already started), 0",
        "RESULT_CODE_NO_SUCH_PROCESS, x: ERROR (no such process), 1",
        "RESULT_CODE_NO_SUCH_GROUP, x: ERROR (no such group), 2",
        "RESULT_CODE_NO_FILE, x: ERROR (no such file), 1",
        "RESULT_CODE_NOT_EXECUTABLE, x: ERROR (file is not executable), 1",
        "RESULT_CODE_SPAWN_ERROR, x: ERROR (spawn error), 7",
        "RESULT_CODE_ABNORMAL_TERMINATION, x: ERROR (abnormal termination), 7",
        "RESULT_CODE_UNSPECIFIED, x: ERROR (unknown result 0), 1",
    })
    void eachRefusalHasItsWordsAndExitCode(ResultCode code, String line, int exitCode) throws IOException {
        answer(results("x", code));
        assertEquals(Result.of(exitCode, line), ctl.run("start", "x"));
    }

    @Test
    void theReasonOfAFailureGoesToStandardError() throws IOException {
        answer(OperationResponse.newBuilder()
                .addResults(result("x", RESULT_CODE_NO_FILE, "can't find command '/no/such'"))
                .build());
        assertEquals(
                Result.of(1, "x: ERROR (no such file)").withError("x: can't find command '/no/such'"),
                ctl.run("start", "x"));
    }

    @Test
    void aGroupWithNothingToStartSaysNothing() throws IOException {
        answer(results("w:0", RESULT_CODE_ALREADY_STARTED, "w:1", RESULT_CODE_STARTED));
        assertEquals(Result.of(0, "w:1: started"), ctl.run("start", "w:*"));
        assertEquals(Result.of(0, "w:1: started"), ctl.run("start", "w:"));
        assertEquals(Result.of(0, "w:1: started"), ctl.run("start", "all"));
        assertEquals(Result.of(0, "w:1: started"), ctl.run("start", "w:[0-9]"));
        assertEquals(Result.of(0, "w:0: ERROR (already started)", "w:1: started"), ctl.run("start", "w"));
        assertEquals(Result.of(0, "w:0: ERROR (already started)", "w:1: started"), ctl.run("start", "w:*", "w:0"));
    }

    @Test
    void theLastErrorDecides() throws IOException {
        answer(results(
                "a", RESULT_CODE_SPAWN_ERROR,
                "ghost", RESULT_CODE_NO_SUCH_PROCESS,
                "b", RESULT_CODE_STARTED));
        assertEquals(1, ctl.run("start", "a", "ghost", "b").code());
        answer(results("g", RESULT_CODE_NO_SUCH_GROUP, "a", RESULT_CODE_ABNORMAL_TERMINATION));
        assertEquals(7, ctl.run("start", "g:*", "a").code());
        answer(results("a", RESULT_CODE_NOT_EXECUTABLE, "b", RESULT_CODE_STARTED));
        assertEquals(1, ctl.run("start", "a", "b").code());
    }

    @Test
    void withoutWaitingItIsOnlyAccepted() throws IOException {
        answer(results("a", RESULT_CODE_ACCEPTED));
        assertEquals(Result.of(0, "a: accepted"), ctl.run("start", "--no-wait", "a"));
        assertEquals(
                List.of(StartRequest.newBuilder()
                        .addSelectors("a")
                        .setNoWait(true)
                        .build()),
                ctl.daemon().requests());
    }

    @Test
    void withoutNameOrWithAWrongOptionItShowsItsUse() throws IOException {
        Result result = ctl.run("start");
        assertEquals(2, result.code());
        assertTrue(result.out().startsWith("Error: start requires a process name\nstart <name>\t\tStart a process"));
        assertEquals("", result.err());
        result = ctl.run("start", "--now", "x");
        assertEquals(2, result.code());
        assertTrue(result.out().startsWith("Error: bad argument --now\n"));
    }
}
