package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How {@link ApplyMode}, the choice of groups and a dry run change what a new plan does. */
class ApplyModesTest extends PlanTests {

    @Test
    void aDryRunTellsWhatWouldBeDoneAndDoesNothing() {
        world.apply(web(0).build(), web(1).build());
        world.pass(2);
        Answer<List<PlanChange>> answer =
                world.dryRun(Plans.of(web(1).command("other").build(), web(2).build()), ApplyMode.LEAST);
        assertEquals(
                List.of("web:web_00 REMOVED STOP", "web:web_01 CHANGED RESTART", "web:web_02 ADDED START"),
                told(answer));
        assertEquals(List.of("web:web_00 RUNNING", "web:web_01 RUNNING"), world.status());
        assertEquals(2, world.supervisor().plan().processes().size());
    }

    @Test
    void onlyTheGroupsThatWereNamedAreTouched() {
        world.apply(process("a").build(), process("b").build());
        world.pass(2);
        Answer<List<PlanChange>> answer = world.apply(
                Plans.of(process("a").command("x").build(), process("c").build()), ApplyMode.LEAST, "a");
        assertEquals(List.of("a CHANGED RESTART"), told(answer));
        assertEquals(List.of("a STARTING", "b RUNNING"), world.status());
        assertEquals(
                List.of("a", "b"),
                world.supervisor().plan().groups().stream()
                        .map(group -> group.name())
                        .toList());
    }

    @Test
    void updateRestartsForAnyChange() {
        world.apply(web(0).build(), web(1).build());
        world.pass(2);
        Answer<List<PlanChange>> answer =
                world.apply(Plans.of(web(0).stopwaitsecs(1).build(), web(1).build()), ApplyMode.RESTART_CHANGED);
        assertEquals(List.of("web:web_00 CHANGED RESTART"), told(answer));
        assertEquals(2, world.view("web:web_00").generation());
    }

    @Test
    void whenEverythingIsRestartedWhatHasAutostartIsStarted() {
        world.apply(
                process("up").build(),
                process("byhand").autostart(false).build(),
                process("stopped").build(),
                process("old").build());
        world.start("byhand");
        world.pass(2);
        world.stop("stopped");
        Answer<List<PlanChange>> answer = world.apply(
                Plans.of(
                        process("up").build(),
                        process("byhand").autostart(false).build(),
                        process("stopped").build(),
                        process("new").build()),
                ApplyMode.RESTART_ALL);
        assertTrue(answer.isThere());
        assertEquals(List.of("byhand STOPPED", "new STARTING", "stopped STARTING", "up STARTING"), world.status());
        assertEquals(2, world.view("up").generation());
    }

    @Test
    void whatIsAskedWhileEverythingIsRestartedMeetsTheNewPlan() {
        slowToEnd("slow");
        world.apply(process("slow").build(), process("other").build());
        world.pass(2);
        Answer<List<PlanChange>> all = world.apply(
                Plans.of(
                        process("slow").build(),
                        process("other").build(),
                        process("new").build()),
                ApplyMode.RESTART_ALL);
        assertFalse(all.isThere());
        assertEquals(List.of("new STOPPED", "other STOPPED", "slow STOPPING"), world.status());
        world.stop("other"); // has nothing to stop, but says that it is to stay down
        world.remove("new");
        world.pass(10);
        assertEquals(List.of("other STOPPED", "slow RUNNING"), world.status());
    }

    @Test
    void whatWaitsForItsNextAttemptTakesTheNewConfigurationAtOnce() {
        slowToEnd("slow");
        world.running("fails", FakeProgram.exiting(Duration.ZERO, 1));
        world.apply(
                process("slow").priority(2).build(),
                process("fails").priority(1).startretries(50).build());
        world.pass(0.5);
        ProcessSpec changed =
                process("fails").priority(1).startretries(50).command("other").build();
        world.apply(Plans.of(process("slow").priority(2).build(), changed), ApplyMode.RESTART_ALL);
        assertEquals(Phase.BACKOFF, world.phase("fails")); // its turn to be stopped has not come
        assertEquals(changed, world.view("fails").spec());
    }
}
