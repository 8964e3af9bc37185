package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Exit;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes.LaunchResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What a child finds when it starts, whichever way it was started. */
@ParameterizedClass
@EnumSource
final class LaunchedChildTest {

    /** Every byte but NUL, each as the character that stands for it in our strings. */
    private static final String ALL_BYTES = NativeText.decode(allBytes(), 0, 255);

    /** The ways of a launch. */
    enum Way {
        DIRECT,
        /** As where {@code unshare(2)} is forbidden. */
        DIRECT_FROM_SHARED_PLACE,
        GATE_OF_SH,
        GATE_OF_BASH,
        GATE_FROM_SHARED_PLACE
    }

    private final PosixProcesses processes;
    private final boolean gated;
    private final String shell;
    private Launches launches;

    @TempDir
    private Path directory;

    private List<String> openBefore = List.of();

    LaunchedChildTest(Way way) {
        gated = way.name().startsWith("GATE");
        Place place = way.name().endsWith("SHARED_PLACE") ? new SharedPlace() : Place.forThisThread();
        shell = way == Way.GATE_OF_BASH ? "/bin/bash" : "/bin/sh";
        processes = new PosixProcesses(
                (passages, terminals) -> new Launcher(new PosixUsers(), place, shell, passages, terminals));
        assumeTrue(Files.exists(Path.of(shell)), shell + " is not installed");
        assumeTrue(!gated || LibC.geteuid() == 0, "only root can switch users");
    }

    private static String asCharacters(String text) {
        return new String(NativeText.encode(text), StandardCharsets.ISO_8859_1);
    }

