package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.GetVersionResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PidCommandTest extends CommandTest {
    private void processes() {
        ctl.daemon().on(ProcessServiceGrpc.getGetStatusMethod(), request -> {
            GetStatusResponse.Builder response = GetStatusResponse.newBuilder();
            switch (request.getSelectors(0)) {
                case "up" -> response.addProcesses(ProcessStatus.newBuilder().setPid(41));
                case "off" -> response.addProcesses(ProcessStatus.newBuilder());
                case "all" ->
                    response.addProcesses(ProcessStatus.newBuilder().setPid(41))
                            .addProcesses(ProcessStatus.newBuilder());
                default ->
                    response.addUnknown(result(request.getSelectors(0), ResultCode.RESULT_CODE_NO_SUCH_PROCESS, ""));
            }
            return response.build();
        });
    }

    @Test
    void withoutNameItIsTheDaemons() throws IOException {
        ctl.daemon()
                .on(
                        DaemonServiceGrpc.getGetVersionMethod(),
                        request -> GetVersionResponse.newBuilder().setPid(77).build());
        assertEquals(Result.of(0, "77"), ctl.run("pid"));
    }

    @Test
    void eachNameHasALineInOrder() throws IOException {
        processes();
        assertEquals(Result.of(0, "41"), ctl.run("pid", "up"));
        assertEquals(Result.of(7, "0"), ctl.run("pid", "off"));
        assertEquals(Result.of(1, "No such process ghost"), ctl.run("pid", "ghost"));
        assertEquals(Result.of(7, "No such process ghost", "0", "41"), ctl.run("pid", "ghost", "off", "up"));
    }

    @Test
    void amongAllItIsNoErrorToBeDown() throws IOException {
        processes();
        assertEquals(Result.of(0, "41", "0"), ctl.run("pid", "all"));
    }
}
