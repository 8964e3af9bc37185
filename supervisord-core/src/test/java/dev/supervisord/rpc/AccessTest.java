package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.engine.Outcome;
import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what to which processes. */
class AccessTest {

    @TempDir
    Path directory;

    private GuardedRig rig;

    @BeforeEach
    void listen() throws IOException {
        rig = new GuardedRig(directory);
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    private static String brief(OperationResult result) {
        return result.getName() + " " + result.getCode().name().substring("RESULT_CODE_".length());
    }

    @Test
    void anOperatorOfSomeProgramsIsToldWhatWasNotDone() {
        rig.rules(GuardedRig.rule(AccessRole.OPERATE, "we?"));
        rig.control.answers(List.of(
                new Outcome("web:web_00", Outcome.Code.STARTED, ""),
                new Outcome("web:web_01", Outcome.Code.STARTED, "")));
        assertEquals(
                List.of("web:web_00 STARTED", "web:web_01 STARTED", "cat NOT_PERMITTED", "none NO_SUCH_PROCESS"),
                rig.start("all", "none").stream().map(AccessTest::brief).toList());
        assertEquals(List.of("start [web:web_00, web:web_01] UNTIL_DONE"), rig.control.asked());
        rig.audit.awaitLine(
                "\"user\":\"user",
                "\"from\":\"unix pid " + ProcessHandle.current().pid() + "\"",
                "\"call\":\"ProcessService/Start\",\"selectors\":[\"all\",\"none\"],\"result\":\"OK\"",
                "\"results\":[\"web:web_00: STARTED\",\"web:web_01: STARTED\",\"cat: NOT_PERMITTED\"");
    }

    @Test
    void whereNothingIsPermittedTheWholeCallIsRefused() {
        rig.rules(GuardedRig.rule(AccessRole.OPERATE, "web"));
        assertEquals(
                Code.PERMISSION_DENIED,
                Refusal.of(() -> rig.start("c*", "nobody")).code());
    }

    @Test
    void anOperatorOfSomeProgramsLearnsThatANameFitsNothing() {
        rig.rules(GuardedRig.rule(AccessRole.OPERATE, "web"));
        assertEquals(
                List.of("nobody NO_SUCH_PROCESS"),
                rig.start("nobody").stream().map(AccessTest::brief).toList());
        assertEquals("MISSING_FIELD", Refusal.of(rig::start).reason());
    }

    @Test
    void aReaderOfSomeProgramsSeesThese() {
        rig.rules(GuardedRig.rule(AccessRole.READ, "web"));
        ProcessServiceGrpc.ProcessServiceBlockingStub processes = ProcessServiceGrpc.newBlockingStub(rig.connect());
        GetStatusResponse all = processes.getStatus(GetStatusRequest.getDefaultInstance());
        assertEquals(
                List.of("web_00", "web_01"),
                all.getProcessesList().stream().map(ProcessStatus::getProcess).toList());
        assertEquals(0, all.getUnknownCount());
        GetStatusResponse named = processes.getStatus(GetStatusRequest.newBuilder()
                .addSelectors("web:web_00")
                .addSelectors("cat")
                .build());
        assertEquals(1, named.getProcessesCount());
        assertEquals(ResultCode.RESULT_CODE_NOT_PERMITTED, named.getUnknown(0).getCode());
        WatchResponse watched =
                processes.watch(WatchRequest.getDefaultInstance()).next();
        assertEquals(2, watched.getProcessesCount());
        assertEquals("1.2.3", rig.version());
        assertEquals(
                Code.PERMISSION_DENIED,
                Refusal.of(() -> LogServiceGrpc.newBlockingStub(rig.connect())
                                .tail(TailRequest.newBuilder().setName("cat").build())
                                .next())
                        .code());
    }

    @Test
    void aReloadChangesWhoMayDoWhat() {
        assertEquals(Code.PERMISSION_DENIED, Refusal.of(rig::version).code());
        rig.rules(GuardedRig.rule(AccessRole.READ, "web"));
        assertEquals("1.2.3", rig.version());
    }

    @Test
    void whereNothingIsConfiguredWhoeverOpensTheSocketMayDoEverything() {
        rig.rules();
        rig.control.answers(List.of(new Outcome("cat", Outcome.Code.STARTED, "")));
        assertEquals(1, rig.start("cat").size());
    }

    private static Plan with(String name, AccessRule rule) {
        List<ProcessSpec> processes = new ArrayList<>();
        Rig.PLAN.groups().forEach(group -> processes.addAll(group.processes()));
        processes.add(SpecBuilder.process(name).build());
        return Plans.with(Plans.of(processes.toArray(ProcessSpec[]::new)), GuardedRig.spec(rule));
    }

    @Test
    void aProcessThatIsCalledAllIsNotAll() {
        rig.control.shows(with("all", GuardedRig.rule(AccessRole.OPERATE, "all")));
        rig.control.answers(List.of(new Outcome("all", Outcome.Code.STARTED, "")));
        rig.start("all");
        assertEquals(List.of("start [all:all] UNTIL_DONE"), rig.control.asked());
    }

    @Test
    void whatAPatternFitsIsDecidedWhenTheRequestIsThere() throws InterruptedException {
        rig.rules(GuardedRig.rule(AccessRole.READ, "web"));
        ManagedChannel channel = rig.connect();
        ClientCall<LogsRequest, LogsResponse> call =
                channel.newCall(LogServiceGrpc.getLogsMethod(), CallOptions.DEFAULT);
        BlockingQueue<Code> end = new LinkedBlockingQueue<>();
        call.start(
                new ClientCall.Listener<>() {
                    @Override
                    public void onClose(Status status, Metadata trailers) {
                        end.add(status.getCode());
                    }
                },
                new Metadata());
        DaemonServiceGrpc.newBlockingStub(channel).getVersion(GetVersionRequest.getDefaultInstance()); // it has begun
        rig.control.shows(with("web-secret", GuardedRig.rule(AccessRole.READ, "web")));
        call.sendMessage(LogsRequest.newBuilder().addSelectors("web*").build());
        call.halfClose();
        call.request(1);
        assertEquals(Code.PERMISSION_DENIED, end.poll(60, TimeUnit.SECONDS));
    }

    @Test
    void aWatcherIsNotToldOfTheEndOfWhatItCannotSee() {
        rig.rules(GuardedRig.rule(AccessRole.READ, "web"));
        Sight sight = new Sight(rig.control, new Rights(false, List.of(GuardedRig.rule(AccessRole.READ, "web"))));
        WatchResponse all = WatchResponse.newBuilder()
                .setSnapshot(true)
                .addProcesses(ProcessStatus.newBuilder().setGroup("cat").setProcess("cat"))
                .addProcesses(ProcessStatus.newBuilder().setGroup("web").setProcess("web_00"))
                .build();
        assertEquals(1, sight.of(all).getProcessesCount());
        WatchResponse gone = WatchResponse.newBuilder()
                .addRemoved("cat")
                .addRemoved("web:web_00")
                .build();
        assertEquals(List.of("web:web_00"), sight.of(gone).getRemovedList());
    }
}
