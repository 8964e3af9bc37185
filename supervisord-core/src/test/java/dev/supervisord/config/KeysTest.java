package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.AccessRole;
import dev.supervisord.model.Archive;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.BackoffPolicy;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.Command;
import dev.supervisord.model.CpuSet;
import dev.supervisord.model.ExitPolicy;
import dev.supervisord.model.IoPriority;
import dev.supervisord.model.IoPriority.Service;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogLevel;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.ProcessChange;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.ProgramType;
import dev.supervisord.model.Resource;
import dev.supervisord.model.StandardInput;
import dev.supervisord.model.StopSteps;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every key with its default and another value in both syntaxes; a key that is missing here fails the test. */
class KeysTest {

    /**
     * @param ini another value than the default
     * @param toml the same in TOML
     */
    private record Example(Object defaultValue, String ini, String toml, Object value) {}

    private static final Map<String, Example> EXAMPLES = new LinkedHashMap<>();

    private static void key(String kind, String name, Object defaultValue, String ini, String toml, Object value) {
        EXAMPLES.put(kind + " " + name, new Example(defaultValue, ini, toml, value));
    }

    private static final Object NONE = Optional.empty();

    static {
        String p = "program";
        key(p, "command", NONE, "cat 'a b'", "['cat', 'a b']", new Command.Words(List.of("cat", "a b")));
        key(p, "type", ProgramType.SIMPLE, "oneshot", "'oneshot'", ProgramType.ONESHOT);
        key(p, "pidfile", NONE, "/x", "'/x'", "/x");
        key(p, "start_timeout", Duration.ofSeconds(30), "60", "'1m'", Duration.ofSeconds(60));
        key(p, "process_name", "%(program_name)s", "x", "'x'", "x");
        key(p, "numprocs", 1, "3", "3", 3);
        key(p, "numprocs_start", 0, "5", "5", 5);
        key(p, "port", NONE, "8000", "8000", 8000);
        key(p, "port_step", 1, "10", "10", 10);
        key(p, "directory", NONE, "/x", "'/x'", "/x");
        key(p, "environment", Map.of(), "A=1", "{ A = 1 }", Map.of("A", "1"));
        key(p, "env_file", NONE, "-/x", "'-/x'", "-/x");
        key(p, "user", NONE, "33", "33", "33");
        key(p, "group", NONE, "33", "33", "33");
        key(p, "login_env", NONE, "no", "false", false);
        key(p, "no_new_privs", false, "true", "true", true);
        Limits limits = new Limits(
                Map.of(Resource.NOFILE, new Limit(1024, 4096), Resource.CORE, new Limit(1 << 20, Limit.UNLIMITED)));
        key(
                p,
                "limits",
                NONE,
                "nofile=1024:4096,core=1MB:unlimited",
                "{nofile='1024:4096', core='1MB:unlimited'}",
                limits);
        key(p, "nice", NONE, "-5", "-5", -5);
        key(p, "ionice", NONE, "best-effort:2", "'best-effort:2'", new IoPriority(Service.BEST_EFFORT, 2));
        key(p, "cpu_affinity", NONE, "0-1,3", "[0, 1, 3]", new CpuSet(new TreeSet<>(Set.of(0, 1, 3))));
        key(p, "oom_score_adj", NONE, "500", "500", 500);
        key(p, "cgroup", false, "true", "true", true);
        key(p, "memory_high", NONE, "200MB", "'200MB'", "209715200");
        key(p, "memory_max", NONE, "256MB", "'256MB'", "268435456");
        key(p, "cpu_max", NONE, "50%", "0.5", "50000 100000");
        key(p, "cpu_weight", NONE, "200", "200", "200");
        key(p, "io_weight", NONE, "50", "50", "50");
        key(p, "pids_max", NONE, "100", "100", "100");
        key(p, "require_cgroups", false, "true", "true", true);
        key(p, "clean_env", false, "true", "true", true);
        key(p, "stdin", NONE, "null", "'null'", StandardInput.NULL);
        key(p, "pty", false, "true", "true", true);
        key(p, "umask", NONE, "027", "'027'", 027);
        key(p, "priority", 999, "-1", "-1", -1);
        key(p, "depends_on", List.of(), "a, b c", "['a', 'b', 'c']", List.of("a", "b", "c"));
        key(p, "exit_policy", ExitPolicy.IGNORE, "shutdown", "'shutdown'", ExitPolicy.SHUTDOWN);
        key(p, "autostart", true, "no", "false", false);
        key(p, "autorestart", AutoRestart.UNEXPECTED, "yes", "true", AutoRestart.ALWAYS);
        key(p, "startsecs", Duration.ofSeconds(1), "90", "'1m30s'", Duration.ofSeconds(90));
        key(p, "startretries", 3, "0", "0", 0);
        key(p, "exitcodes", Set.of(0), "0,2", "[0, 2]", Set.of(0, 2));
        key(p, "stopsignal", StopSteps.of("TERM"), "int:5, 9", "['INT:5s', 'KILL']", StopSteps.of("INT:5", "KILL"));
        key(
                p,
                "backoff",
                NONE,
                "initial=0.5,max=1m",
                "{ initial = 0.5, max = '1m' }",
                new BackoffPolicy(Duration.ofMillis(500), 2, Duration.ofMinutes(1), 0.1, Duration.ofSeconds(10)));
        key(p, "stopwaitsecs", Duration.ofSeconds(10), "60", "60.0", Duration.ofMinutes(1));
        key(p, "stopasgroup", false, "true", "true", true);
        key(p, "killasgroup", NONE, "true", "true", true);
        key(p, "leftovers", NONE, "keep", "'keep'", LeftoverPolicy.End.NEVER);
        key(p, "leftovers_grace", Duration.ofSeconds(2), "5", "5", Duration.ofSeconds(5));
        key(p, "sockets", NONE, "a, b", "['a', 'b']", List.of("a", "b"));
        key(p, "fd0", NONE, "a", "'a'", "a");
        key(p, "listen_fds", NONE, "no", "false", false);
        key(p, "redirect_stderr", false, "true", "true", true);
        key(p, "serverurl", "AUTO", "http://x", "'http://x'", "http://x");
        key(p, "log_format", LogFormat.RAW, "json", "'json'", LogFormat.JSON);
        key(p, "log_on_error", LogOptions.OnError.BLOCK, "Drop", "'drop'", LogOptions.OnError.DROP);
        key(p, "rotate", NONE, "hourly", "'1h'", Optional.of(Duration.ofHours(1)));
        key(p, "rotate_names", Archive.Names.NUMBERED, "dated", "'dated'", Archive.Names.DATED);
        key(p, "compress", Archive.Compression.NONE, "gzip", "'gzip'", Archive.Compression.GZIP);
        for (String stream : List.of("stdout", "stderr")) {
            key(p, stream + "_logfile_total_maxbytes", 0L, "1GB", "'1GB'", 1L << 30);
            key(p, stream + "_logfile", "AUTO", "NONE", "'NONE'", "NONE");
            key(p, stream + "_logfile_maxbytes", 50L << 20, "1kb", "1024", 1024L);
            key(p, stream + "_logfile_backups", 10, "2", "2", 2);
            key(p, stream + "_capture_maxbytes", 0L, "1MB", "'1MB'", 1L << 20);
            key(p, stream + "_events_enabled", false, "true", "true", true);
            key(p, stream + "_syslog", false, "true", "true", true);
        }
        key("socket", "listen", NONE, "[::1]:80", "'[::1]:80'", "[::1]:80");
        key("socket", "backlog", 4096, "5", "5", 5);
        key("socket", "owner", NONE, "a", "'a'", "a");
        key("socket", "group", NONE, "a", "'a'", "a");
        key("socket", "mode", 0660, "0600", "'0600'", 0600);
        key("socket", "reuse_port", false, "true", "true", true);
        String d = "supervisord";
        key(d, "logfile", "supervisord.log", "/x", "'/x'", "/x");
        key(d, "logfile_maxbytes", 50L << 20, "0", "0", 0L);
        key(d, "logfile_backups", 10, "1", "1", 1);
        key(d, "loglevel", LogLevel.INFO, "WARN", "'warn'", LogLevel.WARN);
        key(d, "pidfile", "supervisord.pid", "/x", "'/x'", "/x");
        key(d, "nodaemon", false, "true", "true", true);
        key(d, "silent", false, "true", "true", true);
        key(d, "identifier", "supervisor", "x", "'x'", "x");
        key(d, "socket", NONE, "/x", "'/x'", "/x");
        key(d, "socket_mode", 0660, "0600", "'0600'", 0600);
        key(d, "socket_owner", NONE, "root", "'root'", "root");
        key(d, "socket_group", NONE, "root", "'root'", "root");
        key(d, "audit_log", NONE, "/x", "'/x'", "/x");
        key(d, "runtime_dir", NONE, "/x", "'/x'", "/x");
        key(d, "state_dir", NONE, "/x", "'/x'", "/x");
        key(d, "childlogdir", NONE, "/x", "'/x'", "/x");
        key(d, "syslog_socket", NONE, "/x", "'/x'", "/x");
        key(d, "nocleanup", false, "true", "true", true);
        key(d, "strip_ansi", false, "true", "true", true);
        key(d, "environment", Map.of(), "A='x,y'", "{ A = 'x,y' }", Map.of("A", "x,y"));
        key(d, "directory", NONE, "/x", "'/x'", "/x");
        key(d, "umask", 022, "0", "0", 0);
        key(d, "user", NONE, "root", "'root'", "root");
        key(d, "minfds", 1024, "5", "5", 5);
        key(
                d,
                "cgroup_root",
                new CgroupRoot.Auto(),
                "/sys/fs/cgroup/x",
                "'/sys/fs/cgroup/x'",
                new CgroupRoot.At(Path.of("/sys/fs/cgroup/x")));
        key(d, "minprocs", 200, "5", "5", 5);
        key(d, "profile_options", NONE, "x", "'x'", "x");
        key("access", "role", NONE, "operate", "'operate'", AccessRole.OPERATE);
        for (String name : List.of("users", "groups", "tokens", "programs")) {
            key("access", name, NONE, "a, b", "['a', 'b']", List.of("a", "b"));
        }
        key("access", "certificates", NONE, "CN=a,O=b; CN=c", "['CN=a,O=b', 'CN=c']", List.of("CN=a,O=b", "CN=c"));
        String digest = "0a".repeat(32);
        key("token", "sha256", NONE, digest, "'" + digest + "'", digest);
        key("token", "expires", NONE, "2027-01-31", "'2027-01-31'", Instant.parse("2027-02-01T00:00:00Z"));
        key("control", "listen", NONE, "[::1]:80", "'[::1]:80'", "[::1]:80");
        for (String name : List.of("certificate", "key", "client_ca")) {
            key("control", name, NONE, "/x", "'/x'", "/x");
        }
        key("control", "insecure", false, "true", "true", true);
        key("include", "files", NONE, "a b", "['a', 'b']", List.of("a", "b"));
        key("group", "programs", NONE, "a, b", "['a', 'b']", List.of("a", "b"));
        key("unix_http_server", "file", NONE, "/x", "'/x'", "/x");
        key("unix_http_server", "chmod", 0700, "0777", "'0777'", 0777);
        key("unix_http_server", "chown", NONE, "a:b", "'a:b'", "a:b");
        key("inet_http_server", "port", NONE, "*:1", "'*:1'", "*:1");
        key("unix_http_server", "username", NONE, "u", "'u'", "u");
        key("unix_http_server", "password", NONE, "p", "'p'", "p");
        key("eventlistener", "events", NONE, "TICK,EVENT", "['TICK', 'EVENT']", List.of("TICK", "EVENT"));
        key("eventlistener", "buffer_size", 10, "5", "5", 5);
        key("eventlistener", "result_handler", "supervisor.dispatchers:default_handler", "a:b", "'a:b'", "a:b");
        key("fcgi-program", "socket", NONE, "tcp://h:1", "'tcp://h:1'", "tcp://h:1");
        key("fcgi-program", "socket_backlog", NONE, "5", "5", 5);
        key("fcgi-program", "socket_owner", NONE, "a", "'a'", "a");
        key("fcgi-program", "socket_mode", NONE, "0600", "'0600'", 0600);
        for (String name : List.of("serverurl", "username", "password", "prompt", "history_file")) {
            key("supervisorctl", name, NONE, "x", "'x'", "x");
        }
    }

