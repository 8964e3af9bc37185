package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.CgroupRoot;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Passes a controller of the real kernel on, whichever this machine has in version 2: the rules are the same for all of them. The daemon's
 * part is played by a shell.
 */
class CgroupControllersTest {

    private static final Path SELF = Path.of("/proc/self");

    private final List<Process> players = new ArrayList<>();
    private CgroupDirectory root;
    private CgroupDirectory base;
    private CgroupDirectory daemon;
    private String controller = "";
    private boolean passedOnBefore;

    @BeforeEach
    void makeABase() {
        Optional<CgroupMount> mount = CgroupMount.find(SELF);
        assumeTrue(mount.isPresent(), "no cgroup2 file system is mounted");
        root = new CgroupDirectory(mount.get().at());
        base = new CgroupDirectory(root.path()
                .resolve("supervisord-test-" + ProcessHandle.current().pid()));
        daemon = new CgroupDirectory(base.path().resolve("supervisord-00000000"));
        List<String> controllers = List.copyOf(CgroupMount.controllers(root.path()));
        assumeTrue(!controllers.isEmpty(), "no controller is in version 2");
        controller = controllers.get(0);
        assumeTrue(base.make().isEmpty() && daemon.make().isEmpty(), "no cgroup can be made here");
        passedOnBefore = root.words("cgroup.subtree_control").contains(controller);
        assumeTrue(tell(root, "+" + controller).isEmpty(), "no controller can be passed on here");
    }

    @AfterEach
    void leaveNothing() throws IOException, InterruptedException {
        for (Process player : players) {
            player.getOutputStream().close();
            player.waitFor();
        }
        if (base != null && base.exists()) {
            base.allProcesses().forEach(root::enter);
            assertTrue(base.remove());
        }
        if (!controller.isEmpty() && !passedOnBefore) {
            tell(root, "-" + controller);
        }
    }

    private static Optional<Errno> tell(CgroupDirectory directory, String words) {
        return KernelFile.write(directory.path().resolve("cgroup.subtree_control"), words);
    }

    /** A process in the base, which ends with its input. */
    private Pid player() throws IOException {
        Process player = new ProcessBuilder("/bin/cat").start();
        players.add(player);
        Pid pid = new Pid((int) player.pid());
        assertEquals(Optional.empty(), base.enter(pid));
        return pid;
    }

    private CgroupControllers of(Pid self) {
        CgroupSite site = CgroupSite.find(new CgroupRoot.At(base.path()), SELF, Path.of("/nowhere"));
        assertEquals(Optional.empty(), site.refusal());
        assertTrue(site.support().controllers().contains(controller));
        return new CgroupControllers(site, daemon, self);
    }

    @Test
    void theDaemonLeavesTheBaseBecauseNoProcessMayBeBesideLimits() throws IOException {
        Pid self = player();
        CgroupControllers controllers = of(self);
        assertEquals(Optional.empty(), controllers.passOn(controller));
        CgroupDirectory own = new CgroupDirectory(daemon.path().resolve(CgroupName.OWN));
        assertEquals(List.of(self), own.processes());
        assertEquals(List.of(), base.processes());
        CgroupDirectory program = new CgroupDirectory(daemon.path().resolve("web:web"));
        assertEquals(Optional.empty(), program.make());
        assertTrue(CgroupMount.controllers(program.path()).contains(controller), "a program can have limits");
        assertEquals(Optional.empty(), controllers.passOn(controller), "a second time changes nothing");

        program.remove();
        controllers.takeBack();
        assertEquals(List.of(self), base.processes());
        assertFalse(Files.exists(own.path()));
        assertTrue(base.words("cgroup.subtree_control").isEmpty());
    }

    @Test
    void aStrangerInTheBaseIsNamedAndStays() throws IOException {
        Pid self = player();
        Pid stranger = player();
        Optional<String> refusal = of(self).passOn(controller);
        assertTrue(
                refusal.orElse("").endsWith("; process " + stranger + " is in that cgroup, which must have none"),
                refusal::toString);
        assertEquals(List.of(stranger), base.processes());
    }
}
