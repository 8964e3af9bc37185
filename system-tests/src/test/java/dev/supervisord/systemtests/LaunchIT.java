package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The rows of docs/launching.md: what a child finds, and what is said of a refusal, with and without root. */
class LaunchIT {

    /** What an ordinary user may give its programs too. */
    private static final String FOR_EVERYBODY = """
            [program.limited]
            command = ["/bin/sh", "-c", "ulimit -Sn; ulimit -Hn; ulimit -c; exec sleep 1000"]
            limits = { nofile = "100:200", core = 0 }
            stdout_logfile = "{dir}/limited.log"

            [program.modest]
            command = ["/bin/sh", "-c", "nice; ionice; cat /proc/self/oom_score_adj; umask; exec sleep 1000"]
            nice = 7
            ionice = "idle"
            oom_score_adj = 321
            umask = "027"
            stdout_logfile = "{dir}/modest.log"

            [program.bound]
            command = ["/bin/sh", "-c", "grep -E 'Cpus_allowed_list|NoNewPrivs' /proc/self/status; exec sleep 1000"]
            cpu_affinity = "0"
            no_new_privs = true
            stdout_logfile = "{dir}/bound.log"

            [program.clean]
            command = ["/bin/sh", "-c", "exec /usr/bin/env"]
            clean_env = true
            environment = { OWN = "x" }
            startsecs = 0
            autorestart = false
            stdout_logfile = "{dir}/clean.log"
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    }

    private void open() throws IOException {
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private void awaitLog(String program, String... lines) throws IOException, InterruptedException {
        Path log = sandbox.dir().resolve(program + ".log");
        eventually(() -> assertEquals(List.of(lines), Files.readAllLines(log)));
    }

    private void assertAttributes() throws IOException, InterruptedException {
        awaitLog("limited", "100", "200", "0");
        awaitLog("modest", "7", "idle", "321", "0027");
        awaitLog("bound", "NoNewPrivs:\t1", "Cpus_allowed_list:\t0");
        Path clean = sandbox.dir().resolve("clean.log");
        eventually(() -> assertTrue(Files.readAllLines(clean).contains("OWN=x")));
        Set<String> allowed = Set.of("PATH", "OWN", "PWD", "SHLVL", "_");
        for (String line : Files.readAllLines(clean)) {
            String name = line.substring(0, line.indexOf('='));
            assertTrue(allowed.contains(name) || name.startsWith("SUPERVISOR"), line);
        }
    }

    @Test
    void theDaemonsOwnUserCanGiveWhatAnybodyMay() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemonOn(sandbox.toml(FOR_EVERYBODY), Map.of("INHERITED", "no"));
        assertAttributes();
        daemon.awaitState("limited", "RUNNING");
        daemon.ctl("stop", "all").exits(0);
    }

    @Test
    void anOrdinaryUserCanToo() throws IOException, InterruptedException {
        assumeRoot();
        open();
        TestDaemon daemon = ordinary(FOR_EVERYBODY);
        assertAttributes();
        daemon.ctl("stop", "all").exits(0);
    }

    @Test
    void whatOnlyRootMayGiveIsAFailedStartOfAnOrdinaryUser() throws IOException, InterruptedException {
        assumeRoot();
        open();
        TestDaemon daemon = ordinary("""
                [program.user]
                command = "sleep 1000"
                user = "www-data"
                startretries = 0

                [program.nice]
                command = "sleep 1000"
                nice = -5
                startretries = 0

                [program.limit]
                command = "sleep 1000"
                limits = { nofile = 900000000 }
                startretries = 0
                """);
        daemon.awaitState("user", "FATAL");
        daemon.awaitState("nice", "FATAL");
        daemon.awaitState("limit", "FATAL");
        Status status = daemon.status();
        assertContains(status.description("user"), "cannot run as user www-data: the daemon is not root");
        assertContains(status.description("nice"), "cannot set nice to -5: only root");
        assertContains(status.description("limit"), "cannot set the limit nofile to 900000000: ");
    }

    @Test
    void aUserHasItsLoginAndItsGroups() throws IOException, InterruptedException {
        assumeRoot();
        open();
        TestDaemon daemon = sandbox.daemon("""
                [program.login]
                command = ["/bin/sh", "-c", "echo $HOME $USER $LOGNAME $SHELL; id -u; id -g; exec sleep 1000"]
                user = "www-data"
                group = "daemon"
                environment = { SHELL = "/bin/own" }
                stdout_logfile = "{dir}/login.log"
                """);
        awaitLog("login", "/var/www www-data www-data /bin/own", "33", "1");
        daemon.ctl("stop", "all").exits(0);
    }

    private static void assertContains(String text, String words) {
        assertTrue(text.contains(words), text);
    }

    /** A daemon that runs as nobody, as {@code user} of {@code [supervisord]} has it. */
    private TestDaemon ordinary(String programs) throws IOException, InterruptedException {
        Path config = sandbox.toml(programs);
        String text = Files.readString(config);
        Files.writeString(config, text.replaceFirst("logfile = ", "user = \"nobody\"\nlogfile = "));
        return sandbox.daemonOn(config);
    }
}
