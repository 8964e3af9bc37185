package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class VersionCommandTest extends CommandTest {
    @Test
    void itIsTheDaemons() throws IOException {
        ctl.daemon()
                .on(
                        DaemonServiceGrpc.getGetVersionMethod(),
                        request -> GetVersionResponse.newBuilder()
                                .setVersion("1.2.3")
                                .build());
        assertEquals(Result.of(0, "1.2.3"), ctl.run("version"));
    }

    @Test
    void argumentsAreRefused() throws IOException {
        Result result = ctl.run("version", "x");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: version accepts no arguments\nversion"));
    }
}
