package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading the logs of programs. */
class TailIT {

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void tailShowsTheEndOfEitherStream() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.talker]
                command = "/bin/sh -c 'echo to out; echo to err >&2; exec sleep 1000'"
                startsecs = 0
                stdout_logfile = "{dir}/out.log"
                stderr_logfile = "{dir}/err.log"
                """);
        for (String stream : List.of("out", "err")) {
            eventually(() -> assertEquals(
                    "to " + stream + "\n", Files.readString(sandbox.dir().resolve(stream + ".log"))));
        }
        daemon.ctl("tail", "talker").exits(0).prints("to out", "");
        daemon.ctl("tail", "-4", "talker").exits(0).prints("out", "");
        daemon.ctl("tail", "talker", "stderr").exits(0).prints("to err", "");
        daemon.ctl("tail", "nobody").exits(1).mentions("nobody", "no such process");
    }

    @Test
    void followingGoesOnAcrossRotations() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon("""
                [program.counter]
                command = "/bin/sh {children}/counts.sh"
                startsecs = 0
                stdout_logfile = "{dir}/counter.log"
                stdout_logfile_maxbytes = 500
                stdout_logfile_backups = 1000
                """);
        Execution tail = daemon.startCtl("tail", "-f", "counter");
        Path thirdBackup = sandbox.dir().resolve("counter.log.3");
        eventually(() -> assertTrue(Files.exists(thirdBackup), "three rotations"));
        eventually(() -> assertTrue(numbers(tail.soFar().out()).size() > 150, "lines followed"));
        tail.signal("INT");
        List<Integer> seen = numbers(tail.await().out());
        for (int i = 1; i < seen.size(); i++) {
            assertEquals(seen.get(i - 1) + 1, seen.get(i), "no line is lost or doubled");
        }
    }

    /** The numbers of the whole lines: the first and the last may have been cut. */
    private static List<Integer> numbers(String out) {
        List<String> lines =
                out.lines().filter(line -> line.matches("line \\d+")).toList();
        return lines.stream()
                .limit(Math.max(0, lines.size() - 1))
                .map(line -> Integer.valueOf(line.substring("line ".length())))
                .toList();
    }
}