    private static Kind firstKind(Key<?> key) {
        return key.kinds().contains(Kind.PROGRAM)
                ? Kind.PROGRAM
                : key.kinds().iterator().next();
    }

    private static Example example(Key<?> key) {
        String id = firstKind(key).word() + " " + key.name();
        return Optional.ofNullable(EXAMPLES.get(id)).orElseThrow(() -> new AssertionError("no example of " + id));
    }

    @Test
    void eachKeyHasAnExampleAndEachExampleAKey() {
        Set<String> keys = Keys.list().stream()
                .map(key -> firstKind(key).word() + " " + key.name())
                .collect(Collectors.toSet());
        assertEquals(EXAMPLES.keySet(), keys);
    }

    @Test
    void eachKeyHasItsDefault() {
        for (Key<?> key : Keys.list()) {
            assertEquals(
                    example(key).defaultValue(),
                    key.defaultValue().<Object>map(value -> value).orElse(NONE),
                    key.name());
        }
    }

    @Test
    void eachKeyIsReadInBothSyntaxes() throws TomlRefusal {
        for (Key<?> key : Keys.list()) {
            Example example = example(key);
            RawValue ini = new RawValue.Text(example.ini());
            RawValue toml =
                    TomlFile.read("k = " + example.toml()).toValue().values().get("k");
            assertEquals(Parsed.good(example.value()), key.type().read(ini, Syntax.INI, false), key.name() + " in INI");
            assertEquals(
                    Parsed.good(example.value()),
                    key.type().read(Optional.ofNullable(toml).orElseThrow(), Syntax.TOML, false),
                    key.name() + " in TOML");
            assertNotEquals(example.defaultValue(), example.value(), key.name());
        }
    }

