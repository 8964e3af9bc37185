package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A large configuration is edited and reloaded again and again, sometimes with a mistake in it, while processes crash.
 * {@code -Dseed=N} repeats a run.
 */
class ReloadUnderFireIT {
    private static final int PROGRAMS = 200;
    private static final int ROUNDS = 50;
    private static final int EDITS = 4;
    private static final int CRASHES = 3;
    private static final int HALTED = 5;

    /** One of so many files has a mistake. */
    private static final int ONE_IN = 5;

    private static final String MISTAKE = "[program:mistaken]\ncommand=/bin/cat\nstartsecs=soon\n";

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void whatDidNotChangeGoesOnAndNothingRunsTwiceOrIsLeftBehind() throws IOException, InterruptedException {
        System.out.println("reload under fire: -Dseed=" + seed);
        Fleet fleet = Fleet.of(PROGRAMS, sandbox.dir().resolve("runs"));
        TestDaemon daemon = sandbox.daemonOn(sandbox.ini(fleet.text()));
        Fleet first = fleet;
        eventually(() -> first.assertAsExpected("at first"));
        List<String> halted = fleet.pick(HALTED, random);
        daemon.ctl(words("stop", halted)).exits(0);
        fleet.halt(halted);
        for (int round = 0; round < ROUNDS; round++) {
            boolean broken = random.nextInt(ONE_IN) == 0;
            Fleet next = fleet.edited(EDITS, random);
            Path file = sandbox.ini(next.text() + (broken ? MISTAKE : ""));
            Execution reload = daemon.startCtl("reload");
            for (String name : fleet.crash(CRASHES, next, random)) {
                Processes.signal(fleet.pid(name), "KILL");
            }
            Output told = reload.await();
            if (broken) {
                told.exits(1).mentions(file + ":" + Files.readAllLines(file).size(), "soon");
            } else {
                told.exits(0);
                fleet = next;
            }
            Fleet now = fleet;
            String when = "seed " + seed + ", round " + round;
            eventually(() -> now.assertAsExpected(when));
        }
        assertShown(daemon.status(), fleet);
    }

    private static String[] words(String command, List<String> names) {
        return Stream.concat(Stream.of(command), names.stream()).toArray(String[]::new);
    }

    private static void assertShown(Status status, Fleet fleet) throws IOException {
        assertEquals(fleet.names(), List.copyOf(status.names()));
        for (String name : fleet.names()) {
            assertEquals(fleet.isHalted(name) ? "STOPPED" : "RUNNING", status.state(name), name);
            if (!fleet.isHalted(name)) {
                assertTrue(status.description(name).startsWith("pid " + fleet.pid(name) + ","), name);
            }
        }
    }
}
