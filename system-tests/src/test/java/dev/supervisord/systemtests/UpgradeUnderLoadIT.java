package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The daemon becomes itself again and again, while its programs write, others ask a server on a socket that it holds, and somebody
 * follows a log. It tells how long nobody supervised, and what the start of a bare Java takes on this machine at this time.
 *
 * <p>{@code -Dupgrade.rounds=50 -Dupgrade.writers=100} for figures.
 */
@Isolated
class UpgradeUnderLoadIT {

    private static final int ROUNDS = Integer.getInteger("upgrade.rounds", 3);
    private static final int WRITERS = Integer.getInteger("upgrade.writers", 20);
    private static final Pattern GAP = Pattern.compile("nobody supervised for (\\d+) ms");

    private static final String PROGRAMS = """
            [socket.web]
            listen = "127.0.0.1:{port}"

            [program.web]
            command = "python3 {children}/serves.py"
            sockets = ["web"]
            startsecs = 0

            [program.writer]
            command = "perl {children}/counts.pl"
            numprocs = {writers}
            startsecs = 0
            stdout_logfile = "{dir}/writer%(process_num)d.log"
            stdout_logfile_maxbytes = 0
            """.replace("{writers}", Integer.toString(WRITERS));

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void nothingIsLostAndNobodyIsRefused() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(PROGRAMS);
        daemon.awaitState("web", "RUNNING");
        daemon.awaitState("writer:writer_" + (WRITERS - 1), "RUNNING");
        Execution tail = daemon.startCtl("tail", "-f", "writer:writer_00");
        List<Long> bare = new ArrayList<>();
        HttpLoad load = HttpLoad.on(sandbox.port());
        HttpLoad.Result result;
        try {
            for (int round = 0; round < ROUNDS; round++) {
                bare.add(startOfJava());
                daemon.ctl("upgrade").exits(0);
            }
            int before = load.answered();
            eventually(() -> assertTrue(load.answered() > before + 50, "some are answered afterwards"));
        } finally {
            result = load.end();
        }
        eventually(() -> assertEquals(ROUNDS, gaps(daemon).size(), "gaps that were told"));
        report(gaps(daemon), bare, result);
        assertEquals(0, result.refused(), "refused connections");
        assertEquals(List.of(), List.copyOf(result.failures()), "lost requests");

        assertFollowed(tail);
        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd(); // with all that was in the pipes in the files
        for (int i = 0; i < WRITERS; i++) {
            List<String> lines = Files.readAllLines(sandbox.dir().resolve("writer" + i + ".log"));
            for (int line = 0; line < lines.size(); line++) {
                assertEquals("line " + line, lines.get(line), "writer " + i);
            }
        }
    }

    /** Whoever follows gets every line once, from where it began on. */
    private void assertFollowed(Execution tail) throws IOException, InterruptedException {
        Path log = sandbox.dir().resolve("writer0.log");
        String last = "line " + (Files.readAllLines(log).size() - 1);
        eventually(() -> assertTrue(tail.soFar().out().contains(last + "\n"), () -> "not followed: " + last));
        tail.signal("INT");
        List<String> seen = tail.await()
                .out()
                .lines()
                .filter(line -> line.matches("line \\d+"))
                .toList();
        int first = number(seen.get(1)); // the one before may have been cut
        for (int i = 1; i < seen.size() - 1; i++) {
            assertEquals(first + i - 1, number(seen.get(i)), "followed");
        }
    }

    private static int number(String line) {
        return Integer.parseInt(line.substring("line ".length()));
    }

    private static List<Long> gaps(TestDaemon daemon) throws IOException {
        List<Long> gaps = new ArrayList<>();
        Matcher found = GAP.matcher(daemon.log());
        while (found.find()) {
            gaps.add(Long.parseLong(found.group(1)));
        }
        return gaps;
    }

    private static long startOfJava() throws IOException, InterruptedException {
        long began = System.nanoTime();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        new ProcessBuilder(java.toString(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return (System.nanoTime() - began) / 1_000_000;
    }

    private static void report(List<Long> gaps, List<Long> bare, HttpLoad.Result result) {
        Collections.sort(gaps);
        Collections.sort(bare);
        long middle = gaps.get(gaps.size() / 2);
        long java = bare.get(bare.size() / 2);
        System.out.printf(
                Locale.ROOT,
                "%d upgrades with %d writers: nobody supervised for %d ms at least, %d in the middle, %d at most; a bare Java starts in"
                        + " %d ms (middle %.1f times that); %d requests answered, slowest in %d ms%n",
                gaps.size(),
                WRITERS,
                gaps.get(0),
                middle,
                gaps.get(gaps.size() - 1),
                java,
                (double) middle / java,
                result.answered(),
                result.slowest().toMillis());
    }
}
