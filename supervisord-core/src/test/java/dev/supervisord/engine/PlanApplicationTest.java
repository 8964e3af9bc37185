package dev.supervisord.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessChange;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a new plan does to what runs: only what differs is touched. */
class PlanApplicationTest extends PlanTests {

    @Test
    void numprocsFromThreeToFourStartsOne() {
        world.apply(web(0).build(), web(1).build(), web(2).build());
        world.pass(2);
        world.launches.clear();
        Answer<List<PlanChange>> answer = world.apply(web(0).build(), web(1).build(), web(2).build(), web(3).build());
        assertEquals(List.of("web:web_03 ADDED START"), told(answer));
        assertEquals(List.of("web:web_03"), world.launches);
        assertEquals(List.of(), world.signals());
    }

    @Test
    void numprocsFromThreeToTwoStopsOne() {
        world.apply(web(0).build(), web(1).build(), web(2).build());
        world.pass(2);
        assertEquals(List.of("web:web_02 REMOVED STOP"), told(world.apply(web(0).build(), web(1).build())));
        assertEquals(List.of("web:web_00 RUNNING", "web:web_01 RUNNING"), world.status());
        assertEquals(List.of(new ProcessName("web", "web_02")), world.forgotten);
    }

    @Test
    void theSamePlanChangesNothing() {
        world.apply(web(0).build(), web(1).build());
        world.pass(2);
        assertEquals(List.of(), told(world.apply(web(0).build(), web(1).build())));
        assertEquals(List.of(), world.signals());
        assertFalse(world.supervisor().processes().isEmpty());
    }

    @Test
    void aChangedLogFileIsAppliedWithoutARestart() {
        world.apply(web(0).build());
        world.pass(2);
        ProcessSpec changed = web(0).logfile("/var/log/web.log").build();
        assertEquals(List.of("web:web_00 CHANGED APPLY_LIVE"), told(world.apply(changed)));
        assertEquals(List.of(changed), world.reopened);
        assertEquals(changed, world.view("web:web_00").spec());
        assertEquals(1, world.view("web:web_00").generation());
    }

    @Test
    void whatIsAddedGetsTheNamesOfItsLogsBeforeItIsLaunched() {
        world.apply(web(0).build(), web(1).autostart(false).build());
        assertEquals(List.of(new ProcessName("web", "web_00"), new ProcessName("web", "web_01")), world.named);
        world.apply(
                web(0).build(),
                web(1).autostart(false).logfile("/var/log/web.log").build());
        assertEquals(3, world.named.size(), "it may have another name now");
    }

    @Test
    void outputThatWasDiscardedNeedsANewChild() {
        world.apply(web(0).noLog().build());
        world.pass(2);
        assertEquals(List.of("web:web_00 CHANGED RESTART"), told(world.apply(web(0).build())));
    }

    @Test
    void aChangedStopwaitsecsCountsForTheChildThatRuns() {
        world.running("web:web_00", FakeProgram.endless().ignoring(Signal.TERM));
        world.apply(web(0).build());
        world.pass(2);
        world.apply(web(0).stopwaitsecs(1).build());
        assertEquals(List.of(), world.reopened);
        Answer<List<Outcome>> stopped = world.stop("web:web_00");
        world.pass(1);
        assertTrue(stopped.isThere());
    }

    @Test
    void aChangedCommandRestartsOnlyWhatItConcerns() {
        world.apply(web(0).build(), web(1).build());
        world.pass(2);
        Answer<List<PlanChange>> answer =
                world.apply(web(0).build(), web(1).command("other", "words").build());
        PlanChange change = answer.get().get(0);
        assertEquals(1, answer.get().size());
        assertEquals("web:web_01", change.name());
        assertEquals(PlanChange.Action.RESTART, change.action());
        assertEquals(List.of(new ProcessChange("command", "program", "other words", false)), change.keys());
        assertEquals(List.of("web:web_01 SIGTERM"), world.signals());
        assertEquals(2, world.view("web:web_01").generation());
        assertEquals(1, world.view("web:web_00").generation());
    }

    @Test
    void aRestartIsAnsweredWhenTheSuccessorIsLaunched() {
        slowToEnd("web:web_00");
        world.apply(web(0).build());
        world.pass(2);
        Answer<List<PlanChange>> answer = world.apply(web(0).command("other").build());
        assertEquals(web(0).build(), world.view("web:web_00").spec()); // its run still has the old configuration
        world.pass(2.9);
        assertFalse(answer.isThere());
        world.pass(0.1);
        assertTrue(answer.isThere());
        assertEquals(web(0).command("other").build(), world.view("web:web_00").spec());
        assertEquals(2, world.view("web:web_00").generation());
    }

    @Test
    void whatWasStoppedByHandStaysStopped() {
        world.apply(web(0).build());
        world.pass(2);
        world.stop("web:*");
        ProcessSpec changed = web(0).command("other").build();
        assertEquals(List.of("web:web_00 CHANGED NONE"), told(world.apply(changed)));
        assertEquals(Phase.STOPPED, world.phase("web:web_00"));
        assertEquals(changed, world.view("web:web_00").spec());
    }

