package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.AccessRole;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.ProcessServiceGrpc;
import io.grpc.Status.Code;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which role each method of the API asks for. */
class RequirementTest {

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

    @Test
    void somebodyHasDecidedWhoMayCallEachMethod() {
        assertEquals(
                List.of(),
                ApiMethod.all().stream()
                        .map(ApiMethod::name)
                        .filter(name -> !Requirement.isListed(name))
                        .toList(),
                "add these to Requirement: which role, and for which processes");
    }

    @Test
    void aMethodWhoseProcessesAreCheckedSelectsSome() {
        for (ApiMethod method : ApiMethod.all()) {
            switch (Requirement.of(method.name()).scope()) {
                case EACH -> {
                    assertTrue(method.selects(), method.name() + " selects nothing");
                    assertTrue(method.tellsResults(), method.name() + " cannot tell what was not permitted");
                }
                case SELECTED -> assertTrue(method.selects(), method.name() + " selects nothing");
                case NONE, ANY, WATCHED, DAEMON -> {}
            }
        }
    }

    @Test
    void whoHasNoRoleMayCallNothingAndEachAttemptIsWrittenDown() {
        for (ApiMethod method : ApiMethod.all()) {
            Refusal refusal = method.refusal(rig.connect());
            assertEquals(Code.PERMISSION_DENIED, refusal.code(), method.name());
            assertEquals("ROLE_MISSING", refusal.reason(), method.name());
        }
        for (ApiMethod method : ApiMethod.all()) {
            rig.audit.awaitLine(
                    "\"call\":\"" + method.name().substring("supervisord.v1.".length()) + "\"", "PERMISSION_DENIED");
        }
        assertEquals(List.of(), rig.control.asked());
    }

    @Test
    void aReaderMayChangeNothing() {
        rig.rules(GuardedRig.rule(AccessRole.READ));
        for (ApiMethod method : ApiMethod.all()) {
            if (Requirement.of(method.name()).isChange()) {
                assertEquals(
                        Code.PERMISSION_DENIED, method.refusal(rig.connect()).code(), method.name());
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
        Refusal refusal = Refusal.of(() -> rig.start("cat"));
        assertTrue(
                refusal.message()
                        .matches(
                                "uid \\d+ may not do this: it needs the role operate for any program; to give it,"
                                        + " write a section \\[access.NAME\\] with role = \"operate\" and users = \\[\"\\d+\"\\]"),
                refusal.message());
    }
}
