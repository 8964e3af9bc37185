package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Isolated;

/** Programs are trees of processes, and so is a container. Alone on the machine, because times are measured. */
@Isolated
class TreeIT {

    /** Supervisor: never, until an operator acts. */
    private static final Duration BACK = Duration.ofSeconds(60);

    /** Alone it takes seconds: {@code -Dorphans=10000}. */
    private static final int ORPHANS = Integer.getInteger("orphans", 500);

    private static final int WARM = 50;

    /** A process that leaves many others to the first process of its machine, and one that lives. */
    private static final String FORKS = """
            [program.forks]
            command = ["/bin/sh", "-c", "for i in $(seq {orphans}); do (sleep 0.1 &) ; done; (setsid sleep 1000 &) ; exec sleep 1000"]
            startsecs = 0
            leftovers = "end"
            """;

    private static final String READ_ONLY = """
            mount --make-rprivate / && mount --bind {dir}/run {dir}/run && mount -o remount,bind,ro / || exit 77
            exec "$@"
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    @Test
    void uwsgiServesAgainAfterItsMasterWasKilledAndNothingOfTheOldTreeIsLeft()
            throws IOException, InterruptedException {
        Examples.needs("uwsgi", "uwsgi-core and uwsgi-plugin-python3");
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "uwsgi.toml", 8200));
        daemon.ctl("start", "uwsgi-hello").exits(0);
        eventually(() -> Http.get(sandbox.port()));
        long master = daemon.pid("uwsgi-hello");
        List<Long> old = new ArrayList<>();
        eventually(() -> {
            old.clear();
            old.addAll(family(master));
            assertEquals(3, old.size(), "a master and two workers");
        });

        HttpLoad load = HttpLoad.on(sandbox.port());
        eventually(() -> assertTrue(load.answered() > WARM, "it is under load"));
        long killed = System.nanoTime();
        Processes.signal(master, "KILL");
        eventually(() -> {
            assertNotEquals(
                    Long.toString(master),
                    daemon.ctl("pid", "uwsgi-hello").out().strip());
            Http.get(sandbox.port());
        });
        Duration gone = Duration.ofNanos(System.nanoTime() - killed);
        load.end();
        assertTrue(gone.compareTo(BACK) < 0, () -> "serving again after " + gone);
        old.forEach(pid -> assertFalse(Processes.isAlive(pid), () -> "left of the old tree: " + pid));
        daemon.ctl("stop", "uwsgi-hello").exits(0);
    }

    @Test
    void aGunicornThatForksIsSupervisedAndFollowedWhenItReplacesItself() throws IOException, InterruptedException {
        Examples.needs("gunicorn", "gunicorn");
        TestDaemon daemon = sandbox.daemonOn(Examples.copy(sandbox, "gunicorn-forking.toml", 8700));
        daemon.ctl("start", "gunicorn-forking").exits(0);
        long first = daemon.pid("gunicorn-forking");
        Path pidfile = sandbox.dir().resolve("examples/apps/gunicorn-forking.pid");
        assertEquals(Long.toString(first), Files.readString(pidfile).strip());
        eventually(() -> Http.get(sandbox.port()));

        Processes.signal(first, "USR2");
        Path next = pidfile.resolveSibling("gunicorn-forking.pid.2");
        eventually(() -> assertFalse(Files.readString(next).isBlank()));
        Processes.signal(first, "QUIT");
        eventually(() -> assertFalse(List.of("0", Long.toString(first))
                .contains(daemon.ctl("pid", "gunicorn-forking").out().strip())));
        long second = daemon.pid("gunicorn-forking");
        daemon.awaitLog("taken over: 'gunicorn-forking' goes on as pid " + second);
        eventually(() -> Http.get(sandbox.port()));

        daemon.kill();
        TestDaemon again = sandbox.daemonOn(sandbox.dir().resolve("examples/supervisord.toml"));
        assertEquals(second, again.pid("gunicorn-forking"));
        Processes.signal(second, "KILL");
        eventually(() -> assertNotEquals(
                Long.toString(second),
                again.ctl("pid", "gunicorn-forking").out().strip()));
        again.awaitState("gunicorn-forking", "RUNNING");
        eventually(() -> Http.get(sandbox.port()));
        again.ctl("stop", "gunicorn-forking").exits(0);
        assertEquals(List.of(again.pid()), sandbox.processes());
    }

    @Test
    void asTheFirstProcessOfAContainerItReapsAllAndEndsInOrder() throws IOException, InterruptedException {
        List<String> container = List.of("--pid", "--fork", "--mount-proc", "--kill-child");
        assumeTrue(runs("unshare", container), "no PID namespace can be made here");
        Execution outside = start("unshare", container, FORKS);
        long daemon = ProcessHandle.of(outside.pid())
                .orElseThrow()
                .children()
                .findFirst()
                .orElseThrow()
                .pid();
        eventually(() -> assertEquals(
                List.of(),
                Processes.children(daemon).stream()
                        .filter(pid -> Processes.isZombie(pid)
                                || Processes.commandLine(pid).contains("0.1"))
                        .toList()));
        sandbox.ctl("-c", config().toString(), "restart", "forks").exits(0);
        Processes.signal(daemon, "TERM");
        outside.await().exits(0);
        assertEquals(List.of(), sandbox.processes());
    }

    @Test
    void onAReadOnlyRootItNeedsItsRuntimeDirectoryAlone() throws IOException, InterruptedException {
        onAReadOnlyRoot(List.of());
    }

    @Test
    void soDoesThatOfAnOrdinaryUser() throws IOException, InterruptedException {
        onAReadOnlyRoot(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }

    /** @param as words that execute a program as somebody else */
    private void onAReadOnlyRoot(List<String> as) throws IOException, InterruptedException {
        Path run = Files.createDirectory(sandbox.dir().resolve("run"));
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> container = new ArrayList<>(
                List.of("-m", "/bin/sh", sandbox.write("enter.sh", READ_ONLY).toString()));
        container.addAll(as);
        assumeTrue(runs("unshare", container), "no mount namespace can be made here, or nobody can read this checkout");
        sandbox.write("supervisord.toml", """
                [supervisord]
                logfile = "/dev/stdout"
                runtime_dir = "{dir}/run"
                childlogdir = "{dir}/run"
                [supervisorctl]
                serverurl = "unix://{dir}/run/supervisord.sock"
                [program.says]
                command = ["/bin/sh", "-c", "echo said; exec sleep 1000"]
                stdout_logfile = "{dir}/run/says.log"
                """);
        List<String> words = new ArrayList<>(container);
        words.addAll(List.of(App.supervisord(), "-n", "-c", config().toString()));
        Execution inside = sandbox.start(Map.of(), "unshare", words.toArray(String[]::new));
        eventually(
                () -> sandbox.ctl("-c", config().toString(), "status", "says").mentions("RUNNING"));
        eventually(() -> assertEquals("said\n", Files.readString(run.resolve("says.log"))));
        inside.signal("TERM");
        inside.await().exits(0);
    }

    @Test
    void anOrdinaryUserEndsWholeTreesToo() throws IOException, InterruptedException {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
        List<String> nobody = List.of("--reuid=nobody", "--regid=nogroup", "--clear-groups");
        assumeTrue(runs("setpriv", nobody), "nobody can read this checkout but its owner");
        Execution daemon = start("setpriv", nobody, FORKS);
        // The main process, and the one that has a session of its own.
        eventually(() -> assertEquals(
                2,
                family(daemon.pid()).stream()
                        .filter(pid -> Processes.commandLine(pid).contains("1000"))
                        .count()));
        sandbox.ctl("-c", config().toString(), "stop", "forks").exits(0);
        assertEquals(List.of(daemon.pid()), sandbox.processes());
        daemon.signal("TERM");
        daemon.await().exits(0);
    }

    private Path config() {
        return sandbox.dir().resolve("supervisord.toml");
    }

    private boolean runs(String wrapper, List<String> options) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(options);
        words.addAll(List.of(App.supervisord(), "--version"));
        return sandbox.run(wrapper, words.toArray(String[]::new)).code() == 0;
    }

    /** Starts a daemon by another program, in a directory for everybody, and waits until its program is up. */
    private Execution start(String wrapper, List<String> options, String programs)
            throws IOException, InterruptedException {
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxrwxrwx"));
        List<String> words = new ArrayList<>(options);
        String text = programs.replace("{orphans}", Integer.toString(ORPHANS));
        words.addAll(List.of(App.supervisord(), "-n", "-c", sandbox.toml(text).toString()));
        Execution execution = sandbox.start(Map.of(), wrapper, words.toArray(String[]::new));
        eventually(
                () -> sandbox.ctl("-c", config().toString(), "status", "forks").mentions("RUNNING"));
        return execution;
    }

    private static List<Long> family(long pid) {
        List<Long> family = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid)
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .forEach(family::add);
        return family;
    }
}
