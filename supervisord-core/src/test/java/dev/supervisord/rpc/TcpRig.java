package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionRequest;
import io.grpc.ChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A rig that can be called over TCP, by who shows a token or a certificate. */
final class TcpRig {

    /** Of the token "secret". */
    private static final String DIGEST = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static final List<AccessToken> TOKENS = List.of(
            new AccessToken("ci", DIGEST, Optional.empty()),
            new AccessToken("old", sha256("stale"), Optional.of(Instant.parse("2026-01-01T00:00:00Z"))));

    private static final List<AccessRule> RULES = List.of(new AccessRule(
            "ci",
            AccessRole.ADMIN,
            new Callers(false, Set.of(), Set.of(), Set.of("ci", "old"), List.of("CN=ci,O=Example")),
            List.of()));

    final AuditTrail audit;
    final Rig rig;

    /** Where it listens, or is to listen next. */
    int port = FreePort.next();

    private final Path made;
    private final Path directory;
    private final List<ManagedChannel> channels = new ArrayList<>();

    /** @param made the files of {@link #makeCertificates} */
    TcpRig(Path made, Path directory) throws IOException {
        this.made = made;
        this.directory = directory;
        audit = new AuditTrail(directory);
        rig = Rig.guarded(directory, Optional.of(audit.log));
        certifies("daemon");
        keepsKeyOf("daemon");
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Takes its time: once for all tests of a class. */
    static void makeCertificates(Path directory) throws IOException, InterruptedException {
        Certificates made = new Certificates(directory);
        made.authority("ca");
        made.authority("strangers");
        made.sign("ca", "daemon", "/CN=daemon", 30);
        made.sign("ca", "daemon2", "/CN=daemon2", 30);
        made.sign("ca", "ci", "/O=Example/CN=ci", 30);
        made.sign("ca", "other", "/CN=other", 30);
        made.sign("ca", "expired", "/O=Example/CN=ci", -1);
        made.sign("strangers", "stranger", "/O=Example/CN=ci", 30);
    }

    /** The file in which the daemon finds its certificate. */
    Path certificate() {
        return directory.resolve("own.pem");
    }

    private Path key() {
        return directory.resolve("own.key");
    }

    /** Puts this certificate where the daemon finds its own. */
    void certifies(String name) throws IOException {
        Files.copy(made.resolve(name + ".pem"), certificate(), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Puts the key of this certificate where the daemon finds its own. */
    void keepsKeyOf(String name) throws IOException {
        Files.copy(made.resolve(name + ".key"), key(), StandardCopyOption.REPLACE_EXISTING);
    }

    ControlSpec encrypted() {
        return spec(Optional.of(new Tls(certificate(), key(), Optional.of(made.resolve("ca.pem")))));
    }

    ControlSpec plain() {
        return spec(Optional.empty());
    }

    private ControlSpec spec(Optional<Tls> tls) {
        return new ControlSpec(
                Optional.of(new Tcp(new ListenAddress.Inet(InetAddress.getLoopbackAddress(), port), tls)),
                RULES,
                TOKENS,
                Optional.empty());
    }

    void listen(ControlSpec spec) throws IOException {
        rig.control.shows(Plans.with(Rig.PLAN, spec));
        assertEquals(Optional.empty(), rig.server.listenRemotely(spec));
    }

    TlsChannelCredentials.Builder trusting() throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(made.resolve("ca.pem").toFile());
    }

    ChannelCredentials certified(String name) throws IOException {
        return trusting()
                .keyManager(
                        made.resolve(name + ".pem").toFile(),
                        made.resolve(name + ".key").toFile())
                .build();
    }

    ManagedChannel connect(ChannelCredentials credentials) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress("localhost", port, credentials).build();
        channels.add(channel);
        return channel;
    }

    String version(ChannelCredentials credentials) {
        return version(credentials, new Metadata());
    }

    String version(ChannelCredentials credentials, String token) {
        Metadata headers = new Metadata();
        headers.put(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), "Bearer " + token);
        return version(credentials, headers);
    }

    private String version(ChannelCredentials credentials, Metadata headers) {
        return DaemonServiceGrpc.newBlockingStub(connect(credentials))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .getVersion(GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    void close() throws InterruptedException {
        channels.forEach(ManagedChannel::shutdownNow);
        rig.close();
        audit.close();
    }
}
