package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs with a terminal, and programs that read nothing. */
class TerminalIT {

    private static final int KILLS = 3;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void aKilledDaemonNeitherHangsUpNorLosesALine() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.counter]
                command = "/bin/sh {children}/counts.sh"
                pty = true
                stdout_logfile = "{dir}/counter.log"

                [program.cat]
                command = "cat"
                pty = true
                """);
        Path log = sandbox.dir().resolve("counter.log");
        eventually(
                () -> assertTrue(Files.exists(log) && !Files.readAllLines(log).isEmpty()));
        long pid = daemon.pid("counter");
        for (int i = 0; i < KILLS; i++) {
            daemon.kill();
            daemon = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        }
        assertEquals(pid, daemon.pid("counter"));
        int before = Files.readAllLines(log).size();
        eventually(() -> assertTrue(Files.readAllLines(log).size() > before + 10, "it is not stored any more"));
        Output typed = daemon.fg("cat", "hello", 2);
        assertTrue(typed.out().contains("hello\nhello\n"), typed.toString());
        daemon.ctl("stop", "all").exits(0);
        Path terminals = sandbox.dir().resolve("run/terminals");
        eventually(() -> assertEquals(0, terminals.toFile().list().length, "a relay is left"));
        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd();
        List<String> lines = Files.readAllLines(log);
        assertEquals(IntStream.range(0, lines.size()).mapToObj(i -> "line " + i).toList(), lines);
    }

    @Test
    void whoReadsNothingCannotBeWrittenTo() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.deaf]
                command = ["/bin/sh", "-c", "cat; echo read to the end; exec sleep 1000"]
                stdin = "null"
                stdout_logfile = "{dir}/deaf.log"
                """);
        daemon.awaitState("deaf", "RUNNING");
        eventually(() -> assertEquals(
                List.of("read to the end"), Files.readAllLines(sandbox.dir().resolve("deaf.log"))));
        Output typed = sandbox.start(
                        Map.of("CTL", App.ctl()), "/bin/sh", "-c", "echo hello | \"$CTL\" -c supervisord.toml fg deaf")
                .await();
        assertTrue((typed.out() + typed.err()).contains("it is /dev/null; set stdin = \"pipe\""), typed.toString());
        daemon.ctl("stop", "all").exits(0);
    }
}
