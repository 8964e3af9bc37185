package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.supervisord.engine.Outcome;
import dev.supervisord.log.AuditLog;
import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessRule.Callers;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.output.Eventually;
import dev.supervisord.output.RecordedLog;
import dev.supervisord.v1.Attach;
import dev.supervisord.v1.Daemon;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.Log;
import dev.supervisord.v1.LogServiceGrpc;
import dev.supervisord.v1.LogsRequest;
import dev.supervisord.v1.LogsResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.Process;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.StartRequest;
import dev.supervisord.v1.TailRequest;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.Status.Code;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, and what is written down of it. The caller is a user whom nobody trusts, in group 4711. */
class AccessTest {

    private static final Callers NOBODY = new Callers(false, Set.of(), Set.of(), Set.of(), List.of());
    private static final Callers THE_GROUP = new Callers(false, Set.of(), Set.of(4711), Set.of(), List.of());

    @TempDir
    Path directory;

    private final RecordedLog log = new RecordedLog();
    private AuditLog audit;
    private Rig rig;

    @BeforeEach
    void listen() throws IOException {
        audit = AuditLog.open(directory.resolve("audit.log"), 0, 0, log, body -> {
            Thread thread = new Thread(body, "test-audit");
            thread.setDaemon(true);
            return thread;
        });
        rig = Rig.guarded(directory, Optional.of(audit));
        rules(new AccessRule("others", AccessRole.ADMIN, NOBODY, List.of()));
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
        audit.close();
    }

    private void rules(AccessRule... rules) {
        rig.control.shows(
                Plans.with(Rig.PLAN, new ControlSpec(Optional.empty(), List.of(rules), List.of(), Optional.empty())));
    }

    private static AccessRule rule(AccessRole role, String... programs) {
        return new AccessRule("us", role, THE_GROUP, List.of(programs));
    }

    private List<String> audited() throws IOException {
        return Files.readAllLines(directory.resolve("audit.log"));
    }

    private void awaitAudited(String... parts) {
        Eventually.until(
                () -> {
                    try {
                        return audited().stream()
                                .anyMatch(line -> Stream.of(parts).allMatch(line::contains));
                    } catch (IOException unreadable) {
                        throw new AssertionError(unreadable);
                    }
                },
                () -> "no line with " + List.of(parts));
    }

    private static Stream<MethodDescriptor> methods() {
        return Stream.of(Process.getDescriptor(), Attach.getDescriptor(), Log.getDescriptor(), Daemon.getDescriptor())
                .map(FileDescriptor::getServices)
                .flatMap(List::stream)
                .map(ServiceDescriptor::getMethods)
                .flatMap(List::stream);
    }

    private static String name(MethodDescriptor method) {
        return method.getService().getFullName() + "/" + method.getName();
    }

    @Test
    void somebodyHasDecidedWhoMayCallEachMethod() {
        assertEquals(
                List.of(),
                methods()
                        .map(AccessTest::name)
                        .filter(name -> !Requirement.isListed(name))
                        .toList(),
                "add these to Requirement: which role, and for which processes");
        for (MethodDescriptor method : methods().toList()) {
            Requirement.Scope scope = Requirement.of(name(method)).scope();
            boolean selects = scope == Requirement.Scope.EACH || scope == Requirement.Scope.SELECTED;
            if (selects) {
                assertTrue(RequestNames.field(method.getInputType()).isPresent(), name(method) + " selects nothing");
            }
            if (scope == Requirement.Scope.EACH) {
                Message response = DynamicMessage.getDefaultInstance(method.getOutputType());
                OperationResult result = OperationResult.getDefaultInstance();
                assertEquals(
                        1,
                        ResponseResults.with(response, List.of(result))
                                .getAllFields()
                                .size(),
                        name(method));
            }
        }
    }

    /** Any request of a method, which selects something. */
    private static Message request(MethodDescriptor method) {
        DynamicMessage empty = DynamicMessage.getDefaultInstance(method.getInputType());
        FieldDescriptor opening = method.getInputType().findFieldByName("opening");
        if (opening != null) {
            DynamicMessage named = named(DynamicMessage.getDefaultInstance(opening.getMessageType()));
            return empty.toBuilder().setField(opening, named).build();
        }
        return RequestNames.field(method.getInputType()).isEmpty()
                ? empty
                : method.getInputType().findFieldByName("name") != null
                        ? named(empty)
                        : RequestNames.with(empty, List.of("cat"));
    }

