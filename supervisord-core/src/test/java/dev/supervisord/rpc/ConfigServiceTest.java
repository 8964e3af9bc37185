package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Outcome;
import dev.supervisord.engine.PlanChange;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessChange;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.output.Eventually;
import dev.supervisord.rpc.PlanReader.Finding;
import dev.supervisord.rpc.PlanReader.Reading;
import dev.supervisord.v1.AddGroupsRequest;
import dev.supervisord.v1.AvailableProcess;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ConfigServiceGrpc.ConfigServiceBlockingStub;
import dev.supervisord.v1.ListAvailableRequest;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.ReloadResponse;
import dev.supervisord.v1.RemoveGroupsRequest;
import dev.supervisord.v1.RereadRequest;
import dev.supervisord.v1.RereadResponse;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.UpdateRequest;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigServiceTest {

    /** {@code cat} is gone, {@code web} has a process less, {@code new} has come. */
    private static final Plan FRESH = Plans.of(
            SpecBuilder.process("web:web_00").build(),
            SpecBuilder.process("new").autostart(false).priority(5).build());

    private static final Finding DOUBT = new Finding("a.toml:3", "a.toml:3: priority is never used");

    @TempDir
    Path directory;

    private Rig rig;
    private ConfigServiceBlockingStub client;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
        rig.configurationIs(new Reading(Optional.of(FRESH), List.of(), List.of(DOUBT)));
        client = ConfigServiceGrpc.newBlockingStub(rig.connect());
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    @Test
    void reloadAppliesTheFilesAndTellsWhatItDid() {
        rig.control.answers(List.of(new PlanChange(
                "web",
                "web:web_00",
                PlanChange.Kind.CHANGED,
                PlanChange.Action.RESTART,
                List.of(new ProcessChange("command", "old", "new", false)))));
        ReloadResponse response = client.reload(ReloadRequest.getDefaultInstance());
        assertEquals(List.of("apply [new, web] LEAST []"), rig.control.asked());
        dev.supervisord.v1.ProcessChange change = response.getChanges(0);
        assertEquals("web:web_00", change.getName());
        assertEquals(dev.supervisord.v1.ProcessChange.Kind.KIND_CHANGED, change.getKind());
        assertEquals(dev.supervisord.v1.ProcessChange.Action.ACTION_RESTART, change.getAction());
        assertEquals("command", change.getKeys(0).getKey());
        assertEquals("old", change.getKeys(0).getBefore());
        assertEquals("new", change.getKeys(0).getAfter());
        assertEquals(List.of(DOUBT.text()), response.getWarningsList());
    }

    @Test
    void everyKindAndActionOfTheEngineHasItsWord() {
        for (PlanChange.Kind kind : PlanChange.Kind.values()) {
            for (PlanChange.Action action : PlanChange.Action.values()) {
                rig.control.answers(List.of(new PlanChange("web", "web", kind, action, List.of())));
                dev.supervisord.v1.ProcessChange change =
                        client.reload(ReloadRequest.getDefaultInstance()).getChanges(0);
                assertEquals("KIND_" + kind, change.getKind().name());
                assertEquals("ACTION_" + action, change.getAction().name());
            }
        }
    }

    @Test
    void reloadCanRestartEverythingOrOnlyTell() {
        rig.control.answers(List.of());
        rig.control.answers(List.of());
        client.reload(ReloadRequest.newBuilder().setRestartAll(true).build());
        client.reload(ReloadRequest.newBuilder().setDryRun(true).build());
        assertEquals(List.of("apply [new, web] RESTART_ALL []", "apply [new, web] LEAST [] dry"), rig.control.asked());
        assertEquals(List.of(FRESH), rig.provided, "what is only told needs no descriptors");
    }

    @Test
    void updateAppliesOnlyTheNamedGroupsAndTellsWhichExistNowhere() {
        rig.control.answers(List.of());
        ReloadResponse response = client.update(UpdateRequest.newBuilder()
                .addGroups("cat")
                .addGroups("new")
                .addGroups("nope")
                .build());
        assertEquals(List.of("apply [new, web] RESTART_CHANGED [cat, new, nope]"), rig.control.asked());
        assertEquals(List.of("nope"), response.getUnknownGroupsList());
    }

    @Test
    void rereadComparesAndTouchesNothing() {
        RereadResponse response = client.reread(RereadRequest.getDefaultInstance());
        assertEquals(List.of("new"), response.getAddedList());
        assertEquals(List.of("web"), response.getChangedList());
        assertEquals(List.of("cat"), response.getRemovedList());
        assertEquals(List.of(DOUBT.text()), response.getWarningsList());
        assertEquals(List.of(), rig.control.asked());
    }

    @Test
    void aRefusedConfigurationHasAViolationForEachProblem() {
        rig.configurationIs(new Reading(
                Optional.empty(),
                List.of(
                        new Finding("a.toml:3", "a.toml:3: unknown key: comand"),
                        new Finding("b.toml:9", "b.toml:9: numprocs must be positive")),
                List.of()));
        Refusal refused = new Refusal(
                Code.FAILED_PRECONDITION,
                "BAD_CONFIGURATION",
                "the configuration is refused: a.toml:3: unknown key: comand",
                List.of("a.toml:3: unknown key: comand", "b.toml:9: numprocs must be positive"));
        assertEquals(refused, Refusal.of(() -> client.reload(ReloadRequest.getDefaultInstance())));
        assertEquals(refused, Refusal.of(() -> client.reread(RereadRequest.getDefaultInstance())));
        assertEquals(refused, Refusal.of(() -> client.update(UpdateRequest.getDefaultInstance())));
        assertEquals(List.of(), rig.control.asked());
    }

    @Test
    void groupsAreAddedFromWhatTheLastRereadFound() {
        assertEquals(ResultCode.RESULT_CODE_NO_SUCH_GROUP, add("new"));
        client.reread(RereadRequest.getDefaultInstance());
        rig.control.answers(List.of());
        assertEquals(ResultCode.RESULT_CODE_ADDED, add("new"));
        assertEquals(ResultCode.RESULT_CODE_ALREADY_ADDED, add("cat"));
        assertEquals(List.of("apply [new, web] RESTART_CHANGED [new]"), rig.control.asked());
    }

    private ResultCode add(String group) {
        return client.addGroups(AddGroupsRequest.newBuilder().addGroups(group).build())
                .getResults(0)
                .getCode();
    }

    @Test
    void groupsAreRemovedByTheEngine() {
        rig.control.answers(List.of(
                new Outcome("cat", Outcome.Code.REMOVED, ""), new Outcome("web", Outcome.Code.STILL_RUNNING, "")));
        List<OperationResult> results = client.removeGroups(RemoveGroupsRequest.newBuilder()
                        .addGroups("cat")
                        .addGroups("web")
                        .build())
                .getResultsList();
        assertEquals(ResultCode.RESULT_CODE_REMOVED, results.get(0).getCode());
        assertEquals(ResultCode.RESULT_CODE_STILL_RUNNING, results.get(1).getCode());
        assertEquals(List.of("remove [cat, web]"), rig.control.asked());
    }

    @Test
    void addingOrRemovingNothingIsRefused() {
        Refusal missing = new Refusal(
                Code.INVALID_ARGUMENT,
                "MISSING_FIELD",
                "groups must be given",
                List.of("groups: groups must be given"));
        assertEquals(missing, Refusal.of(() -> client.addGroups(AddGroupsRequest.getDefaultInstance())));
        assertEquals(missing, Refusal.of(() -> client.removeGroups(RemoveGroupsRequest.getDefaultInstance())));
    }

    @Test
    void whatIsAvailableIsListedByNameWithWhatIsInUse() {
        client.reread(RereadRequest.getDefaultInstance());
        List<AvailableProcess> processes =
                client.listAvailable(ListAvailableRequest.getDefaultInstance()).getProcessesList();
        assertEquals(2, processes.size());
        AvailableProcess fresh = processes.get(0);
        assertEquals(
                AvailableProcess.newBuilder()
                        .setGroup("new")
                        .setProcess("new")
                        .setGroupPriority(5)
                        .setProcessPriority(5)
                        .build(),
                fresh);
        assertEquals("web_00", processes.get(1).getProcess());
        assertTrue(processes.get(1).getInUse());
        assertTrue(processes.get(1).getAutostart());
    }

    @Test
    void aFullEngineAsksToTryAReloadAgain() {
        rig.control.refuses(new Control.Overloaded(10_000));
        assertEquals(
                "OVERLOADED",
                Refusal.of(() -> client.reload(ReloadRequest.getDefaultInstance()))
                        .reason());
        assertEquals(List.of(), rig.log.lines());
    }

    @Test
    void anEngineThatShutsDownRefusesConfigurations() {
        rig.control.refuses(new Control.ShuttingDown());
        rig.control.refuses(new Control.ShuttingDown());
        assertEquals(
                "SHUTTING_DOWN",
                Refusal.of(() -> client.update(UpdateRequest.getDefaultInstance()))
                        .reason());
        assertEquals(
                "SHUTTING_DOWN",
                Refusal.of(() -> client.removeGroups(RemoveGroupsRequest.newBuilder()
                                .addGroups("cat")
                                .build()))
                        .reason());
    }

    @Test
    void aReloadOnSignalTellsWhatItReadAndAppliesIt() {
        rig.control.answers(List.of());
        List<Reading> told = new CopyOnWriteArrayList<>();
        rig.server.reload(told::add);
        Eventually.until(() -> !rig.control.asked().isEmpty(), () -> "nothing applied");
        assertEquals(List.of("apply [new, web] LEAST []"), rig.control.asked());
        assertEquals(FRESH, told.get(0).plan().orElseThrow());
    }

    @Test
    void aReloadOnSignalThatIsRefusedIsLogged() {
        rig.control.refuses(new Control.Overloaded(10_000));
        rig.server.reload(reading -> {});
        Eventually.until(() -> !rig.log.lines().isEmpty(), () -> "nothing logged");
        assertEquals(
                List.of("ERROR cannot reload the configuration on SIGHUP:"
                        + " the supervisor has 10000 requests waiting; try again"),
                rig.log.lines());
    }
}
