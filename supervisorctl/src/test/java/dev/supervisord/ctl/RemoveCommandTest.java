package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_GROUP;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_REMOVED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_STILL_RUNNING;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.RemoveGroupsRequest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RemoveCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(ConfigServiceGrpc.getRemoveGroupsMethod(), request -> response);
    }

    @Test
    void whatWasRemovedIsTold() throws IOException {
        answer(results("p", RESULT_CODE_REMOVED));
        assertEquals(Result.of(0, "p: removed process group"), ctl.run("remove", "p"));
        assertEquals(
                RemoveGroupsRequest.newBuilder().addGroups("p").build(),
                ctl.daemon().request());
    }

    @Test
    void whatRunsOrDoesNotExistIsAnError() throws IOException {
        answer(results("p", RESULT_CODE_STILL_RUNNING, "zz", RESULT_CODE_NO_SUCH_GROUP));
        assertEquals(
                Result.of(1, "ERROR: process/group still running: p", "ERROR: no such process/group: zz"),
                ctl.run("remove", "p", "zz"));
    }

    @Test
    void withoutNameItShowsItsUse() throws IOException {
        Result result = ctl.run("remove");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: remove requires a group name\nremove <name>"));
    }
}
