package dev.supervisord.systemtests;

import static dev.supervisord.systemtests.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.function.Executable;

/** The rows of docs/launching.md: what a child finds, and what is said of a refusal, with and without root. */
class LaunchIT {

    private static final String USER_ID = "33";
    private static final String GROUP_ID = "1";

    /** Nobody but root may go below what the tests themselves were started with. */
    private static final String NICE = Integer.toString(Math.max(7, Allowed.nice()));

    private static final String OOM_SCORE = Integer.toString(Math.max(321, Allowed.oomScore()));

    /**
     * A program whose section has these keys.
     *
     * @param finds what it says of itself, {@code children/facts.py}
     */
    private record Row(String keys, Map<String, String> finds) {}

    /** A program that cannot be started, and a part of what is said of it. */
    private record Refusal(String keys, String says) {}

    private static final List<Row> FOR_EVERYBODY = List.of(
            new Row("", Map.of("stdin", "pipe", "terminal", "none", "session", "True", "no_new_privs", "0")),
            new Row("stdin = \"null\"", Map.of("stdin", "/dev/null")),
            new Row("pty = true", Map.of("stdin", "/dev/pts/", "terminal", "True", "session", "True")),
            new Row("umask = \"027\"", Map.of("umask", "0027")),
            new Row("nice = " + NICE, Map.of("nice", NICE)),
            new Row("ionice = \"best-effort:2\"", Map.of("ionice", "best-effort: prio 2")),
            new Row("ionice = \"idle\"", Map.of("ionice", "idle")),
            new Row("cpu_affinity = \"" + Allowed.CPU + "\"", Map.of("cpus", Allowed.CPU)),
            new Row("oom_score_adj = " + OOM_SCORE, Map.of("oom", OOM_SCORE)),
            new Row("no_new_privs = true", Map.of("no_new_privs", "1")),
            new Row("directory = \"{dir}/place\"", Map.of("directory", "{dir}/place")),
            new Row("sockets = [\"b\", \"a\"]", Map.of("listens", "b={b} a={a}")),
            new Row("environment = { USER = \"x\" }", Map.of("login", "/from/daemon x - -")),
            limits("as = \"8GB\", core = \"1MB:2MB\", cpu = 1000, data = \"4GB:unlimited\", fsize = 1000000"),
            limits("memlock = \"32KB:64KB\", msgqueue = \"1000:2000\", nofile = \"100:200\", nproc = \"1000:2000\""),
            limits("rss = \"1GB:2GB\", sigpending = \"100:200\", stack = \"4MB:6MB\", locks = \"10:20\""),
            limits("nice = 0, rtprio = 0, rttime = \"1000000:2000000\", core = \"0:unlimited\""));

    private static final List<Row> FOR_ROOT = List.of(
            new Row(
                    "user = \"www-data\"",
                    Map.of(
                            "uid",
                            USER_ID,
                            "gid",
                            USER_ID,
                            "groups",
                            USER_ID,
                            "login",
                            "/var/www www-data www-data /usr/sbin/nologin")),
            new Row(
                    "user = \"www-data\"\ngroup = \"daemon\"",
                    Map.of("uid", USER_ID, "gid", GROUP_ID, "groups", GROUP_ID)),
            new Row("group = \"daemon\"", Map.of("uid", "0", "gid", GROUP_ID)),
            new Row(
                    "user = \"www-data\"\nno_new_privs = true",
                    Map.of("uid", USER_ID, "gid", USER_ID, "groups", USER_ID, "no_new_privs", "1")),
            new Row(
                    "user = \"33\"\nlogin_env = false\numask = \"077\"\npty = true",
                    Map.of("uid", USER_ID, "login", "/from/daemon - - -", "umask", "0077", "terminal", "True")),
            new Row(
                    "user = \"www-data\"\nlimits = { nofile = \"64:64\" }\noom_score_adj = " + OOM_SCORE
                            + "\nsockets = [\"a\"]",
                    Map.of("uid", USER_ID, "limit nofile", "64:64", "oom", OOM_SCORE, "listens", "a={a}")));

    private static final List<Row> FOR_AN_ORDINARY_USER = List.of(
            new Row(
                    "user = \"nobody\"\ngroup = \"nogroup\"",
                    Map.of("uid", "65534", "gid", "65534", "login", "/nonexistent nobody nobody /usr/sbin/nologin")),
            new Row("memory_max = \"900MB\"", Map.of("uid", "65534")));

