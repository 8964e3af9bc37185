package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.output.Eventually;
import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.ProcessServiceGrpc;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not keep to the protocol: they are shown the door, and the others do not notice. */
@Timeout(300)
class HostileClientTest {

    private static final int STRANGERS = 8;

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void listen() throws IOException {
        listen(Duration.ofMillis(1500));
    }

    /** @param introduction how long a client may take to say its first words */
    private void listen(Duration introduction) throws IOException {
        Limits usual = Rig.PATIENT;
        rig = Rig.in(
                directory,
                new Limits(
                        usual.connections(),
                        usual.connectionsPerUser(),
                        STRANGERS,
                        introduction,
                        usual.idle(),
                        usual.calls(),
                        usual.callsPerUser(),
                        usual.logReaders(),
                        usual.inputWriters(),
                        usual.inputIdle(),
                        usual.request()));
    }

    @AfterEach
    void close() throws InterruptedException {
        rig.close();
    }

    private void othersAreServed() {
        ManagedChannel channel = rig.connect();
        assertEquals(
                3,
                ProcessServiceGrpc.newBlockingStub(channel)
                        .withWaitForReady() // who is slow to speak because the machine is slow may come again
                        .withDeadlineAfter(120, TimeUnit.SECONDS)
                        .getStatus(GetStatusRequest.getDefaultInstance())
                        .getProcessesCount());
    }

    @Test
    void whoSaysNothingIsSentAway() throws IOException {
        try (RawClient silent = new RawClient(rig.socket)) {
            othersAreServed();
            Eventually.until(silent::isClosed, () -> "still open");
        }
    }

    @Test
    void whoSpeaksSomethingElseIsSentAway() throws IOException {
        byte[] other = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (RawClient browser = new RawClient(rig.socket).send(other)) {
            Eventually.until(browser::isClosed, () -> "still open: " + browser.text());
        }
        othersAreServed();
    }

    /** Or each refusal with a new text would stay in the daemon's memory as long as the connection. */
    @Test
    void headersThatWereAnsweredAreNotRememberedBeyondTheUsual() throws IOException, InterruptedException {
        rig.close();
        listen(Rig.PATIENT.introduction()); // however late this client says its first words
        byte[] largeTable = {0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 1, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
        // HEADERS of a call to /x by indexed and literal fields (RFC 7541, 6): POST, http, the path.
        byte[] call = {0, 0, 6, 1, 5, 0, 0, 0, 1, (byte) 0x83, (byte) 0x86, 0x04, 2, '/', 'x'};
        try (RawClient client = new RawClient(rig.socket)
                .send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII))
                .send(largeTable)) {
            // What came together with the settings is still answered by them: the call
            // waits until they are acknowledged.
            Eventually.until(
                    () -> !client.isClosed() && client.text().contains("\0\0\0\u0004\u0001\0\0\0\0"),
                    () -> "settings are not acknowledged: " + client.text());
            client.send(call);
            // The size of the table is 4096 from now on (RFC 7541, 6.3).
            Eventually.until(
                    () -> !client.isClosed() && client.text().contains("\u003f\u00e1\u001f"),
                    () -> "not told: " + client.text());
        }
    }

    @Test
    void ofManyWhoSayNothingTheOldestGoes() throws IOException {
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                silent.add(new RawClient(rig.socket));
            }
            othersAreServed();
            Eventually.until(() -> silent.stream().allMatch(RawClient::isClosed), () -> "some are still open");
        } finally {
            for (RawClient client : silent) {
                client.close();
            }
        }
    }
}
