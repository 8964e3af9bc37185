package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told to the kernel, in a tree of plain files. */
class PosixCgroupsTest {

    private static final String INSTANCE = "/run/supervisord";
    private static final String DAEMON = CgroupName.ofDaemon(INSTANCE);
    private static final ProcessName WEB = new ProcessName("web", "web");
    private static final String HOME = DAEMON + "/web:web";
    private static final CgroupLimits LIMITS = new CgroupLimits(Map.of(
            CgroupLimit.MEMORY_MAX, "268435456",
            CgroupLimit.CPU_MAX, "50000 100000"));

    @TempDir
    Path directory;

    private CgroupTree tree;
    private Cgroups cgroups;

    @BeforeEach
    void plant() throws IOException {
        tree = new CgroupTree(directory, "cpu memory pids");
        tree.cgroup(DAEMON);
        tree.cgroup(HOME);
        cgroups = PosixCgroups.at(tree.siteIn("", new CgroupRoot.Auto(), false), INSTANCE, new Pid(1));
    }

    @Test
    void limitsAreWrittenAndOthersTakenBack() throws IOException {
        Cgroups.Prepared prepared = cgroups.prepare(WEB, LIMITS);
        assertEquals(new Cgroups.Prepared(Optional.of(tree.mount().resolve(HOME)), List.of()), prepared);
        assertEquals("268435456", tree.read(HOME, "memory.max"));
        assertEquals("50000 100000", tree.read(HOME, "cpu.max"));
        assertEquals("max", tree.read(HOME, "pids.max"));

        assertEquals(List.of(), cgroups.limit(WEB, new CgroupLimits(Map.of(CgroupLimit.PIDS_MAX, "7"))));
        assertEquals("max", tree.read(HOME, "memory.max"));
        assertEquals("max", tree.read(HOME, "cpu.max"));
        assertEquals("7", tree.read(HOME, "pids.max"));
    }

    @Test
    void controllersArePassedOnFromTheTopDown() throws IOException {
        cgroups.prepare(WEB, LIMITS);
        // A plain file has what was written last, and a real one all of them.
        assertEquals("+cpu", tree.read("", "cgroup.subtree_control"));
        assertEquals("+cpu", tree.read(DAEMON, "cgroup.subtree_control"));
    }

    @Test
    void aLimitThatCannotBeHadIsToldAndTheOthersHold() throws IOException {
        Files.delete(tree.mount().resolve(HOME).resolve("cpu.max"));
        List<String> problems = cgroups.prepare(
                        WEB,
                        new CgroupLimits(Map.of(
                                CgroupLimit.MEMORY_MAX, "1048576",
                                CgroupLimit.CPU_MAX, "50000 100000",
                                CgroupLimit.IO_WEIGHT, "50")))
                .problems();
        assertEquals("1048576", tree.read(HOME, "memory.max"));
        assertEquals(2, problems.size(), problems::toString);
        assertTrue(
                problems.get(0).startsWith("io_weight has no effect: the kernel's controller 'io'"),
                problems::toString);
        assertTrue(
                problems.get(1).startsWith("cpu_max has no effect: cannot write '50000 100000'"), problems::toString);
    }

    @Test
    void onlyKillsOfThePresentRunCount() throws IOException {
        Path events = tree.mount().resolve(HOME).resolve("memory.events");
        Files.writeString(events, "low 0\noom 4\noom_kill 3\noom_group_kill 0\n");
        cgroups.prepare(WEB, LIMITS);
        assertEquals(0, cgroups.oomKills(WEB));
        Files.writeString(events, "low 0\noom 6\noom_kill 5\noom_group_kill 0\n");
        assertEquals(2, cgroups.oomKills(WEB));
    }

    @Test
    void whereTheKernelKillsNoCgroupEachProcessIsKilled() throws IOException, InterruptedException {
        cgroups.prepare(WEB, CgroupLimits.NONE);
        Process inIt = new ProcessBuilder("/bin/sleep", "1000").start();
        Files.writeString(tree.mount().resolve(HOME).resolve("cgroup.procs"), inIt.pid() + "\n");
        cgroups.kill(WEB);
        assertEquals(128 + 9, inIt.waitFor());
    }

    @Test
    void whereNothingCanBeHadThatIsAllThatIsSaid() throws IOException {
        Cgroups none = PosixCgroups.at(tree.siteIn("", new CgroupRoot.Nowhere(), false), INSTANCE, new Pid(1));
        assertEquals(
                new Cgroups.Prepared(Optional.empty(), List.of("it has no cgroup: cgroup_root is none")),
                none.prepare(WEB, LIMITS));
        assertFalse(none.has(WEB));
    }
}
