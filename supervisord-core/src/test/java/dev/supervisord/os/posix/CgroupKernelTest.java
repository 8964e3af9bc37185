package dev.supervisord.os.posix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.CgroupRoot;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Listeners;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.Usage;
import dev.supervisord.output.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cgroups of the real kernel, where this machine lets us make some. */
class CgroupKernelTest {

    private static final String INSTANCE =
            "/run/supervisord-test-" + ProcessHandle.current().pid();
    private static final ProcessName WEB = new ProcessName("web", "web 1");

    private final PosixProcesses processes = new PosixProcesses();
    private final Cgroups cgroups = PosixCgroups.find(new CgroupRoot.Auto(), INSTANCE, processes.self());
    private final Path directory = CgroupSite.find(
                    new CgroupRoot.Auto(), Path.of("/proc/self"), Path.of("/run/systemd/system"))
            .base()
            .resolve(CgroupName.ofDaemon(INSTANCE));

    @BeforeEach
    void needsCgroups() {
        Optional<String> refusal = CgroupSite.support(new CgroupRoot.Auto()).refusal();
        assumeTrue(refusal.isEmpty(), () -> "no cgroup can be made here: " + refusal.orElseThrow());
    }

    @AfterEach
    void nothingIsLeft() {
        cgroups.kill(WEB);
        while (processes.awaitExit()) {
            processes.reap(); // of a test that has failed: others are not to find it
        }
        cgroups.end();
        assertFalse(Files.exists(directory));
    }

    private Pid launch(Path cgroup, String script) {
        LaunchResult result = processes.launch(new LaunchSpec(
                List.of("/bin/sh", "-c", script),
                Map.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                Optional.empty(),
                LaunchAttributes.INHERITED,
                new Stream.Null(),
                new Stream.Null(),
                new Stream.Null(),
                Listeners.NONE,
                Optional.of(cgroup)));
        return ((LaunchResult.Launched) result).pid();
    }

    private void reap(Pid pid) {
        assertTrue(processes.awaitExit());
        assertEquals(pid, processes.reap().orElseThrow().pid());
    }

    @Test
    void aLaunchBeginsInItsCgroupAndIsKilledWithIt() {
        Path cgroup = cgroups.prepare(WEB, CgroupLimits.NONE).directory().orElseThrow();
        assertEquals("web:web%201", String.valueOf(cgroup.getFileName()));
        Pid pid = launch(cgroup, "sleep 1000 & wait");
        assertEquals(Optional.of(WEB), cgroups.owner(pid));
        assertEquals(Optional.empty(), cgroups.owner(processes.self()));
        assertEquals(Usage.Source.CGROUP, cgroups.usage(WEB).orElseThrow().source());
        // The kernel adds up memory in large steps.
        Eventually.until(
                () -> cgroups.usage(WEB)
                        .filter(usage -> usage.memoryBytes() > 0 && usage.tasks() >= 1)
                        .isPresent(),
                () -> cgroups.usage(WEB).toString());

        cgroups.remove(WEB);
        assertTrue(cgroups.has(WEB), "something lives in it");
        cgroups.kill(WEB);
        reap(pid);
        awaitEmpty(cgroup);
        cgroups.remove(WEB);
        assertFalse(cgroups.has(WEB));
        assertFalse(Files.exists(cgroup));
        assertEquals(Optional.empty(), cgroups.usage(WEB));
    }

    @Test
    void anotherDaemonOfTheSameDirectoryFindsIt() {
        Pid pid = launch(cgroups.prepare(WEB, CgroupLimits.NONE).directory().orElseThrow(), "exec sleep 1000");
        Cgroups next = PosixCgroups.find(new CgroupRoot.Auto(), INSTANCE, processes.self());
        next.adopt(new ProcessName("other", "other"), pid);
        assertFalse(next.has(new ProcessName("other", "other")));
        next.adopt(WEB, pid);
        assertTrue(next.has(WEB));
        next.kill(WEB);
        reap(pid);
        awaitEmpty(directory.resolve("web:web%201"));
    }

    /** What was killed is gone a little later, and so is a child that nobody of us reaps. */
    private static void awaitEmpty(Path cgroup) {
        Eventually.until(
                () -> KernelFile.number(cgroup.resolve("cgroup.events"), "populated") == 0,
                () -> cgroup + " is not empty");
    }
}
