package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.CgroupLimit;
import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.CgroupSpec;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.LeftoverPolicy.End;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeCgroups;
import dev.supervisord.os.fake.FakeProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When programs are given cgroups, what is done with these, and what is said of them. */
class RunCgroupsTest {

    private static final ProcessName WEB = ProcessName.parse("web");

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private static ProcessSpec limited(String megabytes, boolean required) {
        CgroupLimits limits =
                new CgroupLimits(Map.of(CgroupLimit.MEMORY_MAX, Long.toString(Long.parseLong(megabytes) << 20)));
        return process("web")
                .attributes(LaunchAttributes.INHERITED.with(new CgroupSpec(false, limits, required)))
                .leftovers(End.AT_ONCE, 2)
                .build();
    }

    private void killed() {
        world.cgroups.oomKills.put(WEB, 1L);
        world.os.processes().end(world.pid("web"), new ExitStatus.Signaled(Signal.KILL, false));
        world.settle();
    }

    @Test
    void aKillForWantOfMemoryIsSaid() {
        world.apply(limited("256", false));
        world.pass(2);
        killed();
        assertEquals(Phase.STARTING, world.phase("web"));
        assertEquals(
                "last run: killed by the memory limit of 256MB",
                world.view("web").reason());
        assertTrue(
                world.log.contains(
                        "exited: web (terminated by SIGKILL, killed by the memory limit of 256MB; not expected)"),
                world.log::toString);
        killed();
        assertEquals(Phase.BACKOFF, world.phase("web"));
        assertEquals(
                "Exited too quickly: killed by the memory limit of 256MB",
                world.view("web").reason());
    }

    @Test
    void aKillThatWasAskedForIsNotTheMemorys() {
        world.running("web", FakeProgram.endless().ignoring(Signal.TERM));
        world.apply(limited("256", false));
        world.pass(2);
        world.cgroups.oomKills.put(WEB, 1L);
        world.stop("web");
        world.pass(20);
        assertEquals(Phase.STOPPED, world.phase("web"));
        assertFalse(world.log.toString().contains("memory limit"), world.log::toString);
    }

    @Test
    void aChangedLimitIsGivenToWhatRunsAndTheCgroupGoesWithTheRun() {
        world.apply(limited("256", false));
        world.pass(2);
        world.apply(limited("512", false));
        assertEquals(1, world.launches.size());
        world.stop("web");
        world.settle();
        assertEquals(
                List.of("prepare web memory_max=268435456", "limit web memory_max=536870912", "remove web"),
                world.cgroups.story);
    }

    @Test
    void whatIsLeftIsKilledWithItsCgroup() {
        world.running(
                "web", FakeProgram.endless().starting(FakeProgram.endless().ignoring(Signal.TERM)));
        world.apply(limited("256", false));
        world.pass(2);
        world.stop("web");
        world.pass(1.9);
        assertFalse(world.cgroups.story.contains("kill web"));
        world.pass(0.2);
        assertTrue(world.cgroups.story.contains("kill web"), world.cgroups.story::toString);
        assertEquals(Phase.STOPPED, world.phase("web"));
    }

    @Test
    void problemsAreWarningsToldOnceOrFailuresWhereCgroupsAreRequired() {
        FakeCgroups cgroups = new FakeCgroups();
        cgroups.problems.add("memory_max has no effect: there is none");
        List<String> told = new ArrayList<>();
        RunCgroups runs = new RunCgroups(cgroups, (level, line) -> told.add(level + " " + line));
        assertTrue(runs.prepare(limited("1", false)).cgroup().isPresent());
        assertTrue(runs.prepare(limited("1", false)).failure().isEmpty());
        assertEquals(List.of("WARN web: memory_max has no effect: there is none"), told);

        RunCgroups.Place refused = runs.prepare(limited("1", true));
        assertEquals(Optional.empty(), refused.cgroup());
        assertEquals(Stage.ATTRIBUTE, refused.failure().orElseThrow().stage());
        assertEquals(
                "cannot have what require_cgroups asks for: memory_max has no effect: there is none",
                refused.failure().orElseThrow().message());
        assertFalse(cgroups.has(WEB));
    }
}