    private static final List<Refusal> FOR_NOBODY_AT_ALL = List.of(
            new Refusal("limits = { nofile = 2147483600 }", "cannot set the limit nofile to 2147483600: "),
            new Refusal("user = \"www-data\"\ndirectory = \"{dir}/closed\"", "Permission denied (EACCES)"),
            new Refusal("command = \"{dir}/none\"", "can't find command '"));

    private static final List<Refusal> FOR_ROOT_ONLY = List.of(
            new Refusal("user = \"www-data\"", "cannot run as user www-data: the daemon is not root"),
            new Refusal("group = \"daemon\"", "the daemon is not root"),
            new Refusal("nice = -5", "cannot set nice to -5: only root"),
            new Refusal("ionice = \"realtime:0\"", "cannot set ionice to realtime:0: only root"),
            new Refusal("oom_score_adj = -500", "cannot set oom_score_adj to -500: only root"),
            new Refusal("limits = { nofile = 900000000 }", "cannot set the limit nofile to 900000000: "),
            new Refusal("directory = \"{dir}/closed\"", "Permission denied (EACCES)"));

    private static final String CLEAN = """
            [program.clean]
            command = ["/bin/sh", "-c", "exec /usr/bin/env"]
            clean_env = true
            environment = { OWN = "x" }
            startsecs = 0
            autorestart = false
            stdout_logfile = "{dir}/clean.log"
            """;

    @RegisterExtension
    final Sandbox sandbox = new Sandbox();

    /** Limits as they are written, which is also how they are found, but for units; without those that this machine does not allow. */
    private static Row limits(String written) {
        Map<String, String> finds = new LinkedHashMap<>();
        List<String> possible = new ArrayList<>();
        for (String limit : written.split(", ", -1)) {
            String[] parts = limit.replace("\"", "").split(" = ", 2);
            String value =
                    parts[1].replace("KB", " 1024").replace("MB", " 1048576").replace("GB", " 1073741824");
            List<String> ends = List.of((value + (value.contains(":") ? "" : ":" + value)).split(":", -1));
            if (Allowed.limit(parts[0], number(ends.get(1)))) {
                possible.add(limit);
                finds.put(
                        "limit " + parts[0], ends.stream().map(LaunchIT::number).collect(Collectors.joining(":")));
            }
        }
        return new Row("limits = { " + String.join(", ", possible) + " }", finds);
    }

    private static String number(String withUnit) {
        String[] factors = withUnit.split(" ", 2);
        return factors.length == 1 ? withUnit : Long.toString(Long.parseLong(factors[0]) * Long.parseLong(factors[1]));
    }

    private static void assumeRoot() {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can become another user");
    }

    private String filled(String text) {
        return sandbox.fill(text)
                .replace("{a}", Integer.toString(sandbox.port()))
                .replace("{b}", Integer.toString(sandbox.port() + 1));
    }