    private static DynamicMessage named(DynamicMessage message) {
        return message.toBuilder()
                .setField(message.getDescriptorForType().findFieldByName("name"), "cat")
                .build();
    }

    private Refusal refusalOf(MethodDescriptor method) {
        io.grpc.MethodDescriptor<Message, Message> call = io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                .setFullMethodName(name(method))
                .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
        return Refusal.of(() -> {
            Iterator<Message> answers =
                    ClientCalls.blockingServerStreamingCall(rig.connect(), call, CallOptions.DEFAULT, request(method));
            answers.next();
        });
    }

    @Test
    void whoHasNoRoleMayCallNothingAndEachAttemptIsWrittenDown() throws IOException {
        List<String> called = new ArrayList<>();
        for (MethodDescriptor method : methods().toList()) {
            Refusal refusal = refusalOf(method);
            assertEquals(Code.PERMISSION_DENIED, refusal.code(), name(method));
            assertEquals("ROLE_MISSING", refusal.reason(), name(method));
            called.add(name(method));
        }
        assertEquals(methods().count(), called.size());
        for (String name : called) {
            awaitAudited("\"call\":\"" + name.substring("supervisord.v1.".length()) + "\"", "PERMISSION_DENIED");
        }
        assertEquals(List.of(), rig.control.asked());
    }

    @Test
    void aReaderMayChangeNothing() {
        rules(rule(AccessRole.READ));
        for (MethodDescriptor method : methods().toList()) {
            if (Requirement.of(name(method)).isChange()) {
                assertEquals(Code.PERMISSION_DENIED, refusalOf(method).code(), name(method));
            }
        }
        assertEquals(List.of(), rig.control.asked());
        assertEquals(
                3,
                ProcessServiceGrpc.newBlockingStub(rig.connect())
                        .getStatus(GetStatusRequest.getDefaultInstance())
                        .getProcessesCount());
    }

    @Test
    void aRefusalSaysWhatIsMissingAndWhatToWrite() {
        Refusal refusal = Refusal.of(() -> ProcessServiceGrpc.newBlockingStub(rig.connect())
                .start(StartRequest.newBuilder().addSelectors("cat").build()));
        assertTrue(
                refusal.message()
                        .matches(
                                "uid \\d+ may not do this: it needs the role operate for any program; to give it,"
                                        + " write a section \\[access.NAME\\] with role = \"operate\" and users = \\[\"\\d+\"\\]"),
                refusal.message());
    }

    private List<OperationResult> start(String... selectors) {
        return ProcessServiceGrpc.newBlockingStub(rig.connect())
                .start(StartRequest.newBuilder()
                        .addAllSelectors(List.of(selectors))
                        .build())
                .getResultsList();
    }

    private static String brief(OperationResult result) {
        return result.getName() + " " + result.getCode().name().substring("RESULT_CODE_".length());
    }

    @Test
    void anOperatorOfSomeProgramsIsToldWhatWasNotDone() {
        rules(rule(AccessRole.OPERATE, "we?"));
        rig.control.answers(List.of(
                new Outcome("web:web_00", Outcome.Code.STARTED, ""),
                new Outcome("web:web_01", Outcome.Code.STARTED, "")));
        assertEquals(
                List.of("web:web_00 STARTED", "web:web_01 STARTED", "cat NOT_PERMITTED", "none NO_SUCH_PROCESS"),
                start("all", "none").stream().map(AccessTest::brief).toList());
        assertEquals(List.of("start [web:web_00, web:web_01] UNTIL_DONE"), rig.control.asked());
        awaitAudited(
                "\"user\":\"user",
                "\"from\":\"unix pid " + ProcessHandle.current().pid() + "\"",
                "\"call\":\"ProcessService/Start\",\"selectors\":[\"all\",\"none\"],\"result\":\"OK\"",
                "\"results\":[\"web:web_00: STARTED\",\"web:web_01: STARTED\",\"cat: NOT_PERMITTED\"");
    }

    @Test
    void whereNothingIsPermittedTheWholeCallIsRefused() {
        rules(rule(AccessRole.OPERATE, "web"));
        assertEquals(
                Code.PERMISSION_DENIED, Refusal.of(() -> start("c*", "nobody")).code());
    }

    @Test
    void anOperatorOfSomeProgramsLearnsThatANameFitsNothing() {
        rules(rule(AccessRole.OPERATE, "web"));
        assertEquals(
                List.of("nobody NO_SUCH_PROCESS"),
                start("nobody").stream().map(AccessTest::brief).toList());
        assertEquals("MISSING_FIELD", Refusal.of(this::start).reason());
    }

