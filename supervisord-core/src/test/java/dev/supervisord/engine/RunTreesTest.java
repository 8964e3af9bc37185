package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.engine.RunTrees.Member;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LeftoverPolicy.End;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which processes are shown under which run. */
class RunTreesTest {

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private List<Integer> depths(String name) {
        RunTrees.Reading trees = new RunTrees(
                        world.os.processes().list(),
                        world.os.processes().self(),
                        new Ownership(world.os.processes().list(), world.cgroups, FakeCensus.INSTANCE))
                .of(world.supervisor().snapshot(1).processes());
        return trees.trees().getOrDefault(ProcessName.parse(name), List.of()).stream()
                .map(Member::depth)
                .toList();
    }

    @Test
    void aTreeHasTheMainProcessItsDescendantsAndItsOrphans() {
        FakeProgram worker = FakeProgram.endless();
        FakeProgram passing = FakeProgram.ending(Duration.ofMillis(10), new ExitStatus.Exited(0));
        world.running(
                "web", worker.starting(worker.starting(worker)).starting(passing.starting(worker.inOwnSession())));
        world.running("other", worker);
        world.apply(
                process("web").leftovers(End.AT_ONCE, 2).build(),
                process("other").build(),
                process("off").autostart(false).build());
        world.pass(1);
        assertEquals(List.of(0, 1, 2, 1), depths("web"));
        assertEquals(List.of(0), depths("other"));
        assertEquals(List.of(), depths("off"));
    }
}
