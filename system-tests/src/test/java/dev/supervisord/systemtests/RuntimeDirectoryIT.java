package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The disk on which the daemon remembers its runs fails it: programs go on, it says so, and nothing runs twice later. */
class RuntimeDirectoryIT {

    private static final String PROGRAMS = """
            [program.steady]
            command = "/bin/sh {children}/stays.sh {dir}/steady"
            startsecs = 0

            [program.counter]
            command = "/bin/sh {children}/counts.sh"
            startsecs = 0
            stdout_logfile = "{dir}/counter.log"
            """;

    private static final String LATE = """

            [program.late]
            command = "/bin/sh {children}/stays.sh {dir}/late"
            startsecs = 0
            autostart = false
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void aDirectoryThatIsDeletedIsMadeAgain() throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(PROGRAMS);
        eventually(() -> assertEquals(1, lines("steady").size()));
        first.awaitState("counter", "RUNNING");
        delete(sandbox.dir().resolve("run"));
        // A restart needs pipes and records. On a busy machine somebody may have looked, and missed them, before.
        restarts(first);
        eventually(() -> {
            String log = first.log();
            assertTrue(
                    log.contains("somebody has deleted the runtime directory")
                            || (log.contains("cannot write the record of counter")
                                    && log.contains("the records of runs are complete again")),
                    log);
        });
        for (String name : List.of("counter", "steady")) {
            eventually(() -> assertTrue(Files.exists(sandbox.dir().resolve("run/runs/" + name + ".run")), name));
        }
        first.awaitState("counter", "RUNNING");
        long counter = first.pid("counter");
        long size = Files.size(sandbox.dir().resolve("counter.log"));
        eventually(() -> assertTrue(Files.size(sandbox.dir().resolve("counter.log")) > size, "nothing is stored"));
        first.kill();
        TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals(counter, second.pid("counter"));
        assertEquals(Long.parseLong(lines("steady").get(0)), second.pid("steady"));
        assertEquals(1, lines("steady").size());
    }

    @Test
    void aDirectoryThatIsDeletedWithTheControlSocketIsMadeAgainBeforeAnythingIsLaunched()
            throws IOException, InterruptedException {
        TestDaemon first = sandbox.daemon(PROGRAMS);
        first.awaitState("counter", "RUNNING");
        first.awaitState("steady", "RUNNING");
        long counter = first.pid("counter");
        delete(sandbox.dir().resolve("run"));
        Files.delete(sandbox.dir().resolve("socket"));
        first.awaitLog("somebody has deleted the runtime directory");
        first.awaitLog("the control socket " + sandbox.dir().resolve("socket") + " is there again");
        assertEquals(counter, first.pid("counter"));

        Output second = sandbox.supervisord(
                "-n", "-c", sandbox.dir().resolve("supervisord.toml").toString());
        assertEquals(2, second.code());
        assertTrue(second.err().contains(Long.toString(first.pid())), second.toString());

        first.kill();
        TestDaemon third = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
        assertEquals(counter, third.pid("counter"));
        assertEquals(Long.parseLong(lines("steady").get(0)), third.pid("steady"));
        assertEquals(1, lines("steady").size());
        third.awaitLog("adopted: 'counter' with pid " + counter);
    }

    @Test
    void aDirectoryThatIsFullOrReadOnlyStopsNothing() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a file system of its own");
        Path run = Files.createDirectories(sandbox.dir().resolve("run"));
        Output mounted = sandbox.run("/bin/mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", run.toString());
        assumeTrue(mounted.code() == 0, "no tmpfs can be mounted here: " + mounted.err());
        try {
            TestDaemon first = sandbox.daemon(PROGRAMS + LATE);
            eventually(() -> assertEquals(1, lines("steady").size()));
            for (String name : List.of("counter", "steady")) {
                eventually(() -> assertTrue(
                        Files.readString(run.resolve("runs/" + name + ".run")).contains("pid = ")));
            }
            sandbox.run("/bin/sh", "-c", "cat /dev/zero >" + run.resolve("filler"));
            restarts(first); // records have their room already
            first.ctl("start", "late").exits(0); // but for the first one of a process
            first.awaitLog("cannot write the record of late");
            assertTrue(first.log().contains("No space left"), first.log());
            long late = first.pid("late");

            sandbox.run("/bin/rm", run.resolve("filler").toString()).exits(0);
            restarts(first); // which writes all records
            first.awaitLog("the records of runs are complete again"); // else what fails next is not told anew

            // The records alone: the kernel does not take away the right to write from who has files open.
            String runs = run.resolve("runs").toString();
            sandbox.run("/bin/mount", "--bind", runs, runs).exits(0);
            sandbox.run("/bin/mount", "-o", "remount,bind,ro", runs).exits(0);
            restarts(first);
            first.awaitLog("cannot write the record of counter");
            assertTrue(first.log().contains("Read-only"), first.log());
            long counter = first.pid("counter");
            first.kill();
            sandbox.run("/bin/umount", runs).exits(0);
            TestDaemon second = sandbox.daemonOn(sandbox.dir().resolve("supervisord.toml"));
            assertEquals(counter, second.pid("counter"));
            assertEquals(late, second.pid("late"));
            assertEquals(1, lines("late").size());
            assertEquals(1, lines("steady").size());
            second.ctl("shutdown").exits(0);
            second.awaitEnd();
        } finally {
            sandbox.killAll();
            sandbox.run("/bin/umount", "-R", run.toString());
        }
    }

    private void restarts(TestDaemon daemon) throws IOException, InterruptedException {
        long before = daemon.pid("counter");
        Processes.signal(before, "KILL");
        eventually(() -> assertTrue(daemon.ctl("pid", "counter").code() == 0 && daemon.pid("counter") != before));
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(sandbox.dir().resolve(file));
    }

    /** In one step as far as the daemon can see, which makes it again as soon as it misses it. */
    private static void delete(Path directory) throws IOException {
        Path gone = Files.move(directory, directory.resolveSibling("gone"));
        try (Stream<Path> files = Files.walk(gone)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
