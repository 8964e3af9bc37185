package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ProcessChange;
import dev.supervisord.v1.ProcessChange.Action;
import dev.supervisord.v1.ProcessChange.ChangedKey;
import dev.supervisord.v1.ProcessChange.Kind;
import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.ReloadResponse;
import dev.supervisord.v1.SocketChange;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReloadCommandTest extends CommandTest {
    private static ProcessChange change(String name, Kind kind, Action action, String... keys) {
        ProcessChange.Builder change =
                ProcessChange.newBuilder().setName(name).setKind(kind).setAction(action);
        for (String key : keys) {
            change.addKeys(
                    ChangedKey.newBuilder().setKey(key).setBefore("old " + key).setAfter(""));
        }
        return change.build();
    }

    private void answer(ReloadResponse.Builder response) {
        ctl.daemon().on(ConfigServiceGrpc.getReloadMethod(), request -> response.build());
    }

    private static ReloadResponse.Builder everything() {
        return ReloadResponse.newBuilder()
                .addChanges(change("web:web_03", Kind.KIND_ADDED, Action.ACTION_START))
                .addChanges(change("cron", Kind.KIND_ADDED, Action.ACTION_NONE))
                .addChanges(change("web:web_00", Kind.KIND_CHANGED, Action.ACTION_RESTART, "command", "environment"))
                .addChanges(change("api", Kind.KIND_CHANGED, Action.ACTION_APPLY_LIVE, "stdout_logfile"))
                .addChanges(change("off", Kind.KIND_CHANGED, Action.ACTION_NONE, "command"))
                .addChanges(change("gone", Kind.KIND_REMOVED, Action.ACTION_STOP))
                .addChanges(change("old", Kind.KIND_REMOVED, Action.ACTION_NONE));
    }

    @Test
    void eachChangeIsALineThatTellsWhatWasDone() throws IOException {
        answer(everything());
        assertEquals(
                Result.of(
                        0,
                        "web:web_03: added, started",
                        "cron: added",
                        "web:web_00: command, environment changed, restarted",
                        "api: stdout_logfile changed, applied",
                        "off: command changed",
                        "gone: removed, stopped",
                        "old: removed"),
                ctl.run("reload"));
        assertEquals(ReloadRequest.getDefaultInstance(), ctl.daemon().request());
    }

    @Test
    void aDryRunTellsWhatWouldBeDoneAndTheValues() throws IOException {
        answer(ReloadResponse.newBuilder()
                .addChanges(change("web:web_00", Kind.KIND_CHANGED, Action.ACTION_RESTART, "command"))
                .addChanges(change("gone", Kind.KIND_REMOVED, Action.ACTION_STOP)));
        assertEquals(
                Result.of(
                        0,
                        "web:web_00: command changed, would be restarted",
                        "    command: old command -> (none)",
                        "gone: removed, would be stopped"),
                ctl.run("reload", "--dry-run"));
        assertEquals(
                ReloadRequest.newBuilder().setDryRun(true).build(), ctl.daemon().request());
    }

    @Test
    void socketsThatDifferAreTold() throws IOException {
        answer(ReloadResponse.newBuilder()
                .addSockets(SocketChange.newBuilder()
                        .setName("web")
                        .setKind(Kind.KIND_CHANGED)
                        .addKeys(ChangedKey.newBuilder()
                                .setKey("listen")
                                .setBefore("127.0.0.1:1")
                                .setAfter("127.0.0.1:2")))
                .addSockets(SocketChange.newBuilder().setName("old").setKind(Kind.KIND_REMOVED)));
        assertEquals(
                Result.of(
                        0,
                        "socket web: listen changed",
                        "    listen: 127.0.0.1:1 -> 127.0.0.1:2",
                        "socket old: removed, would be closed"),
                ctl.run("reload", "--dry-run"));
    }

    @Test
    void nothingToDoIsTold() throws IOException {
        answer(ReloadResponse.newBuilder().addWarnings("c.conf:3: unknown key aurorestart"));
        assertEquals(
                Result.of(0, "No config updates to processes").withError("warning: c.conf:3: unknown key aurorestart"),
                ctl.run("reload"));
    }

    @Test
    void everythingCanBeRestarted() throws IOException {
        answer(ReloadResponse.newBuilder().addChanges(change("a", Kind.KIND_CHANGED, Action.ACTION_RESTART)));
        assertEquals(Result.of(0, "a: changed, restarted"), ctl.run("reload", "--restart-all"));
        assertEquals(
                ReloadRequest.newBuilder().setRestartAll(true).build(),
                ctl.daemon().request());
    }

    @Test
    void problemsOfARefusedConfigurationAreTold() throws IOException {
        ctl.daemon()
                .refuse(
                        ConfigServiceGrpc.getReloadMethod(),
                        Refusals.configuration("c.conf:3", "startsecs is no number: soon", "", "no programs"));
        assertEquals(
                Result.of(1).withError("c.conf:3: startsecs is no number: soon", "no programs"), ctl.run("reload"));
    }

    @Test
    void aWrongArgumentShowsTheUse() throws IOException {
        Result result = ctl.run("reload", "x");
        assertEquals(1, result.code());
        assertTrue(result.out().startsWith("Error: bad argument x\nreload\t"));
    }
}
