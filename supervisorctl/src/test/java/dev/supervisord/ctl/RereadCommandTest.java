package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.RereadResponse;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class RereadCommandTest extends CommandTest {
    @Test
    void differencesAreListedInOrder() throws IOException {
        RereadResponse response = RereadResponse.newBuilder()
                .addAdded("n")
                .addChanged("p")
                .addRemoved("a")
                .addWarnings("c.conf:7: doubtful")
                .build();
        ctl.daemon().on(ConfigServiceGrpc.getRereadMethod(), request -> response);
        assertEquals(
                Result.of(0, "a: disappeared", "n: available", "p: changed").withError("warning: c.conf:7: doubtful"),
                ctl.run("reread"));
    }

    @Test
    void nothingNewIsTold() throws IOException {
        ctl.daemon().on(ConfigServiceGrpc.getRereadMethod(), request -> RereadResponse.getDefaultInstance());
        assertEquals(Result.of(0, "No config updates to processes"), ctl.run("reread"));
    }

    @Test
    void eachProblemOfABrokenConfigurationIsTold() throws IOException {
        ctl.daemon()
                .refuse(
                        ConfigServiceGrpc.getRereadMethod(),
                        Refusals.configuration("c.conf:3", "soon", "c.conf:4", "x"));
        assertEquals(
                Result.of(1, "ERROR: CANT_REREAD: c.conf:3: soon", "ERROR: CANT_REREAD: c.conf:4: x"),
                ctl.run("reread"));
    }

    @Test
    void argumentsAreRefused() throws IOException {
        Result result = ctl.run("reread", "x");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: reread accepts no arguments\nreread"));
    }
}
