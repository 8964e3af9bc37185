package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.PlanChange.Action;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a plan with held sockets leads to. */
class HeldSocketPlansTest {

    private static final HeldSocket.Id OLD = HeldSocketsTest.id("s", "127.0.0.1", 80);
    private static final HeldSocket.Id NEW = HeldSocketsTest.id("s", "127.0.0.1", 81);

    private final World world = new World();

    private static ProcessSpec using(String name, HeldSocket.Id socket) {
        return process(name).sockets(socket).build();
    }

    private static Plan plan(List<ProcessSpec> processes, HeldSocket.Id... sockets) {
        Plan plain = Plans.of(processes);
        return new Plan(
                plain.daemon(),
                plain.groups(),
                Arrays.stream(sockets)
                        .map(id -> new HeldSocket(id, 128, Optional.empty(), Optional.empty(), 0660, false))
                        .toList());
    }

    @Test
    void socketsAreHeldBeforeAnythingIsStarted() {
        world.holdLaunches();
        world.apply(plan(List.of(using("web", OLD)), OLD), ApplyMode.LEAST);
        assertEquals(List.of(List.of("s")), world.heldSockets);
        assertEquals(List.of(), world.launches);
    }

    @Test
    void aNewAddressRestartsThoseWhoGetTheSocketAndNobodyElse() {
        ProcessSpec other = process("other").build();
        world.apply(plan(List.of(using("web", OLD), other), OLD), ApplyMode.LEAST);
        world.pass(5);
        List<PlanChange> changes = world.apply(plan(List.of(using("web", NEW), other), NEW), ApplyMode.LEAST)
                .get();
        assertEquals(1, changes.size());
        assertEquals(Action.RESTART, changes.get(0).action());
        assertEquals(List.of(ProcessName.parse("web")), world.givenBack);
    }

    @Test
    void aGroupThatStaysAsItIsKeepsItsOldSocket() {
        world.apply(plan(List.of(using("a", OLD), using("b", OLD)), OLD), ApplyMode.LEAST);
        world.pass(5);
        world.apply(plan(List.of(using("a", NEW), using("b", NEW)), NEW), ApplyMode.RESTART_CHANGED, "a");
        assertEquals(List.of("s", "s"), world.heldSockets.get(world.heldSockets.size() - 1));
        world.apply(plan(List.of(using("a", NEW), using("b", NEW)), NEW), ApplyMode.LEAST);
        assertEquals(List.of("s"), world.heldSockets.get(world.heldSockets.size() - 1));
    }
}
