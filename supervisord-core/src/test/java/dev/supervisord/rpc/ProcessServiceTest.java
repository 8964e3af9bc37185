package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Outcome;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.ViewBuilder;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.OperationResponse;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessServiceGrpc.ProcessServiceBlockingStub;
import dev.supervisord.v1.ProcessState;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.Resources;
import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.SignalRequest;
import dev.supervisord.v1.StartRequest;
import dev.supervisord.v1.StopRequest;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessServiceTest {

    @TempDir
    Path directory;

    private Rig rig;
    private ProcessServiceBlockingStub client;

    @BeforeEach
    void listen() throws IOException {
        rig = Rig.in(directory);
        client = ProcessServiceGrpc.newBlockingStub(rig.connect());
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    private static String text(OperationResponse response) {
        StringBuilder text = new StringBuilder();
        response.getResultsList()
                .forEach(result -> text.append(result.getName())
                        .append(' ')
                        .append(result.getCode().name().replace("RESULT_CODE_", ""))
                        .append(result.getDetail().isEmpty() ? "" : " " + result.getDetail())
                        .append('\n'));
        return text.toString();
    }

    @Test
    void statusWithoutSelectorsShowsEveryProcess() {
        GetStatusResponse response = client.getStatus(GetStatusRequest.getDefaultInstance());
        assertEquals(
                List.of("cat", "web_00", "web_01"),
                response.getProcessesList().stream()
                        .map(ProcessStatus::getProcess)
                        .toList());
        assertEquals(7, response.getRevision());
    }

    @Test
    void whatRunsUseIsToldOnRequest() {
        int pid = rig.processes.leftBehind(FakeProgram.endless(), "").pid().value();
        rig.control.shows(new Snapshot(
                8,
                DaemonPhase.RUNNING,
                Rig.PLAN,
                List.of(
                        ViewBuilder.of(Rig.PLAN.processes().get(0))
                                .running(pid)
                                .generation(1)
                                .started(Duration.ZERO, Instant.EPOCH)
                                .build(),
                        ViewBuilder.stopped(Rig.PLAN.processes().get(1)))));
        assertFalse(status("cat", false).hasResources());
        Resources used = status("cat", true).getResources();
        assertEquals(1 << 20, used.getMemoryBytes());
        assertEquals(1, used.getTasks());
        assertEquals(Resources.Source.SOURCE_PROCESSES, used.getSource());
        assertFalse(status("web:web_00", true).hasResources());
    }

    private ProcessStatus status(String name, boolean resources) {
        return client.getStatus(GetStatusRequest.newBuilder()
                        .addSelectors(name)
                        .setResources(resources)
                        .build())
                .getProcesses(0);
    }

    @Test
    void statusTellsWhichSelectorsFitNothingAndShowsTheOthers() {
        GetStatusResponse response = client.getStatus(GetStatusRequest.newBuilder()
                .addSelectors("nope")
                .addSelectors("web:*")
                .build());
        assertEquals(2, response.getProcessesCount());
        assertEquals("nope", response.getUnknown(0).getName());
    }

    @Test
    void statusTellsAllThatIsKnownOfARunningProcess() {
        rig.control.shows(new Snapshot(
                8,
                DaemonPhase.RUNNING,
                Rig.PLAN,
                List.of(ViewBuilder.of(Rig.PLAN.processes().get(0))
                        .running(4711)
                        .generation(3)
                        .started(Duration.ofSeconds(40), Instant.ofEpochSecond(1000, 5))
                        .ended(new ExitStatus.Signaled(Signal.KILL, true), Instant.ofEpochSecond(900))
                        .build())));
        ProcessStatus status =
                client.getStatus(GetStatusRequest.getDefaultInstance()).getProcesses(0);
        assertEquals(ProcessState.PROCESS_STATE_RUNNING, status.getState());
        assertEquals(4711, status.getPid());
        assertEquals(3, status.getGeneration());
        assertEquals(60_000, status.getUptimeMs());
        assertEquals(1000, status.getStartedAt().getSeconds());
        assertEquals(5, status.getStartedAt().getNanos());
        assertEquals(900, status.getEndedAt().getSeconds());
        assertEquals("SIGKILL", status.getLastExit().getSignal().getName());
        assertTrue(status.getLastExit().getSignal().getCoreDumped());
    }

    @Test
    void statusTellsWhyAProcessIsFatal() {
        rig.control.shows(new Snapshot(
                8,
                DaemonPhase.RUNNING,
                Rig.PLAN,
                List.of(ViewBuilder.of(Rig.PLAN.processes().get(0))
                        .fatal(new LaunchFailure(LaunchFailure.Stage.FIND, "ENOENT", "cannot find program: gone"))
                        .keptDown()
                        .build())));
        ProcessStatus status =
                client.getStatus(GetStatusRequest.getDefaultInstance()).getProcesses(0);
        assertEquals(0, status.getPid());
        assertFalse(status.hasLastExit());
        assertEquals("cannot find program: gone", status.getReason());
        assertEquals("FIND", status.getLaunchFailure().getStage());
        assertEquals("ENOENT", status.getLaunchFailure().getErrno());
        assertTrue(status.getKept());
    }

    @Test
    void startGivesEachProcessItsOwnResultInTheEnginesOrder() {
        rig.control.answers(List.of(
                new Outcome("web:web_00", Outcome.Code.STARTED, ""),
                new Outcome("web:web_01", Outcome.Code.SPAWN_ERROR, "exited too quickly"),
                new Outcome("nope", Outcome.Code.NO_SUCH_PROCESS, "")));
        OperationResponse response = client.start(StartRequest.newBuilder()
                .addSelectors("web:*")
                .addSelectors("nope")
                .build());
        assertEquals(
                "web:web_00 STARTED\nweb:web_01 SPAWN_ERROR exited too quickly\nnope NO_SUCH_PROCESS\n",
                text(response));
        assertEquals(List.of("start [web:*, nope] UNTIL_DONE"), rig.control.asked());
    }

    @Test
    void everyOutcomeOfTheEngineHasAResultOfTheSameName() {
        for (Outcome.Code code : Outcome.Code.values()) {
            rig.control.answers(List.of(new Outcome("cat", code, "")));
            OperationResponse response =
                    client.stop(StopRequest.newBuilder().addSelectors("cat").build());
            assertEquals("cat " + code + "\n", text(response));
        }
    }

    @Test
    void noWaitIsHandedOn() {
        rig.control.answers(List.of());
        rig.control.answers(List.of());
        rig.control.answers(List.of());
        client.start(StartRequest.newBuilder().addSelectors("a").setNoWait(true).build());
        client.stop(StopRequest.newBuilder().addSelectors("b").setNoWait(true).build());
        client.restart(
                RestartRequest.newBuilder().addSelectors("c").setNoWait(true).build());
        assertEquals(List.of("start [a] NO", "stop [b] NO", "restart [c] NO"), rig.control.asked());
    }

    @Test
    void keepIsHandedOn() {
        rig.control.answers(List.of());
        client.stop(StopRequest.newBuilder().addSelectors("b").setKeep(true).build());
        assertEquals(List.of("stop and keep [b] UNTIL_DONE"), rig.control.asked());
    }

    @Test
    void signalsAreKnownByNameAndNumber() {
        rig.control.answers(List.of(new Outcome("cat", Outcome.Code.SIGNALLED, "")));
        rig.control.answers(List.of(new Outcome("cat", Outcome.Code.NOT_RUNNING, "")));
        assertEquals("cat SIGNALLED\n", text(client.signal(signal("sighup"))));
        assertEquals("cat NOT_RUNNING\n", text(client.signal(signal("10"))));
        assertEquals(List.of("signal [cat] SIGHUP", "signal [cat] SIGUSR1"), rig.control.asked());
    }

    private static SignalRequest signal(String name) {
        return SignalRequest.newBuilder().addSelectors("cat").setSignal(name).build();
    }

    @Test
    void aSignalThatDoesNotExistIsRefusedByItsField() {
        assertEquals(
                new Refusal(
                        Code.INVALID_ARGUMENT,
                        "BAD_SIGNAL",
                        "no such signal: NOPE",
                        List.of("signal: no such signal: NOPE")),
                Refusal.of(() -> client.signal(signal("NOPE"))));
    }

    @Test
    void operationsOnNothingAreRefused() {
        Refusal missing = new Refusal(
                Code.INVALID_ARGUMENT,
                "MISSING_FIELD",
                "selectors must be given",
                List.of("selectors: selectors must be given"));
        assertEquals(missing, Refusal.of(() -> client.start(StartRequest.getDefaultInstance())));
        assertEquals(missing, Refusal.of(() -> client.stop(StopRequest.getDefaultInstance())));
        assertEquals(missing, Refusal.of(() -> client.restart(RestartRequest.getDefaultInstance())));
        assertEquals(
                missing,
                Refusal.of(() -> client.signal(
                        SignalRequest.newBuilder().setSignal("HUP").build())));
    }

    @Test
    void aFullEngineAsksToTryAgain() {
        rig.control.refuses(new Control.Overloaded(10_000));
        assertEquals(
                new Refusal(
                        Code.RESOURCE_EXHAUSTED, "OVERLOADED", "the supervisor has 10000 requests waiting; try again"),
                Refusal.of(this::startCat));
    }

    @Test
    void anEngineThatShutsDownSaysSo() {
        rig.control.refuses(new Control.ShuttingDown());
        assertEquals(
                new Refusal(Code.FAILED_PRECONDITION, "SHUTTING_DOWN", "the daemon is shutting down"),
                Refusal.of(this::startCat));
    }

    @Test
    void aBugInTheEngineIsLoggedAndTheClientToldNothingOfIt() {
        rig.control.refuses(new IllegalArgumentException("secret"));
        assertInternal(Refusal.of(this::startCat));
    }

    @Test
    void aBugInTheCallItselfIsTreatedTheSame() {
        rig.control.breaks(new IllegalArgumentException("secret"));
        assertInternal(Refusal.of(() -> client.getStatus(GetStatusRequest.getDefaultInstance())));
    }

    private void assertInternal(Refusal refusal) {
        assertEquals(new Refusal(Code.INTERNAL, "INTERNAL", "internal error; the daemon's log has more"), refusal);
        String line = rig.log.lines().get(0);
        assertTrue(line.startsWith("ERROR cannot answer a request: java.lang.IllegalArgumentException: secret"), line);
    }

    private void startCat() {
        client.start(StartRequest.newBuilder().addSelectors("cat").build());
    }
}
