package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginInterceptorTest {

    private static final Refusal LOGIN_REQUIRED =
            new Refusal(Code.UNAUTHENTICATED, "LOGIN_REQUIRED", "a user name and its password are required");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // each test listens in its own way
    private Rig rig;

    @SuppressWarnings("NullAway.Init") // as above
    private ManagedChannel channel;

    private void listen(String password) throws IOException {
        rig = Rig.withLogin(directory, "admin", password);
        channel = rig.connect();
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    private String version(String authorization) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
        return DaemonServiceGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .getVersion(GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aCallWithoutALoginIsRefused() throws IOException {
        listen("s3:cret");
        assertEquals(
                LOGIN_REQUIRED,
                Refusal.of(() ->
                        DaemonServiceGrpc.newBlockingStub(channel).getVersion(GetVersionRequest.getDefaultInstance())));
    }

    @Test
    void theRightLoginPasses() throws IOException {
        listen("s3:cret");
        assertEquals("1.2.3", version(basic("admin:s3:cret")));
    }

    @Test
    void aHashedPasswordIsComparedByItsHash() throws IOException {
        listen("{SHA}82AB876D1387BFAFE46CC1C8A2EF074EAE50CB1D"); // of "thepassword", as in Supervisor's documentation
        assertEquals("1.2.3", version(basic("admin:thepassword")));
        assertEquals(LOGIN_REQUIRED, Refusal.of(() -> version(basic("admin:other"))));
        assertEquals(
                LOGIN_REQUIRED,
                Refusal.of(() -> version(basic("admin:{SHA}82AB876D1387BFAFE46CC1C8A2EF074EAE50CB1D"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Basic YWRtaW46d3Jvbmc=", // admin:wrong
                "Basic cm9vdDpzMzpjcmV0", // root:s3:cret
                "Basic YWRtaW4=", // admin
                "Basic !!!",
                "Basic ",
                "Bearer YWRtaW46czM6Y3JldA==",
                ""
            })
    void anyOtherLoginIsRefused(String authorization) throws IOException {
        listen("s3:cret");
        assertEquals(LOGIN_REQUIRED, Refusal.of(() -> version(authorization)));
    }
}
