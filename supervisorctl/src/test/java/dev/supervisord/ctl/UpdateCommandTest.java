package dev.supervisord.ctl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.ctl.Ctl.Result;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.ProcessChange;
import dev.supervisord.v1.ProcessChange.Action;
import dev.supervisord.v1.ProcessChange.Kind;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ReloadResponse;
import dev.supervisord.v1.UpdateRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateCommandTest extends CommandTest {
    /** The active groups at each time they are asked for. */
    private void groups(String... times) {
        Iterator<String> answers = Arrays.asList(times).iterator();
        ctl.daemon().on(ProcessServiceGrpc.getGetStatusMethod(), request -> {
            GetStatusResponse.Builder response = GetStatusResponse.newBuilder();
            for (String group : Dispatch.words(answers.next())) {
                response.addProcesses(ProcessStatus.newBuilder().setGroup(group).setProcess("0"));
            }
            return response.build();
        });
    }

    private void answer(ReloadResponse.Builder response) {
        ctl.daemon().on(ConfigServiceGrpc.getUpdateMethod(), request -> response.build());
    }

    private static ProcessChange change(String group, Kind kind, Action action) {
        return ProcessChange.newBuilder()
                .setGroup(group)
                .setName(group)
                .setKind(kind)
                .setAction(action)
                .build();
    }

    @Test
    void removedThenChangedThenAddedGroupsAreTold() throws IOException {
        groups("p q keep", "p r keep");
        answer(ReloadResponse.newBuilder()
                .addChanges(change("r", Kind.KIND_ADDED, Action.ACTION_START))
                .addChanges(change("p", Kind.KIND_CHANGED, Action.ACTION_RESTART))
                .addChanges(change("q", Kind.KIND_REMOVED, Action.ACTION_STOP)));
        assertEquals(
                Result.of(
                        0,
                        "q: stopped",
                        "q: removed process group",
                        "p: stopped",
                        "p: updated process group",
                        "r: added process group"),
                ctl.run("update"));
    }

    @Test
    void aGroupWithMoreOrFewerProcessesIsUpdated() throws IOException {
        groups("more fewer", "more fewer");
        answer(ReloadResponse.newBuilder()
                .addChanges(change("more", Kind.KIND_ADDED, Action.ACTION_START))
                .addChanges(change("more", Kind.KIND_ADDED, Action.ACTION_START))
                .addChanges(change("fewer", Kind.KIND_REMOVED, Action.ACTION_STOP)));
        assertEquals(
                Result.of(0, "more: updated process group", "fewer: stopped", "fewer: updated process group"),
                ctl.run("update"));
    }

    @Test
    void nothingToDoSaysNothing() throws IOException {
        groups("p");
        answer(ReloadResponse.newBuilder());
        assertEquals(Result.of(0), ctl.run("update", "all"));
        assertEquals(UpdateRequest.getDefaultInstance(), ctl.daemon().requests().get(1));
    }

    @Test
    void anUnknownGroupIsAnError() throws IOException {
        groups("", "q");
        answer(ReloadResponse.newBuilder()
                .addChanges(change("q", Kind.KIND_ADDED, Action.ACTION_NONE))
                .addUnknownGroups("nosuch"));
        assertEquals(
                Result.of(1, "q: added process group", "ERROR: no such group: nosuch"),
                ctl.run("update", "q", "nosuch"));
        assertEquals(
                UpdateRequest.newBuilder().addAllGroups(List.of("q", "nosuch")).build(),
                ctl.daemon().requests().get(1));
    }

    @Test
    void aBrokenConfigurationIsAnError() throws IOException {
        groups("p");
        ctl.daemon().refuse(ConfigServiceGrpc.getUpdateMethod(), Refusals.configuration("c.conf:3", "soon"));
        assertEquals(Result.of(1, "ERROR: CANT_REREAD: c.conf:3: soon"), ctl.run("update"));
    }
}
