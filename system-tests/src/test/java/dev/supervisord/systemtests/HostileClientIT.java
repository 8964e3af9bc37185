package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.supervisord.v1.ProcessStatus;
import java.io.Closeable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Clients that keep no rule, on the control socket and on the TCP address: whoever keeps them is served at once, before, during and
 * after, programs go on, and the daemon is no larger than its limits say.
 */
class HostileClientIT {

    private static final int SILENT = 10_000;
    private static final int FEWEST = 400;
    private static final int FOR_OTHERS = 300;
    private static final int CHURN = 500;

    /** Far more than it takes; without limits it would take for ever. */
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Of the heap 64 MB, of buffers for connections as much, and what the JVM itself takes. */
    private static final long MEMORY_KB_MAX = 260_000;

    /** What may be left: files that were opened since, connections that close just now. */
    private static final int MORE_MAX = 40;

    private static final String PROGRAMS = """
            [control]
            listen = "127.0.0.1:{port}"
            certificate = "{dir}/host.pem"
            key = "{dir}/host.key"
            client_ca = "{dir}/ca.pem"

            [token.reader]
            sha256 = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"

            [access.readers]
            role = "read"
            tokens = ["reader"]

            [program.web]
            command = "sleep 1000"
            startsecs = 0

            [program.many]
            command = "sleep 1000"
            numprocs = 500
            autostart = false
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    /** Makes a connection. */
    private interface Connecting {
        Wire connect() throws IOException;
    }

    private TestDaemon daemon() throws IOException, InterruptedException {
        Examples.needs("openssl", "openssl");
        new TlsFiles(sandbox).make();
        Path config = sandbox.toml(PROGRAMS);
        String text = Files.readString(config);
        Files.writeString(
                config, text.replaceFirst("logfile = ", "audit_log = \"" + sandbox.dir() + "/audit\"\nlogfile = "));
        TestDaemon daemon = sandbox.daemonOn(config);
        daemon.awaitLog("with TLS");
        daemon.awaitState("web", "RUNNING");
        return daemon;
    }

    private SocketAddress port() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), sandbox.port());
    }

    private SocketAddress socket() {
        return UnixDomainSocketAddress.of(sandbox.dir().resolve("socket"));
    }

    @Test
    void whoKeepsTheRulesIsServed() throws IOException, InterruptedException, GeneralSecurityException {
        TestDaemon daemon = daemon();
        SSLContext trusting = new TlsFiles(sandbox).trusting();
        Vitals before = Vitals.of(daemon.pid());

        for (Connecting silent : List.<Connecting>of(() -> new Wire(socket()), () -> new Wire(port()))) {
            silence(daemon, silent);
        }
        handshakes(daemon);
        long pid = daemon.pid("web");
        for (Map.Entry<String, HostileClients.Attack> attack :
                HostileClients.all().entrySet()) {
            assertServedWhile(pid, attack.getKey() + " on the socket", attack.getValue(), () -> new Wire(socket()));
            assertServedWhile(pid, attack.getKey() + " by TLS", attack.getValue(), () -> new TlsWire(port(), trusting));
        }
        daemon.ctl("restart", "web").exits(0);
        assertNotEquals(pid, daemon.pid("web"));

        Eventually.eventually(() -> {
            Vitals after = Vitals.of(daemon.pid());
            assertTrue(after.descriptors() <= before.descriptors() + MORE_MAX, () -> before + ", " + after);
            assertTrue(after.threads() <= before.threads() + MORE_MAX, () -> before + ", " + after);
            assertTrue(after.memoryKb() <= MEMORY_KB_MAX, after::toString);
        });
        assertTrue(Files.size(sandbox.dir().resolve("audit")) < 4 << 20, "refusals do not fill the audit log");
        assertTrue(daemon.output().err().length() < 1 << 16, () -> "it complains much: " + daemonsErrors(daemon));
    }

    private static String daemonsErrors(TestDaemon daemon) {
        try {
            String all = daemon.output().err();
            return all.substring(0, Math.min(all.length(), 5_000));
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    /** As many connections as this machine lets a process have, but for what other tests need at the same time. */
    private void silence(TestDaemon daemon, Connecting connecting) throws IOException, InterruptedException {
        long pid = daemon.pid("web");
        List<Closeable> silent = new ArrayList<>();
        try {
            long most = Math.min(SILENT, descriptorsLeft() - FOR_OTHERS);
            assertTrue(most > FEWEST, () -> "this machine lets a process have too few files: " + most);
            while (silent.size() < most) {
                silent.add(connecting.connect());
            }
            assertServed(pid, silent.size() + " silent clients");
            daemon.ctl("restart", "web").exits(0);
        } finally {
            for (Closeable connection : silent) {
                connection.close();
            }
        }
    }

    /** TLS that is never finished, not as it should be, or with a certificate that nobody trusts. */
    private void handshakes(TestDaemon daemon) throws IOException, InterruptedException, GeneralSecurityException {
        long pid = daemon.pid("web");
        byte[] hello = {0x16, 3, 1, 0, 100, 1, 0, 0, 96, 3, 3};
        byte[] large = ByteBuffer.allocate(1 << 16)
                .put(new byte[] {0x16, 3, 3, 0x40, 0, 11, 0, -1, -1})
                .array();
        TlsFiles files = new TlsFiles(sandbox);
        try (Wire begun = new Wire(port());
                Wire slow = new Wire(port())) {
            begun.sendBare(hello);
            for (int i = 0; i < CHURN; i++) {
                try (Wire wire = new Wire(port())) {
                    sendUnlessSentAway(wire, i % 2 == 0 ? hello : large);
                }
                if (i % 100 == 0) {
                    sendUnlessSentAway(slow, new byte[] {hello[i / 100]});
                }
            }
            assertServed(pid, "handshakes");
        }
        for (SSLContext wrong : List.of(files.certified("strangers", "CN=reader"), files.certifiedByLongChain(100))) {
            for (int i = 0; i < 10; i++) {
                ignoringItsEnd(() -> new TlsWire(port(), wrong));
            }
            assertServed(pid, "certificates that nobody trusts");
        }
    }

    private static void sendUnlessSentAway(Wire wire, byte[] bytes) {
        try {
            wire.sendBare(bytes);
        } catch (IOException sentAway) {
            assertTrue(sentAway.toString().length() > 0, "which is what it deserves");
        }
    }

    /** How many more files this process may open. */
    private static long descriptorsLeft() {
        var system = (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount();
    }

    private static void ignoringItsEnd(Connecting connecting) {
        try (Wire wire = connecting.connect()) {
            wire.send(Http2.PREFACE);
            wire.drain();
        } catch (IOException sentAway) {
            assertTrue(sentAway.toString().length() > 0, "which is what it deserves");
        }
    }

    private void assertServedWhile(long pid, String what, HostileClients.Attack attack, Connecting connecting)
            throws IOException, InterruptedException {
        CompletableFuture<Void> attacking = CompletableFuture.runAsync(() -> attack(attack, connecting));
        assertServed(pid, what);
        try {
            attacking.join();
        } catch (CompletionException bug) {
            throw new AssertionError(what, bug);
        }
    }

    private static void attack(HostileClients.Attack attack, Connecting connecting) {
        try (Wire wire = connecting.connect()) {
            wire.send(Http2.PREFACE);
            wire.send(Http2.frame(Http2.SETTINGS, 0, 0, new byte[0]));
            attack.on(wire);
        } catch (IOException sentAway) {
            assertTrue(sentAway.toString().length() > 0, "which is what it deserves");
        }
    }

    private void assertServed(long pid, String during) throws IOException {
        long began = System.nanoTime();
        try (ControlStubs stubs = new ControlStubs(sandbox.dir().resolve("socket"))) {
            ProcessStatus web = stubs.status().getOrDefault("web", ProcessStatus.getDefaultInstance());
            assertEquals(pid, web.getPid(), during);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertTrue(took.compareTo(SOON) < 0, () -> "during " + during + " an answer took " + took);
    }

    /** How large a process is. */
    private record Vitals(int descriptors, int threads, long memoryKb) {

        static Vitals of(long pid) throws IOException {
            Path proc = Path.of("/proc", Long.toString(pid));
            try (Stream<Path> descriptors = Files.list(proc.resolve("fd"))) {
                return new Vitals((int) descriptors.count(), (int) number(proc, "Threads:"), number(proc, "VmRSS:"));
            }
        }

        private static long number(Path proc, String key) throws IOException {
            String line = Files.readAllLines(proc.resolve("status"), StandardCharsets.ISO_8859_1).stream()
                    .filter(one -> one.startsWith(key))
                    .findFirst()
                    .orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
    }
}
