package dev.supervisord.ctl;

import static dev.supervisord.v1.ResultCode.RESULT_CODE_ADDED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_ALREADY_ADDED;
import static dev.supervisord.v1.ResultCode.RESULT_CODE_NO_SUCH_GROUP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.AddGroupsRequest;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.OperationResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AddCommandTest extends CommandTest {
    private void answer(OperationResponse response) {
        ctl.daemon().on(ConfigServiceGrpc.getAddGroupsMethod(), request -> response);
    }

    @Test
    void whatWasAddedIsTold() throws IOException {
        answer(results("n", RESULT_CODE_ADDED, "m", RESULT_CODE_ALREADY_ADDED));
        assertEquals(
                Result.of(0, "n: added process group", "ERROR: process group already active"),
                ctl.run("add", "n", "m"));
        assertEquals(
                AddGroupsRequest.newBuilder().addGroups("n").addGroups("m").build(),
                ctl.daemon().request());
    }

    @Test
    void anUnknownGroupIsAnError() throws IOException {
        answer(results("zz", RESULT_CODE_NO_SUCH_GROUP, "n", RESULT_CODE_ADDED));
        assertEquals(
                Result.of(1, "ERROR: no such process/group: zz", "n: added process group"), ctl.run("add", "zz", "n"));
    }

    @Test
    void withoutNameItShowsItsUse() throws IOException {
        Result result = ctl.run("add");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: add requires a group name\nadd <name>"));
    }
}
