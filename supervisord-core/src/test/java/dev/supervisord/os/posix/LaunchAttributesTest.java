package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.CpuSet;
import dev.supervisord.model.Credentials;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.IoPriority;
import dev.supervisord.model.IoPriority.Service;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Limits;
import dev.supervisord.model.Limits.Limit;
import dev.supervisord.model.Priorities;
import dev.supervisord.model.Resource;
import dev.supervisord.os.Exit;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child finds of the attributes it was given: the truth as the kernel tells it of the child. */
@ParameterizedClass
@EnumSource
final class LaunchAttributesTest {

    /** As whom the child runs. */
    enum As {
        DAEMON,
        NOBODY
    }

    private final PosixProcesses processes = new PosixProcesses();
    private final Credentials credentials;
    private Launches launches;
    private List<String> openBefore = List.of();

    @TempDir
    private Path directory;

    LaunchAttributesTest(As as) {
        assumeTrue(as == As.DAEMON || LibC.geteuid() == 0, "only root can switch users");
        credentials = as == As.DAEMON ? Credentials.INHERITED : Credentials.INHERITED.withUser("nobody");
    }

    @BeforeEach
    void begin() throws IOException {
        launches = new Launches(processes, directory);
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        launches.output(launches.spec("true")); // what is opened once is open from here on
        openBefore = OwnDescriptors.present();
    }

    @AfterEach
    void nothingIsLeft() {
        assertEquals(Optional.empty(), processes.reap());
        OwnDescriptors.assertNoneSince(openBefore);
    }

    private LaunchSpec spec(LaunchAttributes attributes, String... argv) {
        return Launches.given(launches.spec(argv), attributes.with(credentials));
    }

    private LaunchSpec limited(Resource resource, Limit limit, String... argv) {
        return spec(LaunchAttributes.INHERITED.with(new Limits(Map.of(resource, limit))), argv);
    }

    private LaunchSpec favoured(Priorities priorities, String... argv) {
        return spec(LaunchAttributes.INHERITED.with(priorities), argv);
    }

    private static Priorities nice(int nice) {
        return new Priorities(OptionalInt.of(nice), Optional.empty(), Optional.empty(), OptionalInt.empty());
    }

    private static void assumeRoot() {
        assumeTrue(LibC.geteuid() == 0, "only root may raise this");
    }

    @Test
    void limitsAreThoseOfTheChildBeforeItsFirstInstruction() {
        Limits limits = new Limits(Map.of(
                Resource.NOFILE, new Limit(100, 200),
                Resource.CORE, new Limit(0, 0),
                Resource.NPROC, new Limit(4000, 5000),
                Resource.FSIZE, new Limit(1 << 20, Limit.UNLIMITED),
                Resource.STACK, new Limit(4 << 20, Limit.UNLIMITED)));
        String table = launches.output(spec(LaunchAttributes.INHERITED.with(limits), "cat", "/proc/self/limits"));
        assertLimit(table, "Max open files", "100", "200");
        assertLimit(table, "Max core file size", "0", "0");
        assertLimit(table, "Max processes", "4000", "5000");
        assertLimit(table, "Max file size", "1048576", "unlimited");
        assertLimit(table, "Max stack size", "4194304", "unlimited");
    }

    @Test
    void eachLimitHasItsOwnNumber() {
        for (Resource resource : Resource.values()) {
            long number = resource == Resource.AS || resource == Resource.DATA ? 1L << 30 : 0;
            number = resource == Resource.STACK || resource == Resource.CPU ? 8 << 20 : number;
            number = resource == Resource.NOFILE || resource == Resource.NPROC ? 77 + number : number;
            String table = launches.output(limited(resource, new Limit(number, number), "cat", "/proc/self/limits"));
            String name = name(resource);
            assertLimit(table, "Max " + name, Long.toString(number), Long.toString(number));
        }
    }