    private String programs(List<String> keys) throws IOException {
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Path place = Files.createDirectories(sandbox.dir().resolve("place"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        // Others may not be able to read the checkout.
        Path facts = Files.copy(App.CHILDREN.resolve("facts.py"), sandbox.dir().resolve("facts.py"));
        Files.setPosixFilePermissions(facts, PosixFilePermissions.fromString("rw-r--r--"));
        Path closed = Files.createDirectories(sandbox.dir().resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        StringBuilder text = new StringBuilder("""
                [socket.a]
                listen = "127.0.0.1:{a}"
                [socket.b]
                listen = "127.0.0.1:{b}"
                [program.both]
                command = "true"
                sockets = ["a", "b"]
                autostart = false

                """);
        for (int i = 0; i < keys.size(); i++) {
            text.append("""
                    [program.row%d]
                    %c
                    startsecs = 60
                    startretries = 0
                    stdout_logfile = "{dir}/row%d.log"
                    %s

                    """.replace("%d", Integer.toString(i))
                    .replace("%c", keys.get(i).startsWith("command") ? "" : "command = \"python3 {dir}/facts.py\"")
                    .replace("%s", keys.get(i)));
        }
        return filled(text.toString());
    }

    private void assertFound(List<Row> rows) throws InterruptedException, IOException {
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Path log = sandbox.dir().resolve("row" + i + ".log");
            Row row = rows.get(i);
            eventually(() -> assertTrue(Files.readString(log).endsWith("end\n"), row::keys));
            List<String> facts = Files.readAllLines(log);
            row.finds()
                    .forEach((name, value) -> checks.add(() -> {
                        String fact = facts.stream()
                                .filter(line -> line.startsWith(name + ": "))
                                .findFirst()
                                .orElse("no " + name);
                        assertEquals(name + ": " + filled(value), fact, row.keys());
                    }));
        }
        assertAll(checks);
    }

    private static List<String> keys(List<Row> rows) {
        return rows.stream().map(Row::keys).toList();
    }

    @Test
    void rootsProgramsFindWhatIsConfigured() throws IOException, InterruptedException {
        assumeRoot();
        List<Row> all = new ArrayList<>(FOR_EVERYBODY);
        all.addAll(FOR_ROOT);
        TestDaemon daemon = sandbox.daemonOn(sandbox.toml(programs(keys(all))), Map.of("HOME", "/from/daemon"));
        assertFound(all);
        daemon.ctl("stop", "all").exits(0);
    }

    @Test
    void soDoThoseOfAnOrdinaryUser() throws IOException, InterruptedException {
        assumeRoot();
        List<Row> all = new ArrayList<>(FOR_EVERYBODY);
        all.addAll(FOR_AN_ORDINARY_USER);
        TestDaemon daemon = ordinary(programs(keys(all)));
        assertFound(all);
        String log = daemon.log();
        assertTrue(log.contains("memory_max: it has no effect: "), log);
        daemon.ctl("stop", "all").exits(0);
    }

    @Test
    void whatOnlyRootMayGiveIsAFailedStartOfAnOrdinaryUser() throws IOException, InterruptedException {
        assumeRoot();
        assertRefused(
                ordinary(programs(FOR_ROOT_ONLY.stream().map(Refusal::keys).toList())), FOR_ROOT_ONLY);
    }

    @Test
    void whatEvenRootMayNotGiveIsAFailedStartOfRoots() throws IOException, InterruptedException {
        assumeRoot();
        assertRefused(
                sandbox.daemon(
                        programs(FOR_NOBODY_AT_ALL.stream().map(Refusal::keys).toList())),
                FOR_NOBODY_AT_ALL);
    }

    private static void assertRefused(TestDaemon daemon, List<Refusal> refusals)
            throws IOException, InterruptedException {
        List<Executable> checks = new ArrayList<>();
        for (int i = 0; i < refusals.size(); i++) {
            daemon.awaitState("row" + i, "FATAL");
        }
        Status status = daemon.status();
        for (int i = 0; i < refusals.size(); i++) {
            String said = status.description("row" + i);
            Refusal refusal = refusals.get(i);
            checks.add(() -> assertTrue(said.contains(refusal.says()), () -> refusal.keys() + ": " + said));
        }
        assertAll(checks);
    }

    @Test
    void aCleanEnvironmentHoldsWhatIsConfiguredAndAPath() throws IOException, InterruptedException {
        sandbox.daemonOn(sandbox.toml(CLEAN), Map.of("INHERITED", "no"));
        assertClean();
    }

    @Test
    void soDoesThatOfAnOrdinaryUser() throws IOException, InterruptedException {
        assumeRoot();
        ordinary(CLEAN);
        assertClean();
    }

    private void assertClean() throws IOException, InterruptedException {
        Path clean = sandbox.dir().resolve("clean.log");
        eventually(() -> assertTrue(Files.readAllLines(clean).contains("OWN=x")));
        Set<String> allowed = Set.of("PATH", "OWN", "PWD", "SHLVL", "_");
        for (String line : Files.readAllLines(clean)) {
            String name = line.substring(0, line.indexOf('='));
            assertTrue(allowed.contains(name) || name.startsWith("SUPERVISOR"), line);
        }
    }

    /** A daemon that runs as nobody, as {@code user} of {@code [supervisord]} has it. */
    private TestDaemon ordinary(String programs) throws IOException, InterruptedException {
        assumeTrue(
                sandbox.run(
                                        "setpriv",
                                        "--reuid=nobody",
                                        "--regid=nogroup",
                                        "--clear-groups",
                                        App.supervisord(),
                                        "--version")
                                .code()
                        == 0,
                "nobody can read this checkout but its owner");
        Files.setPosixFilePermissions(sandbox.dir(), PosixFilePermissions.fromString("rwxrwxrwx"));
        Path config = sandbox.toml(programs);
        String text = Files.readString(config);
        Files.writeString(config, text.replaceFirst("logfile = ", "user = \"nobody\"\nlogfile = "));
        return sandbox.daemonOn(config, Map.of("HOME", "/from/daemon"));
    }
}