    @Test
    void whatIsBeingStoppedByHandStaysStoppedToo() {
        slowToEnd("web:web_00");
        world.apply(web(0).build());
        world.pass(2);
        Answer<List<Outcome>> stopped = world.stop("web:*");
        ProcessSpec changed = web(0).command("other").build();
        assertEquals(List.of("web:web_00 CHANGED NONE"), told(world.apply(changed)));
        world.pass(60);
        assertEquals(Outcome.Code.STOPPED, stopped.get().get(0).code());
        assertEquals(Phase.STOPPED, world.phase("web:web_00"));
        assertEquals(changed, world.view("web:web_00").spec());
    }

    @Test
    void aFailingProgramIsTriedAtOnceWithItsNewCommand() {
        world.running("web:web_00", FakeProgram.exiting(Duration.ZERO, 1));
        world.apply(web(0).build());
        world.pass(0.5);
        assertEquals(Phase.BACKOFF, world.phase("web:web_00"));
        world.running("web:web_00", FakeProgram.endless());
        assertEquals(
                List.of("web:web_00 CHANGED RESTART"),
                told(world.apply(web(0).command("other").build())));
        world.pass(1);
        assertEquals(Phase.RUNNING, world.phase("web:web_00"));
    }

    @Test
    void whatHasFailedForGoodIsTriedAgainWithItsNewConfiguration() {
        world.running("web:web_00", FakeProgram.exiting(Duration.ZERO, 1));
        world.apply(web(0).build());
        world.pass(10);
        assertEquals(Phase.FATAL, world.phase("web:web_00"));
        world.running("web:web_00", FakeProgram.endless());
        assertEquals(
                List.of("web:web_00 CHANGED START"),
                told(world.apply(web(0).command("cured").build())));
        world.pass(2);
        assertEquals(Phase.RUNNING, world.phase("web:web_00"));
    }

    @Test
    void whatIsDownIsStartedByANewConfigurationOnlyWithAutostart() {
        world.apply(web(0).autostart(false).build());
        assertEquals(
                List.of("web:web_00 CHANGED NONE"),
                told(world.apply(web(0).autostart(false).command("other").build())));
        assertEquals(
                List.of("web:web_00 CHANGED START"),
                told(world.apply(web(0).command("other").build())));
        world.pass(2);
        assertEquals(Phase.RUNNING, world.phase("web:web_00"));
    }

    @Test
    void whatIsRemovedWhileDownIsGoneAtOnce() {
        world.apply(web(0).autostart(false).build());
        assertEquals(List.of("web:web_00 REMOVED NONE"), told(world.apply()));
        assertEquals(List.of(), world.status());
    }

    @Test
    void whatIsRemovedStaysVisibleUntilItHasEnded() {
        slowToEnd("web:web_00");
        world.apply(web(0).build());
        world.pass(2);
        Answer<List<PlanChange>> answer = world.apply();
        assertEquals(List.of("web:web_00 STOPPING"), world.status());
        assertFalse(answer.isThere());
        assertEquals(
                "it was removed from the configuration",
                world.start("web:web_00").get().get(0).detail());
        world.pass(3);
        assertTrue(answer.isThere());
        assertEquals(List.of(), world.status());
    }

    @Test
    void whatIsRemovedAndAddedAgainWhileItStopsBeginsAnew() {
        slowToEnd("web:web_00");
        world.apply(web(0).build());
        world.pass(2);
        Answer<List<PlanChange>> removed = world.apply();
        world.pass(1);
        Answer<List<PlanChange>> added = world.apply(web(0).command("other").build());
        assertEquals(List.of(), world.forgotten);
        world.pass(2);
        assertEquals(List.of("web:web_00 REMOVED STOP"), told(removed));
        assertEquals(List.of("web:web_00 ADDED START"), told(added));
        assertEquals(2, world.view("web:web_00").generation());
        assertEquals(web(0).command("other").build(), world.view("web:web_00").spec());
        assertEquals(List.of("web:web_00 SIGTERM"), world.signals());
    }

    @Test
    void whatIsAddedAgainWithoutAutostartEndsAndStaysDown() {
        slowToEnd("web:web_00");
        world.apply(web(0).build());
        world.pass(2);
        world.apply();
        world.apply(web(0).autostart(false).build());
        world.pass(60);
        assertEquals(List.of("web:web_00 STOPPED"), world.status());
        assertFalse(world.view("web:web_00").spec().start().auto());
    }

    @Test
    void aRestartThatIsRemovedIsNotMade() {
        slowToEnd("web:web_00");
        world.apply(web(0).build());
        world.pass(2);
        Answer<List<Outcome>> restarted = world.restart("web:web_00");
        world.apply();
        world.pass(60);
        assertEquals(List.of(), world.status());
        assertEquals(
                new Outcome("web:web_00", Outcome.Code.ABNORMAL_TERMINATION, "it was removed from the configuration"),
                restarted.get().get(1));
    }
}
