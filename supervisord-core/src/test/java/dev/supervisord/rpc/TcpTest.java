package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.grpc.ChannelCredentials;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status.Code;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The daemon on a TCP address: who gets in with what, and who does not. */
@Timeout(300)
class TcpTest {

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

    @Test
    void aTokenOrACertificateLetsIn() throws IOException {
        tcp.listen(tcp.encrypted());
        assertEquals("1.2.3", tcp.version(tcp.trusting().build(), "secret"));
        assertEquals("1.2.3", tcp.version(tcp.certified("ci")));
    }

    @Test
    void whoShowsNothingOrTheWrongThingIsRefusedAndWrittenDown() throws IOException {
        tcp.listen(tcp.encrypted());
        assertEquals(
                new Refusal(Code.UNAUTHENTICATED, "TOKEN_REQUIRED", "a token or a client certificate is required"),
                Refusal.of(() -> tcp.version(tcp.trusting().build())));
        assertEquals(
                "TOKEN_UNKNOWN",
                Refusal.of(() -> tcp.version(tcp.trusting().build(), "wrong")).reason());
        assertEquals(
                "TOKEN_EXPIRED",
                Refusal.of(() -> tcp.version(tcp.trusting().build(), "stale")).reason());
        Refusal other = Refusal.of(() -> tcp.version(tcp.certified("other")));
        assertEquals(Code.PERMISSION_DENIED, other.code());
        assertTrue(other.message().startsWith("certificate CN=other may not do this"), other.message());
        tcp.audit.await(
                "who was refused",
                lines -> lines.size() == 4
                        && lines.get(0).contains("\"from\":\"tcp 127.0.0.1:")
                        && lines.get(3).contains("\"certificate\":\"CN=other\""));
    }

    @Test
    void certificatesThatAreNotTrustedDoNotEvenConnect() throws IOException {
        tcp.listen(tcp.encrypted());
        // A client need not even show what nobody trusts here.
        Set<Code> refusals = Set.of(Code.UNAVAILABLE, Code.UNAUTHENTICATED);
        for (String name : List.of("expired", "stranger")) {
            Code code = Refusal.of(() -> tcp.version(tcp.certified(name))).code();
            assertTrue(refusals.contains(code), name + " " + code);
        }
        assertEquals(
                Code.UNAVAILABLE,
                Refusal.of(() -> tcp.version(InsecureChannelCredentials.create()))
                        .code());
        assertEquals("1.2.3", tcp.version(tcp.certified("ci")));
    }

    @Test
    void inPlainTextATokenIsNeededAsWell() throws IOException {
        tcp.listen(tcp.plain());
        ChannelCredentials plain = InsecureChannelCredentials.create();
        assertEquals("1.2.3", tcp.version(plain, "secret"));
        assertEquals("TOKEN_REQUIRED", Refusal.of(() -> tcp.version(plain)).reason());
    }

    private static String read(Socket socket) throws IOException {
        socket.setSoTimeout(60_000);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void whoSpeaksSomethingElseIsSentAway() throws IOException {
        tcp.listen(tcp.plain());
        try (Socket browser = new Socket("localhost", tcp.port)) {
            browser.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertTrue(read(browser).startsWith("HTTP/1.1 400 "));
        }
    }

    @Test
    void garbageInPlaceOfTlsIsClosedAndOthersAreServed() throws IOException {
        tcp.listen(tcp.encrypted());
        for (String garbage :
                List.of("GET / HTTP/1.1\r\n\r\n", "\u0016\u0003\u0001\u0000\u0005aaaaa", "x".repeat(5000))) {
            try (Socket socket = new Socket("localhost", tcp.port)) {
                socket.getOutputStream().write(garbage.getBytes(StandardCharsets.ISO_8859_1));
                try {
                    assertNotEquals(null, read(socket)); // to its end
                } catch (SocketException reset) {
                    assertTrue(socket.isConnected()); // an end as well
                }
            }
        }
        assertEquals("1.2.3", tcp.version(tcp.certified("ci")));
    }
}
