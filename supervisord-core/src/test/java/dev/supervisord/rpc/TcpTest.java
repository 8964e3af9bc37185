package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.log.AuditLog;
import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessRule.Callers;
import dev.supervisord.model.AccessToken;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.ControlSpec.Tcp;
import dev.supervisord.model.ControlSpec.Tls;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.Plans;
import dev.supervisord.os.FreePort;
import dev.supervisord.output.Eventually;
import dev.supervisord.rpc.PlanReader.Reading;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.ReloadRequest;
import dev.supervisord.v1.ReloadResponse;
import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status.Code;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on a TCP address: who gets in with what, and who does not. */
@Timeout(300)
class TcpTest {

    /** SHA-256 of "secret". */
    private static final String DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir
    static Path tls;

    private static final List<AccessToken> TOKENS = List.of(
            new AccessToken("ci", DIGEST, Optional.empty()),
            new AccessToken("old", sha256("stale"), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))));

    private static final List<AccessRule> RULES = List.of(new AccessRule(
            "ci",
            AccessRole.ADMIN,
            new Callers(false, Set.of(), Set.of(), Set.of("ci", "old"), List.of("CN=ci,O=Example")),
            List.of()));

    @TempDir
    Path directory;

    private final List<ManagedChannel> channels = new ArrayList<>();
    private AuditLog audit;
    private Rig rig;
    private int port;

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        Certificates made = new Certificates(tls);
        made.authority("ca");
        made.authority("strangers");
        made.sign("ca", "daemon", "/CN=daemon", 30);
        made.sign("ca", "daemon2", "/CN=daemon2", 30);
        made.sign("ca", "ci", "/O=Example/CN=ci", 30);
        made.sign("ca", "other", "/CN=other", 30);
        made.sign("ca", "expired", "/O=Example/CN=ci", -1);
        made.sign("strangers", "stranger", "/O=Example/CN=ci", 30);
    }

    @BeforeEach
    void start() throws IOException {
        audit = AuditLog.open(directory.resolve("audit.log"), 0, 0, (level, message) -> {}, body -> {
            Thread thread = new Thread(body, "test-audit");
            thread.setDaemon(true);
            return thread;
        });
        rig = Rig.guarded(directory, Optional.of(audit));
        for (String end : List.of(".pem", ".key")) {
            Files.copy(tls.resolve("daemon" + end), directory.resolve("own" + end));
        }
        port = FreePort.next();
    }

    private ControlSpec spec(boolean encrypted) {
        Tls files =
                new Tls(directory.resolve("own.pem"), directory.resolve("own.key"), Optional.of(tls.resolve("ca.pem")));
        return new ControlSpec(
                Optional.of(new Tcp(
                        new ListenAddress.Inet(InetAddress.getLoopbackAddress(), port),
                        encrypted ? Optional.of(files) : Optional.empty())),
                RULES,
                TOKENS,
                Optional.empty());
    }

    private void listen(boolean encrypted) throws IOException {
        rig.control.shows(Plans.with(Rig.PLAN, spec(encrypted)));
        assertEquals(Optional.empty(), rig.server.listenRemotely(spec(encrypted)));
    }

    @AfterEach
    void close() throws InterruptedException {
        channels.forEach(ManagedChannel::shutdownNow);
        rig.close();
        audit.close();
    }

    private static File file(String name) {
        return tls.resolve(name).toFile();
    }

    private static TlsChannelCredentials.Builder trusting() throws IOException {
        return TlsChannelCredentials.newBuilder().trustManager(file("ca.pem"));
    }

    private static ChannelCredentials certified(String name) throws IOException {
        return trusting().keyManager(file(name + ".pem"), file(name + ".key")).build();
    }

    private ManagedChannel connect(ChannelCredentials credentials) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", port, credentials).build();
        channels.add(channel);
        return channel;
    }

    private String version(ChannelCredentials credentials) {
        return version(connect(credentials));
    }

    private static String version(ManagedChannel channel) {
        return DaemonServiceGrpc.newBlockingStub(channel)
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .getVersion(GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    private String version(ChannelCredentials credentials, String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return DaemonServiceGrpc.newBlockingStub(connect(credentials))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .getVersion(GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    @Test
    void aTokenOrACertificateLetsIn() throws IOException {
        listen(true);
        assertEquals("1.2.3", version(trusting().build(), "secret"));
        assertEquals("1.2.3", version(certified("ci")));
    }

    @Test
    void whoShowsNothingOrTheWrongThingIsRefusedAndWrittenDown() throws IOException {
        listen(true);
        assertEquals(
                new Refusal(Code.UNAUTHENTICATED, "TOKEN_REQUIRED", "a token or a client certificate is required"),
                Refusal.of(() -> version(trusting().build())));
        assertEquals(
                "TOKEN_UNKNOWN",
                Refusal.of(() -> version(trusting().build(), "wrong")).reason());
        assertEquals(
                "TOKEN_EXPIRED",
                Refusal.of(() -> version(trusting().build(), "stale")).reason());
        Refusal other = Refusal.of(() -> version(certified("other")));
        assertEquals(Code.PERMISSION_DENIED, other.code());
        assertTrue(other.message().startsWith("certificate CN=other may not do this"), other.message());
        Eventually.until(
                () -> {
                    try {
                        List<String> lines = Files.readAllLines(directory.resolve("audit.log"));
                        return lines.size() == 4
                                && lines.get(0).contains("\"from\":\"tcp 127.0.0.1:")
                                && lines.get(3).contains("\"certificate\":\"CN=other\"");
                    } catch (IOException unreadable) {
                        throw new AssertionError(unreadable);
                    }
                },
                () -> "not all is written down");
    }

    @Test
    void certificatesThatAreNotTrustedDoNotEvenConnect() throws IOException {
        listen(true);
        // A client need not even show what nobody trusts here.
        Set<Code> refusals = Set.of(Code.UNAVAILABLE, Code.UNAUTHENTICATED);
        for (String name : List.of("expired", "stranger")) {
            Code code = Refusal.of(() -> version(certified(name))).code();
            assertTrue(refusals.contains(code), name + " " + code);
        }
        assertEquals(
                Code.UNAVAILABLE,
                Refusal.of(() -> version(InsecureChannelCredentials.create())).code());
        assertEquals("1.2.3", version(certified("ci")));
    }

    @Test
    void inPlainTextATokenIsNeededAsWell() throws IOException {
        listen(false);
        ChannelCredentials plain = InsecureChannelCredentials.create();
        assertEquals("1.2.3", version(plain, "secret"));
        assertEquals("TOKEN_REQUIRED", Refusal.of(() -> version(plain)).reason());
    }

    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whoSpeaksSomethingElseIsSentAway() throws IOException {
        listen(false);
        try (Socket browser = new Socket("localhost", port)) {
            browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(browser).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void garbageInPlaceOfTlsIsClosedAndOthersAreServed() throws IOException {
        listen(true);
        for (String garbage :
                List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005aaaaa", "x".repeat(5000))) {
            try (Socket socket = new Socket("localhost", port)) {
                socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
                try {
                    assertNotEquals(null, read(socket)); // to its end
                } catch (SocketException reset) {
                    assertTrue(socket.isConnected()); // an end as well
                }
            }
        }
        assertEquals("1.2.3", version(certified("ci")));
    }

    private ReloadResponse reload() {
        rig.configurationIs(new Reading(Optional.of(Plans.with(Rig.PLAN, spec(true))), List.of(), List.of()));
        rig.control.answers(List.of());
        return ConfigServiceGrpc.newBlockingStub(connectAsCi()).reload(ReloadRequest.getDefaultInstance());
    }

    private ManagedChannel connectAsCi() {
        try {
            return connect(certified("ci"));
        } catch (IOException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private String daemonsName() throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", port, true);
            secure.startHandshake();
            return secure.getSession().getPeerPrincipal().getName();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Of a client that only looks. */
    private static final class Trusting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aReloadTakesOverANewCertificateAndKeepsTheOldOneWhereTheNewIsNotGood() throws IOException {
        listen(true);
        assertEquals("CN=daemon", daemonsName());
        for (String end : List.of(".pem", ".key")) {
            Files.copy(
                    tls.resolve("daemon2" + end), directory.resolve("own" + end), StandardCopyOption.REPLACE_EXISTING);
        }
        assertEquals(List.of(), reload().getWarningsList());
        assertEquals("CN=daemon2", daemonsName());
        Files.copy(tls.resolve("daemon.pem"), directory.resolve("own.pem"), StandardCopyOption.REPLACE_EXISTING);
        String half = reload().getWarnings(0);
        assertTrue(half.contains("is not that of the certificate"), half);
        assertEquals("CN=daemon2", daemonsName());
        Files.writeString(directory.resolve("own.pem"), "nonsense");
        String warning = reload().getWarnings(0);
        assertTrue(warning.endsWith("the certificate of before is still used"), warning);
        assertEquals("CN=daemon2", daemonsName());
    }

    private List<String> reloadLocally(ControlSpec spec) {
        rig.control.shows(Plans.with(Rig.PLAN, spec));
        rig.configurationIs(new Reading(Optional.of(Plans.with(Rig.PLAN, spec)), List.of(), List.of()));
        rig.control.answers(List.of());
        rig.control.shows(Plans.with(Rig.PLAN, allowingAll(spec)));
        return ConfigServiceGrpc.newBlockingStub(rig.connect())
                .reload(ReloadRequest.getDefaultInstance())
                .getWarningsList();
    }

    /** The same for whoever can open the unix socket. */
    private static ControlSpec allowingAll(ControlSpec spec) {
        return new ControlSpec(spec.tcp(), List.of(), spec.tokens(), spec.auditLog());
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    @Test
    void aReloadOpensMovesAndClosesTheAddress() throws IOException {
        assertFalse(answers());
        assertEquals(List.of(), reloadLocally(spec(true)));
        assertEquals("CN=daemon", daemonsName());
        int before = port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
            String taken = reloadLocally(spec(true)).get(0);
            assertTrue(taken.startsWith("cannot listen on ") && taken.contains("it still listens on "), taken);
        }
        assertEquals(List.of(), reloadLocally(spec(true)));
        assertEquals("CN=daemon", daemonsName());
        String plain = reloadLocally(spec(false)).get(0);
        assertTrue(plain.contains("TLS and plain text"), plain);
        int moved = port;
        port = before;
        Eventually.until(() -> !answers(), () -> "it listens where it was");
        port = moved;
        assertEquals(
                List.of(), reloadLocally(new ControlSpec(Optional.empty(), List.of(), List.of(), Optional.empty())));
        Eventually.until(() -> !answers(), () -> "it still listens");
    }

    @Test
    void whatOnlyTheNextDaemonTakesOverIsTold() {
        String told = reloadLocally(
                        new ControlSpec(Optional.empty(), List.of(), List.of(), Optional.of(Path.of("/var/log/a.log"))))
                .get(0);
        assertEquals(
                "audit_log differs from what the daemon began with: that is taken over when it is restarted or upgraded"
                        + " (ctl upgrade)",
                told);
    }
}
