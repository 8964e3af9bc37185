package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** App servers on sockets that the daemon holds, under 100 requests a second. Alone on the machine, because times are measured. */
@Isolated
class HeldSocketIT {

    private static final Duration SLOWEST = Duration.ofMillis(1500);
    private static final Duration BACK = Duration.ofSeconds(60);
    private static final int RESTARTS_MIN = 3;
    private static final int RESTARTS_MAX = 8;
    private static final int WARM = 50;
    private static final int PATIENCE_MILLIS = 100_000;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    /** What is done under load. */
    @FunctionalInterface
    private interface Deed {
        void run() throws IOException, InterruptedException;
    }

    private HttpLoad.Result underLoad(Deed deed) throws IOException, InterruptedException {
        return underLoad(sandbox.port(), deed);
    }

    private static HttpLoad.Result underLoad(int port, Deed deed) throws IOException, InterruptedException {
        HttpLoad load = HttpLoad.on(port);
        HttpLoad.Result result;
        try {
            eventually(() -> assertTrue(load.answered() > WARM, "some are answered before"));
            deed.run();
            int before = load.answered();
            eventually(() -> assertTrue(load.answered() > before + WARM, "some are answered afterwards"));
        } finally {
            result = load.end();
        }
        assertEquals(0, result.refused(), "refused connections");
        return result;
    }

    /**
     * No restart loses a request, and one of them has its slowest answer in time. Where the machine has no time for that, it takes no more
     * than twice what it takes to restart the same server, on another port under the same load, without any supervisor.
     */
    private void losesNothingAtARestart(TestDaemon daemon, String program) throws IOException, InterruptedException {
        int port = sandbox.port() + 1;
        Execution byHand = sandbox.start(
                Map.of(),
                "python3",
                App.CHILDREN.resolve("restarts.py").toString(),
                Long.toString(daemon.pid(program)),
                Integer.toString(port));
        boolean inTime = false;
        List<String> told = new ArrayList<>();
        for (int i = 1; i <= RESTARTS_MAX && (i <= RESTARTS_MIN || !inTime); i++) {
            HttpLoad.Result result =
                    underLoad(() -> daemon.ctl("restart", program).exits(0));
            assertEquals(List.of(), List.copyOf(result.failures()), "lost requests");
            int restarts = i;
            Duration reference = underLoad(port, () -> {
                        byHand.signal("HUP");
                        eventually(() -> assertTrue(byHand.soFar().out().equals("restarted\n".repeat(restarts))));
                    })
                    .slowest();
            Duration most = Collections.max(List.of(SLOWEST, reference.multipliedBy(2)));
            inTime |= result.slowest().compareTo(most) < 0;
            told.add("slowest answer: " + result.slowest() + ", by hand: " + reference);
        }
        assertTrue(inTime, told::toString);
        byHand.signal("TERM");
        byHand.await().exits(0);
    }

    private void losesNothing(String example, int port, String program) throws IOException, InterruptedException {
        Path config = Examples.copy(sandbox, example, port);
        TestDaemon first = sandbox.daemonOn(config);
        first.ctl("start", program).exits(0);
        losesNothingAtARestart(first, program);

        long killed = first.pid(program);
        HttpLoad.Result whileItIsReplaced = underLoad(() -> {
            Processes.signal(killed, "KILL");
            eventually(() -> assertNotEquals(
                    Long.toString(killed), first.ctl("pid", program).out().strip()));
        });
        assertTrue(
                whileItIsReplaced.slowest().compareTo(BACK) < 0, () -> "answered after " + whileItIsReplaced.slowest());
        first.awaitState(program, "RUNNING");
        long pid = first.pid(program);

        HttpLoad.Result whileTheDaemonIsReplaced = underLoad(() -> {
            first.kill();
            TestDaemon second = sandbox.daemonOn(config);
            assertEquals(pid, second.pid(program));
            second.ctl("restart", program).exits(0);
            assertNotEquals(pid, second.pid(program));
        });
        assertEquals(List.of(), List.copyOf(whileTheDaemonIsReplaced.failures()), "lost requests");
    }

    @Test
    void gunicornLosesNoRequest() throws IOException, InterruptedException {
        Examples.needs("gunicorn", "gunicorn");
        losesNothing("gunicorn-socket.toml", 8500, "gunicorn-held");
    }

    @Test
    void uwsgiLosesNoRequest() throws IOException, InterruptedException {
        Examples.needs("uwsgi", "uwsgi-core and uwsgi-plugin-python3");
        losesNothing("uwsgi-socket.toml", 8600, "uwsgi-held");
    }

    @Test
    void connectionsWaitForAProgramThatIsDown() throws IOException, InterruptedException {
        sandbox.write("answers.py", """
                import os, socket
                client, _ = socket.socket(fileno=3).accept()
                client.recv(1000)
                client.sendall(b"from " + os.environ["LISTEN_FDNAMES"].encode())
                """);
        TestDaemon daemon = sandbox.daemon("""
                [socket.web]
                listen = "127.0.0.1:{port}"
                [program.web]
                command = "python3 {dir}/answers.py"
                sockets = ["web"]
                autostart = false
                autorestart = false
                startsecs = 0
                """);
        try (Socket client = new Socket("127.0.0.1", sandbox.port())) {
            client.setSoTimeout(PATIENCE_MILLIS);
            client.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            daemon.ctl("start", "web").exits(0);
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertEquals("from web", answer);
        }
    }

    @Test
    void aTakenPortFailsTheStartOfThoseWhoNeedIt() throws IOException, InterruptedException {
        Path config = sandbox.toml("""
                [socket.web]
                listen = "127.0.0.1:{port}"
                [program.web]
                command = "sleep 1000"
                sockets = ["web"]
                startsecs = 0
                startretries = 1000
                backoff = { initial = "500ms", factor = 1 }
                [program.other]
                command = "sleep 1000"
                startsecs = 0
                """);
        TestDaemon daemon;
        try (ServerSocket stranger = new ServerSocket(sandbox.port(), 1, InetAddress.getByName("127.0.0.1"))) {
            assertTrue(stranger.isBound());
            daemon = sandbox.daemonOn(config);
            daemon.awaitState("other", "RUNNING");
            eventually(() -> assertTrue(
                    daemon.status()
                            .description("web")
                            .contains("Address already in use by pid "
                                    + ProcessHandle.current().pid()),
                    () -> "says why"));
        }
        daemon.awaitState("web", "RUNNING");
    }
}
