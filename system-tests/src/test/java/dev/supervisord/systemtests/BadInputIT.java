package dev.supervisord.systemtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mistakes that people make, and the words they need in order to mend them. */
class BadInputIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void missingDirectoryIsNamedByCheckAndByStatus() throws IOException, InterruptedException {
        String programs = """
                [program.lost]
                command = "/bin/cat"
                directory = "/no/such/place"
                startretries = 0
                """;
        check(sandbox.toml(programs)).exits(0).mentions("supervisord.toml", "lost", "/no/such/place", "does not exist");
        TestDaemon daemon = sandbox.daemon(programs);
        daemon.awaitState("lost", "FATAL");
        daemon.ctl("status").exits(3).mentions("/no/such/place");
        daemon.ctl("start", "lost").mentions("lost: ERROR");
    }

    @Test
    void unknownUserIsRefused() throws IOException, InterruptedException {
        refuses("""
                [program.web]
                command = "/bin/cat"
                user = "nobody-by-that-name"
                """, "web", "nobody-by-that-name", "no such user");
    }

    @Test
    void missingCommandIsNamedByCheckAndByStatus() throws IOException, InterruptedException {
        String programs = """
                [program.typo]
                command = "pyhton3 -V"
                startretries = 0
                """;
        check(sandbox.toml(programs)).mentions("supervisord.toml", "typo", "pyhton3");
        TestDaemon daemon = sandbox.daemon(programs);
        daemon.awaitState("typo", "FATAL");
        daemon.ctl("status").exits(3).mentions("pyhton3");
        daemon.ctl("start", "typo").mentions("typo: ERROR (no such file)");
    }

    @Test
    void programWithoutCommandIsRefused() throws IOException, InterruptedException {
        refuses("[program.empty]\nnumprocs = 2\n", "empty", "command");
    }

    @Test
    void brokenTomlIsRefusedWithItsLine() throws IOException, InterruptedException {
        Path config = sandbox.write("broken.toml", "[program.web]\ncommand = \"/bin/cat\nautostart = true\n");
        check(config).exits(2).mentions("broken.toml:2");
        start(config).exits(2).mentions("broken.toml:2");
    }

    @Test
    void brokenIniIsRefusedWithItsLine() throws IOException, InterruptedException {
        Path config = sandbox.write("broken.conf", "[supervisord]\n[program:web]\ncommand=/bin/cat\nwhat is this\n");
        check(config).exits(2).mentions("broken.conf:4", "what is this");
        start(config).exits(2).mentions("broken.conf:4");
    }

    @Test
    void misspelledKeyIsRefusedWithTheRightOne() throws IOException, InterruptedException {
        refuses("[program.web]\ncommand = \"/bin/cat\"\naurorestart = true\n", "aurorestart", "autorestart");
    }

    @Test
    void incompleteFormatIsRefusedWithTheCompleteOne() throws IOException, InterruptedException {
        Path config = sandbox.ini("""
                [program:hello-world]
                command=/bin/cat
                process_name=hello-world%(process_num)
                numprocs=3
                """);
        check(config).exits(2).mentions("supervisord.conf", "process_name", "%(process_num)d");
    }

    @Test
    void portOfTwoProcessesIsRefused() throws IOException, InterruptedException {
        refuses("""
                [program.web]
                command = "/bin/cat"
                numprocs = 3
                port = 8000

                [program.api]
                command = "/bin/cat"
                port = 8002
                """, "8002", "web", "api");
    }

    @Test
    void allMistakesAreReportedAtOnce() throws IOException, InterruptedException {
        refuses("""
                [program.one]
                command = "/bin/cat"
                stopsignal = "NOTHING"

                [program.two]
                command = "/bin/cat"
                numprocs = "many"
                """, "stopsignal", "NOTHING", "numprocs");
    }

    @Test
    void missingLogDirectoryIsNamed() throws IOException, InterruptedException {
        refuses("""
                [program.web]
                command = "/bin/cat"
                stdout_logfile = "/no/such/place/web.log"
                """, "web", "/no/such/place");
    }

    @Test
    void unwritableLogDirectoryIsNamedInStatus() throws IOException, InterruptedException {
        // Root may write everywhere, but nobody can create a file in /proc.
        TestDaemon daemon = sandbox.daemon("""
                [program.web]
                command = "/bin/cat"
                stdout_logfile = "/proc/web.log"
                startretries = 0
                """);
        daemon.awaitState("web", "FATAL");
        daemon.ctl("status").exits(3).mentions("/proc/web.log");
    }

    @Test
    void missingDirectoryOfTheSocketIsRefused() throws IOException, InterruptedException {
        Path config = sandbox.write(
                "supervisord.toml", "[supervisord]\nruntime_dir = \"{dir}/run\"\nsocket = \"{dir}/missing/socket\"\n");
        start(config)
                .exits(2)
                .mentions("{dir}/missing".replace("{dir}", sandbox.dir().toString()), "exist");
    }

    @Test
    void missingConfigurationIsRefused() throws IOException, InterruptedException {
        start(sandbox.dir().resolve("nowhere.toml")).exits(2).mentions("nowhere.toml");
    }

    @Test
    void unknownArgumentIsRefused() throws IOException, InterruptedException {
        sandbox.supervisord("--nodemon").exits(2).mentions("--nodemon", "-h");
        sandbox.ctl("-x", "status").exits(2).mentions("-x");
    }

    @Test
    void programsForOtherUsersNeedRoot() throws IOException, InterruptedException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "this is about daemons without root");
        refuses("[program.web]\ncommand = \"/bin/cat\"\nuser = \"root\"\n", "web", "root");
    }

    @Test
    void unknownNamesAreErrorsOfTheirOwn() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("[program.web]\ncommand = \"/bin/cat\"\nstartsecs = 0\n");
        daemon.ctl("start", "wbe").exits(1).prints("wbe: ERROR (no such process)");
        daemon.ctl("status", "wbe").exits(4).mentions("wbe: ERROR (no such process)");
        daemon.ctl("signal", "NOTHING", "web").exits(1).mentions("bad signal");
        daemon.ctl("frobnicate").exits(1).mentions("frobnicate");
    }

    private void refuses(String programs, String... words) throws IOException, InterruptedException {
        Path config = sandbox.toml(programs);
        check(config).exits(2).mentions("supervisord.toml").mentions(words);
        start(config).exits(2).mentions(words);
        assertTrue(Files.notExists(sandbox.dir().resolve("socket")));
        assertEquals(List.of(), sandbox.processes());
    }

    private Output check(Path config) throws IOException, InterruptedException {
        return sandbox.supervisord("check", config.toString());
    }

    private Output start(Path config) throws IOException, InterruptedException {
        return sandbox.supervisord("-n", "-c", config.toString());
    }
}
