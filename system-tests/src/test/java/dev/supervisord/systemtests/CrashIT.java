package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The daemon is killed, and started again: the next one goes on where it was.
 *
 * <p>{@code -Dcrash.writers=100 -Dcrash.writing.kills=25} for the figures of {@code docs/crash-safety.md}.
 */
class CrashIT {

    private static final int WRITERS = Integer.getInteger("crash.writers", 3);
    private static final int KILLS_WHILE_WRITING = Integer.getInteger("crash.writing.kills", 10);
    private static final int KILLS_WHILE_STARTING = 12;

    private static final String WRITING = """
            [program.writer]
            command = "/bin/sh {children}/floods.sh {dir}/runs%(process_num)d"
            numprocs = {writers}
            startsecs = 0
            stdout_logfile = "{dir}/writer%(process_num)d.log"
            stdout_logfile_maxbytes = 0
            """.replace("{writers}", Integer.toString(WRITERS));

    private static final String STEADY = """
            [program.steady]
            command = "/bin/sh {children}/stays.sh {dir}/steady"
            startsecs = 0

            [program.other]
            command = "/bin/sh {children}/stays.sh {dir}/other"
            startsecs = 0
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void nothingIsLostAndNothingRunsTwiceHoweverOftenTheDaemonIsKilled() throws IOException, InterruptedException {
        Random random = seeded();
        TestDaemon daemon = sandbox.daemon(WRITING);
        Path config = sandbox.dir().resolve("supervisord.toml");
        for (int kill = 0; kill < KILLS_WHILE_WRITING; kill++) {
            eventually(() -> assertGrowing(log(WRITERS - 1)));
            TimeUnit.MILLISECONDS.sleep(random.nextInt(300));
            daemon.kill();
            daemon = sandbox.daemonOn(config);
        }
        // One that the kill had ended, by SIGPIPE for instance, would have been started again.
        for (int i = 0; i < WRITERS; i++) {
            List<String> runs = Files.readAllLines(sandbox.dir().resolve("runs" + i));
            assertEquals(1, runs.size(), "copies of writer " + i + ": " + runs);
            assertEquals(Long.parseLong(runs.get(0)), daemon.pid("writer:writer_" + (i < 10 ? "0" : "") + i));
        }
        daemon.ctl("stop", "all").exits(0);
        assertEquals(0, writers(), "writers that were stopped");
        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd(); // with all that was in the pipes in the files
        long lines = 0;
        for (int i = 0; i < WRITERS; i++) {
            lines += assertComplete(log(i));
        }
        System.out.println(KILLS_WHILE_WRITING + " kills, " + WRITERS + " writers: " + lines
                + " lines, none lost, none repeated, no writer ended");
    }

    @Test
    void whatWasDoneToProcessesBeforeTheCrashStillHolds() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(STEADY);
        first.awaitState("steady", "RUNNING");
        first.awaitState("other", "RUNNING");
        long steady = first.pid("steady");
        first.ctl("stop", "other").exits(0);
        first.kill();
        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals(steady, second.pid("steady"));
        assertEquals("STOPPED", second.status().state("other"));
        second.awaitLog("adopted: 'steady' with pid " + steady);

        // An adopted process is watched: its end is seen, with how it ended, and answered by a restart.
        Processes.signal(steady, "KILL");
        eventually(() -> assertEquals(2, lines("steady").size()));
        second.awaitLog("exited: steady (terminated by SIGKILL; not expected)");

        // It can be stopped, whoever launched it, and stays so in the life of the next daemon too.
        second.ctl("start", "other").exits(0);
        eventually(() -> assertEquals(2, lines("other").size()));
        second.kill();
        TestDaemon third = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals(Long.parseLong(lines("other").get(1)), third.pid("other"));
        third.ctl("stop", "steady").exits(0);
        assertEquals("STOPPED", third.status().state("steady"));
        assertFalse(Processes.isAlive(Long.parseLong(lines("steady").get(1))));
        third.kill();
        TestDaemon fourth = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals("STOPPED", fourth.status().state("steady"));
        assertEquals("RUNNING", fourth.status().state("other"));
    }

    @Test
    void whatEndsOrIsReconfiguredWhileNoDaemonIsThereIsNoticed() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(STEADY + """
                [program.gone]
                command = "/bin/sh {children}/stays.sh {dir}/gone"
                startsecs = 0
                [program.changed]
                command = "/bin/sh {children}/stays.sh {dir}/changed"
                startsecs = 0
                """);
        for (String name : List.of("steady", "other", "gone", "changed")) {
            eventually(() -> assertEquals(1, lines(name).size(), name));
        }
        first.kill();
        Processes.signal(Long.parseLong(lines("steady").get(0)), "KILL");
        sandbox.toml(STEADY + """
                [program.changed]
                command = "/bin/sh {children}/stays.sh {dir}/changed"
                startsecs = 0
                environment = { NEW = "1" }
                """);
        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        eventually(() -> assertEquals(2, lines("steady").size(), "ended unseen"));
        eventually(() -> assertEquals(2, lines("changed").size(), "reconfigured"));
        eventually(
                () -> assertFalse(Processes.isAlive(Long.parseLong(lines("gone").get(0)))));
        eventually(() -> assertEquals("absent", second.status().state("gone")));
        assertEquals(Long.parseLong(lines("other").get(0)), second.pid("other"));
        assertNotEquals(lines("changed").get(0), lines("changed").get(1));
        assertFalse(Processes.isAlive(Long.parseLong(lines("changed").get(0))));
    }

    @Test
    void nothingRunsTwiceWhenTheDaemonIsKilledWhileItStartsPrograms() throws IOException, InterruptedException {
        Random random = seeded();
        TestDaemon daemon = sandbox.daemon("""
                [program.short]
                command = "/bin/sh {children}/short-lived.sh {dir}/here%(process_num)d {dir}/twice"
                numprocs = 4
                startsecs = 0
                autorestart = true
                """);
        Path config = sandbox.dir().resolve("supervisord.toml");
        daemon.kill();
        for (int kill = 0; kill < KILLS_WHILE_STARTING; kill++) {
            Execution next = sandbox.start(Map.of(), App.supervisord(), "-n", "-c", config.toString());
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1200)); // from before it reads the records to after its start
            next.signal("KILL");
            next.await();
        }
        // On a busy machine all may have ended before the last daemon looked, so it need not have adopted any.
        TestDaemon last = sandbox.daemonOn(config);
        long before = spawned(last);
        eventually(() -> assertTrue(spawned(last) >= before + 4, "starts by the last daemon"));
        Path twice = sandbox.dir().resolve("twice");
        assertFalse(Files.exists(twice), () -> "two copies: " + read(twice));
    }

    @Test
    void damagedRecordsLeadToNoSecondCopy() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(STEADY);
        Path steady = sandbox.dir().resolve("run/runs/steady.run");
        eventually(() -> assertEquals(1, lines("steady").size()));
        eventually(() -> assertEquals(1, lines("other").size()));
        // It is written a moment after the launch.
        eventually(() -> assertTrue(
                Files.readString(steady).contains("pid = " + lines("steady").get(0))));
        first.kill();
        Files.writeString(steady, Files.readString(steady).replace("pid = ", "pid = 1"));
        Files.delete(sandbox.dir().resolve("run/runs/other.run"));
        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals(Long.parseLong(lines("steady").get(0)), second.pid("steady"));
        assertEquals(Long.parseLong(lines("other").get(0)), second.pid("other"));
        second.awaitLog("cannot use the record '" + steady + "'");
    }

    @Test
    void lastWordsOfAProgramThatEndsWhileNoDaemonIsThereAreKept() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon("""
                [program.parting]
                command = "/bin/sh {children}/last-words.sh {dir}/go"
                startsecs = 0
                autorestart = false
                stdout_logfile = "{dir}/parting.log"
                """);
        first.awaitState("parting", "RUNNING");
        long parting = first.pid("parting");
        first.kill();
        Files.createFile(sandbox.dir().resolve("go"));
        eventually(() -> assertFalse(Processes.isAlive(parting)));
        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals("EXITED", second.status().state("parting"));
        eventually(() ->
                assertEquals(IntStream.range(0, 1000).mapToObj(i -> "line " + i).toList(), lines("parting.log")));
    }

    @Test
    void anOrderlyEndLeavesNothingBehind() throws IOException, InterruptedException {
        TestDaemon daemon = sandbox.daemon(STEADY);
        daemon.awaitState("steady", "RUNNING");
        daemon.ctl("shutdown").exits(0);
        daemon.awaitEnd();
        eventually(() -> assertEquals(List.of(), sandbox.holders(), "processes that keep pipes"));
        try (Stream<Path> left = Files.list(sandbox.dir().resolve("run"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private static long spawned(TestDaemon daemon) throws IOException {
        return daemon.log().lines().filter(line -> line.contains("spawned: ")).count();
    }

    private Path log(int writer) {
        return sandbox.dir().resolve("writer" + writer + ".log");
    }

    private static Random seeded() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return new Random(seed);
    }

    private long writers() throws IOException {
        return sandbox.processes().stream()
                .filter(pid -> String.join(" ", Processes.commandLine(pid)).contains("floods.sh"))
                .count();
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(sandbox.dir().resolve(file));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static void assertGrowing(Path log) throws IOException, InterruptedException {
        long size = Files.size(log);
        Eventually.pause();
        assertTrue(Files.size(log) > size, "nothing is stored");
    }

    /** Line by line, because there are millions; gives how many. The last one may be torn by the signal that ended its writer. */
    private static long assertComplete(Path log) throws IOException {
        List<String> wrong = new ArrayList<>();
        long expected = 0;
        try (BufferedReader reader = Files.newBufferedReader(log)) {
            for (String line = reader.readLine(); line != null && wrong.isEmpty(); line = reader.readLine()) {
                if (!line.equals("line " + expected)) {
                    wrong.add(line + " instead of line " + expected);
                }
                expected++;
            }
        }
        assertEquals(List.of(), wrong, log.toString());
        assertTrue(expected > 1000, "only " + expected + " lines in " + log);
        return expected;
    }
}