    @Test
    void eachKeyHasASentenceOfDocumentation() {
        for (Key<?> key : Keys.list()) {
            assertTrue(key.doc().endsWith("."), key.name() + ": " + key.doc());
        }
    }

    @Test
    void whatAppliesLiveIsTheSameForTheEngine() {
        List<String> compared = new ArrayList<>();
        for (Key<?> key : Keys.of(Kind.PROGRAM)) {
            if (!key.served() || key.change() == Change.PROCESSES || key.name().equals("serverurl")) {
                continue;
            }
            String value =
                    key.name().endsWith("_logfile") ? "/tmp/x" : example(key).ini();
            for (ProcessChange change : ProcessChange.between(
                    spec(common(key)), spec(common(key) + company(key) + key.name() + "=" + value + "\n"))) {
                if (change.key().equals(key.name())) {
                    assertEquals(key.change() == Change.LIVE, change.live(), key.name());
                    compared.add(key.name());
                }
            }
        }
        assertTrue(
                compared.containsAll(
                        List.of("command", "stopsignal", "port", "stdout_logfile", "umask", "limits", "nice", "group")),
                compared::toString);
    }

    /** What has to be configured before and after a change: a limit can be given to what is in a cgroup. */
    private static String common(Key<?> key) {
        boolean limit = CgroupKeys.LIMITS.containsValue(key);
        return limit ? (key.equals(CgroupKeys.CPU_WEIGHT) ? "pids_max=7\n" : "cpu_weight=7\n") : "";
    }

    /** What has to be configured beside a key. */
    private static String company(Key<?> key) {
        return switch (key.name()) {
            case "pidfile" -> "type=forking\n";
            case "start_timeout" -> "type=forking\npidfile=/x\n";
            default -> "";
        };
    }

    private static ProcessSpec spec(String more) {
        String others = "[program:%s]\ncommand=/bin/cat\n";
        Reading read = Reading.ini("[socket:a]\nlisten=127.0.0.1:1\n[socket:b]\nlisten=127.0.0.1:2\n"
                + others.formatted("a")
                + others.formatted("b")
                + others.formatted("c")
                + "[program:p]\ncommand=/bin/cat\n" + more);
        return read.process("p");
    }
}
