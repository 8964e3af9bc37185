package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.Plans;
import dev.supervisord.os.FreePort;
import dev.supervisord.output.Eventually;
import dev.supervisord.rpc.PlanReader.Reading;
import dev.supervisord.v1.ConfigServiceGrpc;
import dev.supervisord.v1.ReloadRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a reload does to the TCP address of a daemon that runs. */
@Timeout(300)
class TcpReloadTest {

    @TempDir
    static Path made;

    @TempDir
    Path directory;

    private TcpRig tcp;

    @BeforeAll
    static void makeCertificates() throws IOException, InterruptedException {
        TcpRig.makeCertificates(made);
    }

    @BeforeEach
    void start() throws IOException {
        tcp = new TcpRig(made, directory);
    }

    @AfterEach
    void close() throws InterruptedException {
        tcp.close();
    }

    private List<String> reload() throws IOException {
        return reload(tcp.encrypted(), tcp.connect(tcp.certified("ci")));
    }

    private List<String> reload(ControlSpec spec, ManagedChannel channel) {
        tcp.rig.configurationIs(new Reading(Optional.of(Plans.with(Rig.PLAN, spec)), List.of(), List.of()));
        tcp.rig.control.answers(List.of());
        return ConfigServiceGrpc.newBlockingStub(channel)
                .reload(ReloadRequest.getDefaultInstance())
                .getWarningsList();
    }

    private String shownName() throws IOException {
        try (Socket socket = new Socket("localhost", tcp.port)) {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new Trusting()}, null);
            SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", tcp.port, true);
            secure.startHandshake();
            return secure.getSession().getPeerPrincipal().getName();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Test
    void aReloadTakesOverANewCertificateAndKeepsTheOldOneWhereTheNewIsNotGood() throws IOException {
        tcp.listen(tcp.encrypted());
        assertEquals("CN=daemon", shownName());
        tcp.certifies("daemon2");
        tcp.keepsKeyOf("daemon2");
        assertEquals(List.of(), reload());
        assertEquals("CN=daemon2", shownName());
        tcp.certifies("daemon");
        String half = reload().get(0);
        assertTrue(half.contains("is not that of the certificate"), half);
        assertEquals("CN=daemon2", shownName());
        Files.writeString(tcp.certificate(), "nonsense");
        String warning = reload().get(0);
        assertTrue(warning.endsWith("the certificate of before is still used"), warning);
        assertEquals("CN=daemon2", shownName());
    }

    /** Over the unix socket, to whoever can open it: no rule is in force. */
    private List<String> reloadLocally(ControlSpec spec) {
        tcp.rig.control.shows(
                Plans.with(Rig.PLAN, new ControlSpec(spec.tcp(), List.of(), spec.tokens(), spec.auditLog())));
        return reload(spec, tcp.rig.connect());
    }

    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tcp.port)) {
            return socket.isConnected();
        } catch (IOException nobody) {
            return false;
        }
    }

    @Test
    void aReloadOpensMovesAndClosesTheAddress() throws IOException {
        assertFalse(answers());
        assertEquals(List.of(), reloadLocally(tcp.encrypted()));
        assertEquals("CN=daemon", shownName());
        int before = tcp.port;
        try (ServerSocket taken = new ServerSocket(FreePort.next(), 1, InetAddress.getLoopbackAddress())) {
            tcp.port = taken.getLocalPort();
            String told = reloadLocally(tcp.encrypted()).get(0);
            assertTrue(told.startsWith("cannot listen on ") && told.contains("it still listens on "), told);
        }
        assertEquals(List.of(), reloadLocally(tcp.encrypted()));
        assertEquals("CN=daemon", shownName());
        String plain = reloadLocally(tcp.plain()).get(0);
        assertTrue(plain.contains("TLS and plain text"), plain);
        int moved = tcp.port;
        tcp.port = before;
        Eventually.until(() -> !answers(), () -> "it listens where it was");
        tcp.port = moved;
        assertEquals(List.of(), reloadLocally(GuardedRig.spec()));
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