    @Test
    void aReaderOfSomeProgramsSeesThese() {
        rules(rule(AccessRole.READ, "web"));
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
        assertEquals("1.2.3", version());
        assertEquals(
                Code.PERMISSION_DENIED,
                Refusal.of(() -> LogServiceGrpc.newBlockingStub(rig.connect())
                                .tail(TailRequest.newBuilder().setName("cat").build())
                                .next())
                        .code());
    }

    private String version() {
        return DaemonServiceGrpc.newBlockingStub(rig.connect())
                .getVersion(GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    @Test
    void aReloadChangesWhoMayDoWhat() {
        assertEquals(Code.PERMISSION_DENIED, Refusal.of(this::version).code());
        rules(rule(AccessRole.READ, "web"));
        assertEquals("1.2.3", version());
    }

    @Test
    void whereNothingIsConfiguredWhoeverOpensTheSocketMayDoEverything() {
        rules();
        rig.control.answers(List.of(new Outcome("cat", Outcome.Code.STARTED, "")));
        assertEquals(1, start("cat").size());
    }

    @Test
    void noChangeGoesUnrecorded() {
        rules(rule(AccessRole.ADMIN));
        while (audit.reserve()) {
            // Until the queue is full, as with a disk that takes nothing.
        }
        Refusal refusal = Refusal.of(() -> start("cat"));
        assertEquals("AUDIT_FULL", refusal.reason());
        assertEquals("1.2.3", version());
        assertEquals(List.of(), rig.control.asked());
        Eventually.until(
                () -> {
                    try {
                        return String.join("\n", audited()).contains("\"missed_refusals\":1}");
                    } catch (IOException unreadable) {
                        throw new AssertionError(unreadable);
                    }
                },
                () -> "what was missed is not told");
    }

    @Test
    void refusalsLeavePlacesForChanges() throws IOException {
        while (audit.reserve()) {
            // Until the queue is full, as with a disk that takes nothing.
        }
        for (int i = 0; i < 3; i++) {
            Refusal.of(() -> start("cat"));
        }
        Eventually.until(
                () -> {
                    try {
                        return String.join("\n", audited()).contains("\"missed_refusals\":1}");
                    } catch (IOException unreadable) {
                        throw new AssertionError(unreadable);
                    }
                },
                () -> "what was missed is not told");
        assertEquals(1, audited().size(), "the others are counted, not written");
    }

    @Test
    void ofHoweverLargeARequestTheLogKeepsLittle() throws IOException {
        Refusal.of(() -> start("x".repeat(200_000), "\u0000".repeat(20_000)));
        awaitAudited("PERMISSION_DENIED", "xxx...");
        assertTrue(Files.size(directory.resolve("audit.log")) < 5_000);
    }

    private static Plan with(String name, AccessRule rule) {
        List<ProcessSpec> processes = new ArrayList<>();
        Rig.PLAN.groups().forEach(group -> processes.addAll(group.processes()));
        processes.add(SpecBuilder.process(name).build());
        return Plans.with(
                Plans.of(processes.toArray(ProcessSpec[]::new)),
                new ControlSpec(Optional.empty(), List.of(rule), List.of(), Optional.empty()));
    }

    @Test
    void aProcessThatIsCalledAllIsNotAll() {
        rig.control.shows(with("all", rule(AccessRole.OPERATE, "all")));
        rig.control.answers(List.of(new Outcome("all", Outcome.Code.STARTED, "")));
        start("all");
        assertEquals(List.of("start [all:all] UNTIL_DONE"), rig.control.asked());
    }

    @Test
    void whatAPatternFitsIsDecidedWhenTheRequestIsThere() throws InterruptedException {
        rules(rule(AccessRole.READ, "web"));
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
        rig.control.shows(with("web-secret", rule(AccessRole.READ, "web")));
        call.sendMessage(LogsRequest.newBuilder().addSelectors("web*").build());
        call.halfClose();
        call.request(1);
        assertEquals(Code.PERMISSION_DENIED, end.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void aWatcherIsNotToldOfTheEndOfWhatItCannotSee() {
        rules(rule(AccessRole.READ, "web"));
        Sight sight = new Sight(rig.control, new Rights(false, List.of(rule(AccessRole.READ, "web"))));
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

    @Test
    void onlyItsOwnerReadsTheAuditLog() throws IOException {
        assertEquals(
                "[OWNER_READ, OWNER_WRITE]",
                Files.getPosixFilePermissions(directory.resolve("audit.log")).stream()
                        .sorted()
                        .toList()
                        .toString());
    }
}
