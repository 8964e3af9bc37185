package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.AvailableProcess;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ListAvailableResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class AvailCommandTest extends CommandTest {
    @Test
    void eachConfiguredProcessHasALine() throws IOException {
        ListAvailableResponse response = ListAvailableResponse.newBuilder()
                .addProcesses(AvailableProcess.newBuilder()
                        .setGroup("p")
                        .setProcess("p")
                        .setInUse(true)
                        .setAutostart(true)
                        .setGroupPriority(999)
                        .setProcessPriority(998))
                .addProcesses(AvailableProcess.newBuilder()
                        .setGroup("w")
                        .setProcess("w_00")
                        .setGroupPriority(1)
                        .setProcessPriority(2))
                .build();
        ctl.daemon().on(ConfigServiceGrpc.getListAvailableMethod(), request -> response);
        assertEquals(
                Result.of(
                        0,
                        "p                                in use    auto      999:998",
                        "w:w_00                           avail     manual    1:2"),
                ctl.run("avail"));
    }

    @Test
    void argumentsAreRefused() throws IOException {
        Result result = ctl.run("avail", "x");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: avail accepts no arguments\navail"));
    }
}