    private static String name(Resource resource) {
        return switch (resource) {
            case AS -> "address space";
            case CORE -> "core file size";
            case CPU -> "cpu time";
            case DATA -> "data size";
            case FSIZE -> "file size";
            case LOCKS -> "file locks";
            case MEMLOCK -> "locked memory";
            case MSGQUEUE -> "msgqueue size";
            case NICE -> "nice priority";
            case NOFILE -> "open files";
            case NPROC -> "processes";
            case RSS -> "resident set";
            case RTPRIO -> "realtime priority";
            case RTTIME -> "realtime timeout";
            case SIGPENDING -> "pending signals";
            case STACK -> "stack size";
        };
    }

    private static void assertLimit(String table, String name, String soft, String hard) {
        String line = table.lines()
                .filter(row -> row.startsWith(name + " "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(table));
        assertEquals(
                List.of(soft, hard),
                List.of(line.substring(name.length()).strip().split("\\s+")).subList(0, 2),
                line);
    }

    @Test
    void aLimitAboveTheKernelsIsRefused() {
        LaunchFailure failure = launches.failure(limited(Resource.NOFILE, new Limit(1L << 40, 1L << 40), "true"));
        assertEquals(Stage.ATTRIBUTE, failure.stage());
        assertEquals("EPERM", failure.errno());
        assertTrue(failure.message().startsWith("cannot set the limit nofile to 1099511627776: "), failure.message());
    }

    @Test
    void nicenessIsAbsolute() {
        assertEquals("7\n", launches.output(favoured(nice(7), "nice")));
        Capability.SYS_NICE.assume();
        assertEquals("-3\n", launches.output(favoured(nice(-3), "nice")));
    }

    @Test
    void disksServeItAsConfigured() {
        for (IoPriority priority : List.of(new IoPriority(Service.BEST_EFFORT, 2), new IoPriority(Service.IDLE, 0))) {
            Priorities io =
                    new Priorities(OptionalInt.empty(), Optional.of(priority), Optional.empty(), OptionalInt.empty());
            String told = launches.output(favoured(io, "ionice"));
            assertEquals(
                    priority.service() == Service.IDLE ? "idle\n" : "best-effort: prio 2\n", told, priority.toString());
        }
    }

    @Test
    void itRunsOnItsProcessorsOnly() throws IOException {
        String allowed = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("Cpus_allowed_list:"))
                .map(line -> line.replaceFirst("\\D+(\\d+).*", "$1"))
                .findFirst()
                .orElseThrow();
        CpuSet first = new CpuSet(new TreeSet<>(Set.of(Integer.valueOf(allowed))));
        Priorities cpus =
                new Priorities(OptionalInt.empty(), Optional.empty(), Optional.of(first), OptionalInt.empty());
        String list = launches.output(favoured(cpus, "grep", "Cpus_allowed_list", "/proc/self/status"));
        assertEquals(allowed, list.substring(list.indexOf(':') + 1).strip());
    }

    @Test
    void processorsThatAreNotThereAreRefused() {
        for (Set<Integer> numbers : List.of(Set.of(0, 8000), Set.of(8000))) {
            CpuSet missing = new CpuSet(new TreeSet<>(numbers));
            Priorities cpus =
                    new Priorities(OptionalInt.empty(), Optional.empty(), Optional.of(missing), OptionalInt.empty());
            LaunchFailure failure = launches.failure(favoured(cpus, "true"));
            assertEquals(Stage.ATTRIBUTE, failure.stage());
            assertTrue(failure.message().startsWith("cannot set cpu_affinity to " + missing + ": "), failure.message());
        }
    }

    @Test
    void theOomScoreIsAdjusted() {
        Priorities score = new Priorities(OptionalInt.empty(), Optional.empty(), Optional.empty(), OptionalInt.of(321));
        assertEquals("321\n", launches.output(favoured(score, "cat", "/proc/self/oom_score_adj")));
    }

    @Test
    void newPrivilegesAreGivenUp() {
        Credentials without = new Credentials(credentials.user(), Optional.empty(), false, true);
        LaunchSpec spec = Launches.given(
                launches.spec("grep", "NoNewPrivs", "/proc/self/status"), LaunchAttributes.INHERITED.with(without));
        assertEquals("NoNewPrivs:\t1\n", launches.output(spec));
    }

