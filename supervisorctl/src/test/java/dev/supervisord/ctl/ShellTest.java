package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.GetVersionResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.ShutdownResponse;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShellTest extends CommandTest {
    private static final String STATUS = "p                                STARTING  \n";

    @BeforeEach
    void answer() {
        GetStatusResponse response = GetStatusResponse.newBuilder()
                .addProcesses(ProcessStatus.newBuilder()
                        .setGroup("p")
                        .setProcess("p")
                        .setState(ProcessState.PROCESS_STATE_STARTING))
                .build();
        ctl.daemon()
                .on(ProcessServiceGrpc.getGetStatusMethod(), request -> response)
                .on(ProcessServiceGrpc.getStopMethod(), request -> results("p", ResultCode.RESULT_CODE_STOPPED))
                .on(DaemonServiceGrpc.getShutdownMethod(), request -> ShutdownResponse.getDefaultInstance())
                .on(
                        DaemonServiceGrpc.getGetVersionMethod(),
                        request -> GetVersionResponse.newBuilder()
                                .setVersion("1.0")
                                .build());
    }

    @Test
    void commandsAreReadUntilQuit() throws IOException {
        assertEquals(
                new Result(
                        0,
                        STATUS + "supervisor> " + STATUS + "supervisor> p: stopped\n"
                                + "supervisor> *** Unknown syntax: bogus p\nsupervisor> supervisor> ",
                        ""),
                ctl.typing("status\nstop p\nbogus p\n\nquit\nversion\n").run());
    }

    @Test
    void supervisorsOtherWordsForHelpAndTheEndAreKnown() throws IOException {
        Result help = ctl.run("help", "version");
        assertEquals(help, ctl.run("?", "version"));
        assertEquals(
                new Result(0, STATUS + "supervisor> ", ""),
                ctl.typing("EOF\nversion\n").run());
    }

    @Test
    void theEndOfInputEndsIt() throws IOException {
        assertEquals(
                new Result(0, STATUS + "supervisor> 1.0\nsupervisor> \n", ""),
                ctl.typing("version").run());
    }

    @Test
    void shutdownIsAskedFor() throws IOException {
        String question = "Really shut the remote supervisord process down y/N? ";
        assertEquals(
                new Result(
                        0,
                        STATUS + "supervisor> " + question + "supervisor> " + question + "Shut down\nsupervisor> ",
                        ""),
                ctl.typing("shutdown\n\nshutdown\nyes\nexit\n").run());
    }

    @Test
    void itFollowsACommandWhenAsked() throws IOException {
        assertEquals(
                new Result(0, "1.0\n" + STATUS + "supervisor> ", ""),
                ctl.typing("exit\n").run("-i", "version"));
    }

    @Test
    void itGoesOnWithoutADaemon() throws IOException {
        String url = "unix://" + directory.resolve("none.sock");
        Result result = Ctl.run(directory, Map.of(), "quit\n", "-s", url);
        assertEquals(
                new Result(
                        0,
                        url + " no such file\nsupervisor> ",
                        "no daemon listens there; start it with: supervisord -c FILE\n"),
                result);
    }
}
