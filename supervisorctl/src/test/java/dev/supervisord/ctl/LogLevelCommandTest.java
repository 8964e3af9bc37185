package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionResponse;
import dev.supervisord.v1.LogLevel;
import dev.supervisord.v1.SetLogLevelRequest;
import dev.supervisord.v1.SetLogLevelResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class LogLevelCommandTest extends CommandTest {
    @Test
    void theLevelIsShown() throws IOException {
        ctl.daemon()
                .on(
                        DaemonServiceGrpc.getGetVersionMethod(),
                        request -> GetVersionResponse.newBuilder()
                                .setLogLevel(LogLevel.LOG_LEVEL_WARN)
                                .build());
        assertEquals(Result.of(0, "warn"), ctl.run("loglevel"));
    }

    @Test
    void theLevelIsSetByItsWord() throws IOException {
        ctl.daemon()
                .on(
                        DaemonServiceGrpc.getSetLogLevelMethod(),
                        request -> SetLogLevelResponse.newBuilder()
                                .setPrevious(LogLevel.LOG_LEVEL_INFO)
                                .build());
        assertEquals(Result.of(0, "loglevel: debug (was info)"), ctl.run("loglevel", "Debug"));
        assertEquals(
                SetLogLevelRequest.newBuilder()
                        .setLevel(LogLevel.LOG_LEVEL_DEBUG)
                        .build(),
                ctl.daemon().request());
    }

    @Test
    void anotherWordIsRefused() throws IOException {
        assertEquals(2, ctl.run("loglevel", "loud").code());
        assertEquals(2, ctl.run("loglevel", "unspecified").code());
    }
}