    private static byte[] allBytes() {
        byte[] all = new byte[255];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i + 1);
        }
        return all;
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

    /** The words, run as another user where that is the way. */
    private LaunchSpec spec(String... argv) {
        LaunchSpec spec = launches.spec(argv);
        return gated ? Launches.as(spec, "nobody") : spec;
    }

    /** What another user's process has open, not every root may see. */
    private void assumeItCanBeLookedInto() {
        if (gated) {
            Capability.SYS_PTRACE.assume();
        }
    }

    private Pid startSleep() {
        Pid pid = launches.start(spec("sleep", "1000"));
        ChildView.of(pid).untilRuns("sleep");
        return pid;
    }

    @Test
    void argumentsArriveByteByByte() {
        Pid pid = launches.start(
                spec("sh", "-c", "read nothing", ALL_BYTES, "", "two words", "it's", "-n", "$HOME `id` *"));
        ChildView child = ChildView.of(pid).untilRuns("sh");
        String everyByte =
                IntStream.rangeClosed(1, 255).mapToObj(Character::toString).collect(Collectors.joining());
        List<String> words = child.entries("cmdline");
        launches.end(pid);
        assertEquals(
                List.of("sh", "-c", "read nothing", everyByte, "", "two words", "it's", "-n", "$HOME `id` *"), words);
    }

    @Test
    void theEnvironmentIsExactlyWhatWasGiven() {
        Map<String, String> environment = new TreeMap<>(Map.of(
                "PATH", Launches.PATH,
                "EVERY_BYTE", ALL_BYTES,
                "EMPTY", "",
                "IFS", ",",
                "FOO.BAR", "no 'identifier'",
                "LD_LIBRARY_PATH", "/nowhere",
                "ZEICHEN", "Zürich €"));
        environment.putAll(Map.of(
                "_", "/usr/bin/something",
                "SHLVL", "3",
                "PWD", "/somewhere/else",
                "OLDPWD", "/before",
                "UID", "77",
                "RANDOM", "4",
                "PPID", "1",
                "ENV", "/dev/null",
                "PS1", "> ",
                "OPTIND", "x"));
        environment.put("LINES", "one\ntwo\n");
        Pid pid = launches.start(Launches.with(spec("sleep", "1000"), environment));
        List<String> found = ChildView.of(pid).untilRuns("sleep").entries("environ");
        launches.end(pid);
        Set<String> expected = new TreeSet<>();
        environment.forEach((name, value) -> expected.add(asCharacters(name + "=" + value)));
        assertEquals(expected, new TreeSet<>(found));
        assertEquals(expected.size(), found.size());
    }

    @Test
    void anEnvironmentWithoutPathGetsNone() {
        Pid pid = launches.start(Launches.with(spec("/bin/sleep", "1000"), Map.of("ONLY", "this")));
        List<String> found = ChildView.of(pid).untilRuns("sleep").entries("environ");
        launches.end(pid);
        // As sh, bash sets this one when it executes something, and nothing can stop it.
        List<String> expected = shell.endsWith("bash") ? List.of("ONLY=this", "SHLVL=0") : List.of("ONLY=this");
        assertEquals(expected, found);
    }

    @Test
    void aBigEnvironmentArrives() {
        Map<String, String> environment = new TreeMap<>();
        for (int i = 0; i < 100; i++) {
            environment.put("VARIABLE_" + i, "x".repeat(2000));
        }
        Pid pid = launches.start(Launches.with(spec("/bin/sleep", "1000"), environment));
        List<String> found = ChildView.of(pid).untilRuns("sleep").entries("environ");
        launches.end(pid);
        assertEquals(100, found.stream().filter(entry -> entry.length() > 2000).count());
    }

    @Test
    void onlyTheThreeStandardDescriptorsAreOpen() {
        assumeItCanBeLookedInto();
        Pid pid = startSleep();
        Map<Integer, String> descriptors = ChildView.of(pid).descriptors();
        launches.end(pid);
        assertEquals(Set.of(0, 1, 2), descriptors.keySet());
        assertTrue(descriptors.getOrDefault(0, "").startsWith("pipe:["), descriptors.toString());
        assertEquals(launches.fifo().toString(), descriptors.get(1));
        assertEquals(launches.fifo().toString(), descriptors.get(2));
    }

    @Test
    void noSignalIsBlockedIgnoredOrHandled() {
        Pid pid = startSleep();
        ChildView child = ChildView.of(pid);
        long[] masks = {child.signals("SigBlk"), child.signals("SigIgn"), child.signals("SigCgt")};
        launches.end(pid);
        assertEquals("0 0 0", masks[0] + " " + masks[1] + " " + masks[2]);
    }

    @Test
    void itLeadsASessionAndAGroupOfItsOwn() {
        Pid pid = startSleep();
        String stat = ChildView.of(pid).text("stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        launches.end(pid);
        assertEquals(processes.self().toString(), fields[1], "parent");
        assertEquals(pid.toString(), fields[2], "process group");
        assertEquals(pid.toString(), fields[3], "session");
    }

    @Test
    void itStartsInItsDirectoryAndTheDaemonStaysInItsOwn() throws IOException {
        Path before = Path.of("/proc/self/cwd").toRealPath();
        assertEquals("/usr\n", launches.output(Launches.in(spec("/bin/pwd"), Path.of("/usr"))));
        assertEquals(before + "\n", launches.output(spec("/bin/pwd")));
        assertEquals(before, Path.of("/proc/self/cwd").toRealPath());
        assertEquals(before, Path.of("/proc/thread-self/cwd").toRealPath());
    }

    @Test
    void itStartsWithItsUmaskAndTheDaemonKeepsItsOwn() {
        String before = launches.output(spec("sh", "-c", "umask"));
        assertEquals("0027\n", launches.output(Launches.umask(spec("sh", "-c", "umask"), 027)));
        assertEquals(before, launches.output(spec("sh", "-c", "umask")));
    }

    @Test
    void aRelativePathIsTakenFromTheChildsDirectory() throws IOException {
        script("tool", "echo relative $0");
        assertEquals("relative ./tool\n", launches.output(Launches.in(spec("./tool"), directory)));
    }

    @Test
    void pathOfTheEnvironmentIsSearchedAndTheWordStays() throws IOException {
        script("tool", "tr '\\0' ' ' </proc/$$/cmdline");
        Files.createDirectory(directory.resolve("first"));
        Files.createDirectory(directory.resolve("first/tool"));
        LaunchSpec spec = Launches.with(
                spec("tool", "x"), Map.of("PATH", directory.resolve("first") + ":" + directory + ":" + Launches.PATH));
        assertEquals("/bin/sh " + directory + "/tool x ", launches.output(spec));
    }

    @Test
    void anEmptyEntryOfPathIsTheChildsDirectory() throws IOException {
        script("tool", "echo found");
        LaunchSpec spec = Launches.with(spec("tool"), Map.of("PATH", "/nowhere::" + Launches.PATH));
        assertEquals("found\n", launches.output(Launches.in(spec, directory)));
    }

    @Test
    void standardInputNeitherEndsNorYieldsAnything() {
        assumeItCanBeLookedInto();
        Pid pid = launches.start(spec("cat"));
        ChildView child = ChildView.of(pid).untilRuns("cat");
        assertEquals(Optional.empty(), processes.reap());
        String pipe = child.descriptors().getOrDefault(0, "");
        assertFalse(OwnDescriptors.targets().contains(pipe), "the daemon keeps nothing of it");
        launches.end(pid);
    }

    @Test
    void theNullDeviceCanBeEveryStream() {
        assumeItCanBeLookedInto();
        Stream nothing = new Stream.Null();
        LaunchSpec some = spec("sleep", "1000");
        Pid pid = launches.start(new LaunchSpec(
                some.argv(),
                some.inherited(),
                some.environment(),
                some.directory(),
                some.attributes(),
                nothing,
                nothing,
                nothing));
        Map<Integer, String> descriptors = ChildView.of(pid).untilRuns("sleep").descriptors();
        launches.end(pid);
        assertEquals(Map.of(0, "/dev/null", 1, "/dev/null", 2, "/dev/null"), descriptors);
    }

    @Test
    void standardStreamsCanBeOpenedByName() {
        assertEquals(
                "a\nb\n",
                launches.output(spec("sh", "-c", "echo a >/dev/stdout; echo b >/dev/stderr; exec </dev/stdin")));
    }

    @Test
    void aBrokenPipeEndsTheChild() {
        // With SIGPIPE ignored, as a JVM has it, yes would complain and exit with 1.
        assertEquals("y\n", launches.output(spec("sh", "-c", "yes | head -n 1")));
    }

    @Test
    void aThousandLaunchesLeakNothing() {
        int count = gated ? 100 : 1000;
        List<Pid> launched = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            launched.add(launches.start(spec("true")));
        }
        Set<Pid> reaped = launched.stream()
                .map(pid -> {
                    assertTrue(processes.awaitExit());
                    Exit exit = processes.reap().orElseThrow();
                    assertEquals(new ExitStatus.Exited(0), exit.status());
                    return exit.pid();
                })
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(launched), reaped);
    }

    @Test
    void aCoreIsToldApartFromAPlainDeath() {
        for (Signal signal : List.of(new Signal(6), new Signal(11))) {
            Pid pid = launches.start(spec("sh", "-c", "ulimit -c unlimited; kill -" + signal.number() + " $$"));
            assertTrue(processes.awaitExit());
            ExitStatus status = processes.reap().orElseThrow().status();
            // Whether a core is written depends on the machine's core_pattern, so either is right but nothing else.
            assertTrue(
                    Set.of(new ExitStatus.Signaled(signal, true), new ExitStatus.Signaled(signal, false))
                            .contains(status),
                    pid + ": " + status);
        }
    }

    @Test
    void refusedLaunchesLeaveNothingOpen() {
        for (int i = 0; i < 20; i++) {
            assertTrue(processes.launch(spec("no-such-command")) instanceof LaunchResult.Failed);
        }
    }

    private void script(String name, String body) throws IOException {
        Path file = Files.writeString(directory.resolve(name), "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
