package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that follow logs while files are rotated and compressed and the daemon is killed and replaced. */
class FollowIT {
    private static final Pattern LINE = Pattern.compile("line ([0-9]+)(\"[^\n]*)?\n");
    private static final int SOME_LINES = 1500;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void eachLineIsSeenOnceWhateverBecomesOfTheDaemon() throws IOException, InterruptedException {
        Path config = sandbox.toml("""
                [program.counter]
                command = "/bin/sh {children}/counts-in-bursts.sh"
                startsecs = 0
                stdout_logfile = "{dir}/logs/counter.log"
                stdout_logfile_maxbytes = 6000
                stdout_logfile_backups = 500
                compress = "gzip"

                [program.stamped]
                command = "/bin/sh {children}/counts-in-bursts.sh"
                startsecs = 0
                stdout_logfile = "{dir}/logs/stamped.log"
                stdout_logfile_maxbytes = 9000
                stdout_logfile_backups = 5000
                rotate = "1h"
                rotate_names = "dated"
                log_format = "timestamps"
                """);
        Files.createDirectories(sandbox.dir().resolve("logs"));
        TestDaemon daemon = sandbox.daemonOn(config);
        List<Execution> followers = new ArrayList<>();
        for (String words : List.of("tail -f counter", "logs -f -n 1 counter", "logs -f -n 1 --json stamped")) {
            followers.add(daemon.startCtl(words.split(" ")));
        }
        awaitMore(followers);
        daemon.kill();
        daemon = sandbox.daemonOn(config);
        awaitMore(followers);
        daemon.ctl("upgrade").exits(0);
        awaitMore(followers);
        daemon.kill();
        daemon = sandbox.daemonOn(config);
        awaitMore(followers);
        for (Execution follower : followers) {
            follower.signal("INT");
            Output output = follower.await().exits(0);
            List<Integer> seen = numbers(output.out());
            for (int i = 1; i < seen.size(); i++) {
                assertEquals(seen.get(i - 1) + 1, seen.get(i), output.command());
            }
            String notices = "==> The daemon has gone; waiting 30 seconds for it to come back <==\n"
                    + "==> The daemon is back <==\n";
            assertEquals(notices.repeat(3), output.err(), output.command());
        }
        daemon.ctl("stop", "all").exits(0);
        searchesFindAll(daemon);
    }

    /** What is in the files, whatever they are called and however they are stored. */
    private void searchesFindAll(TestDaemon daemon) throws IOException, InterruptedException {
        eventually(() -> {
            try (Stream<Path> files = Files.list(sandbox.dir().resolve("logs"))) {
                assertTrue(files.anyMatch(file -> file.toString().endsWith(".gz")), "compressed files");
            }
        });
        List<Integer> all = numbers(daemon.ctl("logs", "counter").exits(0).out());
        for (int i = 1; i < all.size(); i++) {
            assertEquals(all.get(i - 1) + 1, all.get(i));
        }
        String last = "line " + all.get(all.size() - 1);
        assertEquals(
                "counter | " + last + "\n",
                daemon.ctl("logs", "--grep", last + "$", "counter").exits(0).out());
        String before = "";
        for (String line :
                daemon.ctl("logs", "counter", "stamped").exits(0).out().split("\n", -1)) {
            if (line.contains(" stamped | ")) {
                assertTrue(
                        before.compareTo(line.substring(0, line.indexOf(' '))) <= 0, () -> "time goes back to " + line);
                before = line.substring(0, line.indexOf(' '));
            }
        }
    }

    private static void awaitMore(List<Execution> followers) throws IOException, InterruptedException {
        for (Execution follower : followers) {
            int before = numbers(follower.soFar().out()).size();
            eventually(() -> assertTrue(
                    numbers(follower.soFar().out()).size() > before + SOME_LINES,
                    () -> follower + " sees nothing more"));
        }
    }

    /** The numbers of whole lines; what stands before them does not matter. */
    private static List<Integer> numbers(String out) {
        List<Integer> numbers = new ArrayList<>();
        for (Matcher line = LINE.matcher(out); line.find(); ) {
            numbers.add(Integer.valueOf(line.group(1)));
        }
        return numbers;
    }
}
