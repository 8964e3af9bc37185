package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import dev.supervisord.v1.Attach;
import dev.supervisord.v1.Daemon;
import dev.supervisord.v1.Log;
import dev.supervisord.v1.Process;
import io.grpc.CallOptions;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Roles by user: the kernel says who calls, each method of the API is refused to who has not its role, and that is written down. */
class RolesIT {

    private static final List<FileDescriptor> FILES =
            List.of(Process.getDescriptor(), Log.getDescriptor(), Daemon.getDescriptor(), Attach.getDescriptor());

    /** Every other method is taken for one that changes something. */
    private static final Set<String> READING = Set.of(
            "GetStatus", "Watch", "Explain", "Describe", "Tail", "TailDaemon", "Logs", "ListAvailable", "GetVersion");

    private static final int STRANGER = 65534;
    private static final int READER = 1;

    private static final String PROGRAMS = """
            [access.readers]
            role = "read"
            users = ["1"]

            [program.web]
            command = "sleep 1000"
            startsecs = 0
            environment = { PASSWORD = "hunter2" }
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    private final List<Execution> relays = new ArrayList<>();

    @AfterEach
    void endRelays() throws IOException, InterruptedException {
        for (Execution relay : relays) {
            relay.signal("TERM");
            relay.await();
        }
    }

    private static Stream<MethodDescriptor> methods() {
        return FILES.stream()
                .flatMap(file -> file.getServices().stream())
                .flatMap(service -> service.getMethods().stream());
    }

    private static Stream<MethodDescriptor> changes() {
        return methods().filter(method -> !READING.contains(method.getName()));
    }

    @Test
    void eachMethodIsRefusedToWhoHasNotItsRoleAndThatIsWrittenDown() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
        Examples.needs("setpriv", "util-linux");
        try (Stream<Path> files = Files.list(App.CHECKOUT.resolve("proto/src/main/protobuf/supervisord/v1"))) {
            assertEquals(FILES.size(), files.count(), "add the new file to the list above");
        }
        TestDaemon daemon = daemon();
        long pid = daemon.pid("web");

        try (ControlStubs stranger = as(STRANGER)) {
            methods().forEach(method -> assertEquals(Code.PERMISSION_DENIED, end(stranger, method), method.getName()));
        }
        try (ControlStubs reader = as(READER)) {
            changes().forEach(method -> assertEquals(Code.PERMISSION_DENIED, end(reader, method), method.getName()));
            for (MethodDescriptor method : methods().toList()) {
                if (READING.contains(method.getName())) {
                    String answer = answer(reader, method);
                    assertFalse(answer.contains("hunter2"), answer);
                }
            }
        }
        Output refused = sandbox.ctl("--server", "unix:" + relay(STRANGER), "stop", "web");
        assertNotEquals(0, refused.code());
        refused.mentions("[access.");
        sandbox.ctl("--server", "unix:" + relay(READER), "status", "web")
                .exits(0)
                .mentions("RUNNING");
        assertEquals(pid, daemon.pid("web"));

        eventually(() -> {
            List<String> audit = Files.readAllLines(sandbox.dir().resolve("audit"));
            methods().forEach(method -> assertWritten(audit, STRANGER, method));
            changes().forEach(method -> assertWritten(audit, READER, method));
            assertFalse(String.join("", audit).contains("hunter2"));
        });
    }

    private TestDaemon daemon() throws IOException, InterruptedException {
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path config = sandbox.toml(PROGRAMS);
        String ours = "socket_mode = \"0666\"\naudit_log = \"" + sandbox.dir() + "/audit\"\nlogfile = ";
        Files.writeString(config, Files.readString(config).replaceFirst("logfile = ", ours));
        TestDaemon daemon = sandbox.daemonOn(config);
        daemon.awaitState("web", "RUNNING");
        return daemon;
    }

    private Path relay(int uid) {
        return sandbox.dir().resolve("relay" + uid).resolve("socket");
    }

    /** A connection that the daemon takes for one of this user. */
    private ControlStubs as(int uid) throws IOException, InterruptedException {
        Path socket = relay(uid);
        Path directory = Files.createDirectory(socket.getParent());
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Path script = Files.copy(App.CHILDREN.resolve("relays.py"), directory.resolve("relays.py"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rw-r--r--"));
        String id = Integer.toString(uid);
        String target = sandbox.dir().resolve("socket").toString();
        List<String> words = List.of(
                "--reuid",
                id,
                "--regid",
                id,
                "--clear-groups",
                "python3",
                script.toString(),
                socket.toString(),
                target);
        relays.add(sandbox.start(Map.of(), "setpriv", words.toArray(String[]::new)));
        eventually(() -> assertTrue(Files.exists(socket)));
        return new ControlStubs(socket);
    }

    private static Code end(ControlStubs stubs, MethodDescriptor method) {
        return assertThrows(StatusRuntimeException.class, () -> answer(stubs, method), method.getName())
                .getStatus()
                .getCode();
    }

    /** The first answer to a request about {@code web}; none where nothing is answered. */
    private static String answer(ControlStubs stubs, MethodDescriptor method) {
        var call = io.grpc.MethodDescriptor.<Message, Message>newBuilder()
                .setFullMethodName(method.getService().getFullName() + "/" + method.getName())
                .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
                .setRequestMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getInputType())))
                .setResponseMarshaller(ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(method.getOutputType())))
                .build();
        var answers = ClientCalls.blockingServerStreamingCall(
                stubs.channel(),
                call,
                CallOptions.DEFAULT.withDeadlineAfter(100, TimeUnit.SECONDS),
                about(method.getInputType()));
        return answers.hasNext() ? answers.next().toString() : "";
    }

    private static Message about(Descriptor request) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(request);
        for (FieldDescriptor field : request.getFields()) {
            switch (field.getName()) {
                case "selectors", "groups" -> message.addRepeatedField(field, "web");
                case "name" -> message.setField(field, "web");
                case "opening" -> message.setField(field, about(field.getMessageType()));
                default -> {}
            }
        }
        return message.build();
    }

    private static void assertWritten(List<String> audit, int uid, MethodDescriptor method) {
        String call = "\"call\":\"" + method.getService().getName() + "/" + method.getName() + "\"";
        assertTrue(
                audit.stream()
                        .anyMatch(line -> line.contains("\"uid\":" + uid + ",")
                                && line.contains(call)
                                && line.contains("\"result\":\"PERMISSION_DENIED\"")),
                () -> "no line of " + uid + " and " + call);
    }
}