    @Test
    void theGroupIsThePrimaryOne() {
        assumeRoot();
        LaunchSpec spec = Launches.given(
                launches.spec("sh", "-c", "id -u; id -g; id -G"),
                LaunchAttributes.INHERITED.with(credentials.withGroup("daemon")));
        List<String> ids = launches.output(spec).lines().toList();
        boolean own = credentials.user().isEmpty();
        assertEquals(List.of(own ? "0" : "65534", "1"), ids.subList(0, 2));
        assertTrue(List.of(ids.get(2).split(" ")).contains("1"), ids.toString());
        assertTrue(own || !List.of(ids.get(2).split(" ")).contains("65534"), ids.toString());
    }

    @Test
    void anUnknownGroupIsNamed() {
        LaunchSpec spec = Launches.given(
                launches.spec("true"), LaunchAttributes.INHERITED.with(credentials.withGroup("no-such-group")));
        LaunchFailure failure = launches.failure(spec);
        assertEquals(Stage.USER, failure.stage());
        assertTrue(failure.message().endsWith(": there is no group no-such-group"), failure.message());
    }

    @Test
    void theLoginBelongsToTheUserAndTheOwnEnvironmentWins() {
        Credentials login = new Credentials(Optional.of("nobody"), Optional.empty(), true, false);
        assumeRoot();
        LaunchSpec spec = Launches.with(
                Launches.given(launches.spec("/usr/bin/env"), LaunchAttributes.INHERITED.with(login)),
                Map.of("USER", "somebody"));
        assertEquals(
                Set.of("HOME=/nonexistent", "USER=somebody", "LOGNAME=nobody", "SHELL=/usr/sbin/nologin"),
                Set.copyOf(launches.output(spec).lines().toList()));
    }

    @Test
    void anExitCodeOfTheProgramItselfIsNoFailedLaunch() {
        for (int code : List.of(126, 127)) {
            Pid pid = launches.start(limited(Resource.CORE, new Limit(0, 0), "sh", "-c", "exit " + code));
            assertTrue(processes.awaitExit());
            assertEquals(Optional.of(new Exit(pid, new ExitStatus.Exited(code))), processes.reap());
        }
    }

    @Test
    void aProgramMayHaveTheNameOfALoader() throws IOException {
        for (String name : List.of("setpriv", "env", "sh", "launch-gate")) {
            Path program = Files.copy(Path.of("/bin/sleep"), directory.resolve(name));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
            Pid pid = launches.start(limited(Resource.CORE, new Limit(0, 0), program.toString(), "1000"));
            launches.end(pid);
        }
    }

    @Test
    void aUserWithTooManyProcessesIsTold() {
        assumeTrue(credentials.user().isPresent(), "root may have any number");
        Pid first = launches.start(spec(LaunchAttributes.INHERITED, "sleep", "1000"));
        Pid second = launches.start(spec(LaunchAttributes.INHERITED, "sleep", "1000"));
        LaunchFailure failure = launches.failure(limited(Resource.NPROC, new Limit(1, 1), "sleep", "1000"));
        launches.end(first);
        launches.end(second);
        assertEquals(Stage.EXEC, failure.stage());
        assertEquals("EAGAIN", failure.errno());
        assertTrue(
                failure.message().matches(".*user nobody has \\d+ processes and threads, and its limit nproc is 1.*"),
                failure.message());
    }

    @Test
    void aLimitThatNoLoaderCanStartWithIsAFailedLaunch() {
        assumeTrue(credentials.user().isPresent(), "else the program is the first to be loaded");
        LaunchFailure failure = launches.failure(limited(Resource.AS, new Limit(1 << 16, 1 << 16), "true"));
        assertEquals(Stage.EXEC, failure.stage());
        assertTrue(failure.message().contains("is one of its limits (as=65536) too low?"), failure.message());
    }
}
