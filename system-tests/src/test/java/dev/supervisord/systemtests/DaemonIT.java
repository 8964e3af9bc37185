package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The daemon as a whole: reload, a second one, its death. */
class DaemonIT {

    private static final String STEADY = """
            [program.steady]
            command = "/bin/sh {children}/polite.sh"
            startsecs = 0
            """;

    private static final String CHANGING = """
            [program.changing]
            command = "/bin/sh {children}/polite.sh"
            startsecs = 0
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void hangupAppliesTheChangedConfigurationAndLeavesTheRestAlone() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(STEADY + CHANGING);
        daemon.awaitState("changing", "RUNNING");
        long steady = daemon.pid("steady");
        long changing = daemon.pid("changing");
        sandbox.toml(STEADY + CHANGING + "stopwaitsecs = 5\nenvironment = { A = \"new\" }\n" + """
                [program.added]
                command = "/bin/sh {children}/polite.sh"
                startsecs = 0
                """);
        daemon.signal("HUP");
        daemon.awaitState("added", "RUNNING");
        eventually(() -> assertNotEquals(changing, daemon.pid("changing")));
        assertEquals(steady, daemon.pid("steady"));
        sandbox.toml(STEADY);
        daemon.signal("HUP");
        eventually(() -> assertEquals(Set.of("steady"), daemon.status().names()));
        assertEquals(steady, daemon.pid("steady"));
    }

    @Test
    void brokenConfigurationAtHangupChangesNothing() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(STEADY);
        daemon.awaitState("steady", "RUNNING");
        long steady = daemon.pid("steady");
        sandbox.toml(STEADY + "stopsignal = \"NOTHING\"\n");
        daemon.signal("HUP");
        daemon.awaitLog("NOTHING");
        assertEquals(steady, daemon.pid("steady"));
        daemon.ctl("reload").mentions("NOTHING");
        assertEquals(steady, daemon.pid("steady"));
        assertTrue(daemon.isAlive());
    }

    @Test
    void secondDaemonIsRefusedWithThePidOfTheFirst() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(STEADY);
        Output second = sandbox.supervisord(
                "-n", "-c", sandbox.dir().resolve("supervisord.toml").toString());
        second.exits(2).mentions(Long.toString(first.pid()), "already");
        first.ctl("status", "steady").mentions("steady");
    }

    @Test
    void killedDaemonLeavesItsProgramsRunningAndTheirOutputInThePipe() throws IOException, InterruptedException {
        String programs = """
                [program.counter]
                command = "/bin/sh {children}/counts.sh"
                startsecs = 0
                stdout_logfile = "{dir}/counter.log"
                """;
        TestDaemon first = sandbox.daemon(programs);
        Path log = sandbox.dir().resolve("counter.log");
        eventually(() -> assertTrue(Files.exists(log) && Files.readAllLines(log).size() > 20));
        long counter = first.pid("counter");
        first.kill();
        assertTrue(Processes.isAlive(counter), "the program lives on");
        String stored = Files.readString(log);
        String written = IntStream.rangeClosed(0, (int) stored.lines().count())
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
        assertTrue(written.startsWith(stored), stored); // the rest of the last line may be in the pipe
        sandbox.killAll();
    }

    @Test
    void clientSaysWhenNoDaemonIsThere() throws IOException, InterruptedException {
        String config = sandbox.toml(STEADY).toString();
        sandbox.ctl("-c", config, "status")
                .exits(4)
                .prints("unix://" + sandbox.dir().resolve("socket") + " no such file");
    }

    @Test
    void versionIsOneLine() throws IOException, InterruptedException {
        String version = sandbox.ctl("--version").exits(0).out();
        assertTrue(version.matches("\\d+\\.\\d+\\.\\d+\\n"), version);
        sandbox.supervisord("--version").exits(0).prints("supervisord " + version.strip());
        TestDaemon daemon = sandbox.daemon(STEADY);
        daemon.ctl("version").exits(0).prints(version.strip());
    }

    @Test
    void foregroundSaysWhatRunsAndWhereToLookNext() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.web]
                command = "/bin/sh {children}/polite.sh"
                numprocs = 3
                port = {port}
                """);
        eventually(() -> daemon.output()
                .mentions(
                        "pid " + daemon.pid(),
                        "3 processes on ports " + sandbox.port() + " to " + (sandbox.port() + 2),
                        "ctl -c",
                        "tail -f web:web_00"));
    }
}
