package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.os.Pid;
import dev.supervisord.os.Users.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Programs that run as another user than the daemon, which must be root for it; by each way to become one. */
@ParameterizedClass
@EnumSource
final class RunAsUserTest {

    /** What stands between the gate and the program. */
    enum By {
        CHROOT,
        SETPRIV
    }

    private final PosixProcesses processes;
    private Launches launches;

    @TempDir
    private Path directory;

    RunAsUserTest(By by) {
        processes = new PosixProcesses((passages, terminals) -> new Launcher(
                new PosixUsers(),
                Place.forThisThread(),
                "/bin/sh",
                passages,
                terminals,
                user -> by == By.CHROOT && new ChrootTrial(passages).succeeds(user)));
    }

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(LibC.geteuid() == 0, "only root can switch users");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        launches = new Launches(processes, directory);
    }

    private static User user(String name) {
        return new PosixUsers().user(name).orElseThrow();
    }

    @Test
    void allIdsAndGroupsAreTheUsers() {
        User user = user("www-data");
        Pid pid = launches.start(Launches.as(launches.spec("sleep", "1000"), "www-data"));
        ChildView child = ChildView.of(pid).untilRuns("sleep");
        String uids = child.status("Uid");
        String gids = child.status("Gid");
        Set<String> groups = new TreeSet<>(Set.of(child.status("Groups").split(" ")));
        launches.end(pid);
        assertEquals(String.join("\t", "33", "33", "33", "33"), uids);
        assertEquals(String.join("\t", "33", "33", "33", "33"), gids);
        assertEquals(
                user.groups().stream().map(String::valueOf).collect(Collectors.toCollection(TreeSet::new)), groups);
    }

    @Test
    void chrootIsFoundToServeWhereItIsGnus() {
        assumeTrue(Program.mayExecute(UserLoader.CHROOT), "no chroot");
        assertTrue(new ChrootTrial(new Passages()).succeeds(user("www-data")));
        User withGroups = new User("several", 33, 1, List.of(1, 12, 4), "/", "/bin/sh");
        assertTrue(new ChrootTrial(new Passages()).succeeds(withGroups));
        User withNone = new User("none", 33, 1, List.of(), "/", "/bin/sh");
        assertTrue(new ChrootTrial(new Passages()).succeeds(withNone));
        assertEquals(Optional.empty(), processes.reap(), "the trial leaves no child");
    }

    @Test
    void noCapabilityIsLeft() {
        Pid pid = launches.start(Launches.as(launches.spec("sleep", "1000"), "nobody"));
        ChildView child = ChildView.of(pid).untilRuns("sleep");
        String capabilities = child.status("CapPrm") + " " + child.status("CapEff") + " " + child.status("CapInh");
        launches.end(pid);
        assertEquals("0000000000000000 0000000000000000 0000000000000000", capabilities);
    }

    @Test
    void aUserMayBeGivenByNumber() {
        assertEquals("65534\n", launches.output(Launches.as(launches.spec("id", "-u"), "65534")));
    }

    @Test
    void theDaemonsOwnUserNeedsNoSwitch() {
        assertEquals("0\n", launches.output(Launches.as(launches.spec("id", "-u"), "root")));
    }

    @Test
    void theEnvironmentStaysTheDaemons() {
        Map<String, String> environment = Map.of("PATH", Launches.PATH, "HOME", "/root", "USER", "someone");
        assertEquals(
                "/root someone\n",
                launches.output(Launches.as(
                        Launches.with(launches.spec("sh", "-c", "echo $HOME $USER"), environment), "nobody")));
    }

    @Test
    void whatItCreatesBelongsToTheUser() throws IOException {
        Path work = Files.createDirectory(directory.resolve("work"));
        PosixFiles.setMode(work, 0777);
        launches.output(Launches.umask(Launches.in(Launches.as(launches.spec("touch", "made"), "nobody"), work), 027));
        assertEquals(65534, Files.getAttribute(work.resolve("made"), "unix:uid"));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(work.resolve("made"))));
    }

    @Test
    void itsOutputPipeBelongsToTheUser() throws IOException {
        launches.output(Launches.as(launches.spec("true"), "nobody"));
        assertEquals(65534, Files.getAttribute(launches.fifo(), "unix:uid"));
    }

    @Test
    void noThreadOfTheDaemonKeepsAnythingOfTheUser() throws IOException {
        launches.output(Launches.as(launches.spec("true"), "nobody"));
        launches.failure(Launches.as(launches.spec("no-such"), "nobody"));
        String own = Files.readString(Path.of("/proc/self/status"));
        String thread = Files.readString(Path.of("/proc/thread-self/status"));
        for (String field : Set.of("Uid:", "Gid:", "Groups:", "CapEff:")) {
            assertEquals(line(own, field), line(thread, field));
        }
    }

    private static String line(String status, String field) {
        return status.lines().filter(line -> line.startsWith(field)).findFirst().orElseThrow();
    }

    @Test
    void aLibraryOfTheUserIsNeverLoadedWithTheDaemonsRights() throws IOException {
        // A preloaded library that cannot be loaded is complained about by each program that should have loaded it.
        Map<String, String> environment = Map.of(
                "PATH",
                Launches.PATH,
                "LD_PRELOAD",
                directory.resolve("none.so").toString());
        String output = launches.output(Launches.as(Launches.with(launches.spec("true"), environment), "nobody"));
        assertEquals(1, output.lines().filter(line -> line.contains("none.so")).count(), output);
        assertTrue(output.startsWith("ERROR: ld.so"), output);
    }
}
