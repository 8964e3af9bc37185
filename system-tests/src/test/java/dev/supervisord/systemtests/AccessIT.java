package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Control over TCP, as docs/security.md sets it up: what a token may do, what it may not, and what is written down of it. */
class AccessIT {

    private static final String PROGRAMS = """
            [control]
            listen = "127.0.0.1:{port}"
            certificate = "{dir}/host.pem"
            key = "{dir}/host.key"
            client_ca = "{dir}/ca.pem"

            [token.ci]
            sha256 = "DIGEST"

            [access.deployers]
            role = "operate"
            tokens = ["ci"]
            certificates = ["CN=host"]
            programs = ["web"]

            [program.web]
            command = "sleep 1000"
            startsecs = 0

            [program.other]
            command = "sleep 1000"
            startsecs = 0
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void aTokenMayDoWhatItsRoleSaysAndAllOfItIsWrittenDown() throws IOException, InterruptedException {
        Examples.needs("openssl", "openssl");
        new TlsFiles(sandbox).make();
        String made = sandbox.supervisord("token").exits(0).out();
        Files.writeString(sandbox.dir().resolve("token"), token(made));
        TestDaemon daemon = sandbox.daemonOn(config(made));

        daemon.awaitLog("with TLS");
        daemon.awaitState("web", "RUNNING");
        daemon.awaitState("other", "RUNNING");
        remote("token", "status", "web").exits(0).mentions("web", "RUNNING");
        long before = daemon.pid("web");
        remote("token", "restart", "web").exits(0).mentions("web: started");
        assertNotEquals(before, daemon.pid("web"));

        named("prod", "status", "web").exits(0).mentions("web", "RUNNING");
        named("certified", "status", "web").exits(0).mentions("web", "RUNNING");

        long other = daemon.pid("other");
        assertNotEquals(0, remote("token", "stop", "other").code());
        assertNotEquals(0, remote("token", "stop", "all").code());
        assertNotEquals(0, remote("token", "reload").mentions("[access.").code());
        assertNotEquals(0, remote("token", "shutdown").code());
        assertEquals(other, daemon.pid("other"));

        Files.writeString(sandbox.dir().resolve("wrong"), "x".repeat(43));
        assertNotEquals(0, remote("wrong", "status").code());

        eventually(() -> {
            List<String> audit = Files.readAllLines(sandbox.dir().resolve("audit"));
            assertLine(audit, "\"token\":\"ci\"", "Restart", "\"result\":\"OK\"", "web: STARTED");
            assertLine(audit, "\"token\":\"ci\"", "Shutdown", "PERMISSION_DENIED");
            assertLine(audit, "\"token\":\"ci\"", "Stop", "\"other\"", "PERMISSION_DENIED");
            assertLine(audit, "UNAUTHENTICATED");
        });
    }

    private static void assertLine(List<String> lines, String... words) {
        assertTrue(
                lines.stream().anyMatch(line -> Arrays.stream(words).allMatch(line::contains)),
                () -> List.of(words) + " in no line of " + String.join("\n", lines));
    }

    private Path config(String made) throws IOException {
        Matcher digest = Pattern.compile("sha256 = \"(\\p{XDigit}{64})\"").matcher(made);
        assertTrue(digest.find(), made);
        Path config = sandbox.toml(PROGRAMS.replace("DIGEST", digest.group(1)));
        String text = Files.readString(config);
        return Files.writeString(
                config, text.replaceFirst("logfile = ", "audit_log = \"" + sandbox.dir() + "/audit\"\nlogfile = "));
    }

    /** What {@code supervisord token} says is for the caller. */
    private static String token(String made) {
        return made.lines()
                .filter(line -> !line.startsWith("#"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(made));
    }

    /** By the name that the user's configuration has for it. */
    private Output named(String server, String... words) throws IOException, InterruptedException {
        sandbox.write("home/.config/supervisorctl/config.toml", """
                [server.prod]
                url = "127.0.0.1:PORT"
                ca = "../../../ca.pem"
                token_file = "~/../token"

                [server.certified]
                url = "127.0.0.1:PORT"
                ca = "../../../ca.pem"
                cert = "../../../host.pem"
                key = "../../../host.key"
                """.replace("PORT", Integer.toString(sandbox.port())));
        List<String> all = new ArrayList<>(List.of("--server", server));
        all.addAll(List.of(words));
        Map<String, String> home = Map.of("HOME", sandbox.dir().resolve("home").toString(), "XDG_CONFIG_HOME", "");
        return sandbox.start(home, App.ctl(), all.toArray(String[]::new)).await();
    }

    private Output remote(String tokenFile, String... words) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of(
                "--server",
                "127.0.0.1:" + sandbox.port(),
                "--ca",
                sandbox.dir() + "/ca.pem",
                "--token-file",
                sandbox.dir().resolve(tokenFile).toString()));
        all.addAll(List.of(words));
        List<Output> answers = new ArrayList<>();
        // The daemon gives a handshake ten seconds, which are short for a client that gets no turn.
        eventually(() -> {
            Output answer = sandbox.ctl(all.toArray(String[]::new));
            assertFalse(answer.out().contains("the connection to the server was lost"), answer::toString);
            answers.add(answer);
        });
        return answers.get(0);
    }
}
