package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitPolicy;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plans;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who waits for whom, in which order they are stopped, and what ends with a program. */
class DependenciesTest {

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private void slowToEnd(String... names) {
        for (String name : names) {
            world.running(name, FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(1), 0));
        }
    }

    private static List<String> told(Answer<List<Outcome>> answer) {
        return answer.get().stream()
                .map(outcome -> outcome.name() + " " + outcome.code())
                .toList();
    }

    @Test
    void aProgramIsLaunchedWhenAllThatItDependsOnIsRunning() {
        world.apply(
                process("db").build(),
                process("mq").startsecs(2).build(),
                process("web").priority(1).dependsOn("db", "mq").build());
        world.pass(1);
        assertEquals(Phase.STARTING, world.phase("web"));
        assertEquals("waiting for mq", world.view("web").reason());
        world.pass(1);
        assertEquals(List.of("db", "mq", "web"), world.launches);
    }

    @Test
    void aStartStartsWhatIsNeededAndSaysSo() {
        world.apply(
                process("db").autostart(false).build(),
                process("api").autostart(false).dependsOn("db").build(),
                process("web").autostart(false).dependsOn("api").build());
        Answer<List<Outcome>> answer = world.start("web");
        world.pass(3);
        assertEquals(List.of("db STARTED", "api STARTED", "web STARTED"), told(answer));
        assertEquals(List.of("db", "api", "web"), world.launches);
        assertEquals(List.of("web ALREADY_STARTED"), told(world.start("web")));
    }

    @Test
    void aStartIsRefusedTruthfullyWhenItCannotComeAboutAndStillComesAboutLater() {
        world.running("db", FakeProgram.exiting(Duration.ZERO, 1));
        world.apply(
                process("db").autostart(false).startretries(0).build(),
                process("web").autostart(false).dependsOn("db").build());
        Answer<List<Outcome>> answer = world.start("web");
        world.pass(1);
        assertEquals(
                new Outcome("web", Code.DEPENDENCY_DOWN, "depends on db, which is FATAL"),
                answer.get().get(1));
        assertEquals("waiting for db, which is FATAL", world.view("web").reason());
        world.running("db", FakeProgram.endless());
        world.start("db");
        world.pass(2);
        assertEquals(Phase.RUNNING, world.phase("web"));
    }

    @Test
    void aStopEndsTheWaiting() {
        world.apply(
                process("db").startsecs(5).build(),
                process("web").dependsOn("db").build());
        assertEquals(List.of("web STOPPED"), told(world.stop("web")));
        world.pass(10);
        assertEquals(List.of("db RUNNING", "web STOPPED"), world.status());
    }

    @Test
    void whatCrashesWaitsAgainAndOnlyThen() {
        world.apply(process("db").build(), process("web").dependsOn("db").build());
        world.pass(2);
        world.stop("db");
        assertEquals(Phase.RUNNING, world.phase("web"));
        world.os.processes().end(world.pid("web"), new ExitStatus.Exited(1));
        world.settle();
        assertEquals("waiting for db, which is STOPPED", world.view("web").reason());
        world.start("db");
        world.pass(1);
        assertEquals(List.of("db", "web", "db", "web"), world.launches);
    }

    @Test
    void dependentsAreStoppedFirstWhateverTheirPriority() {
        slowToEnd("db", "api", "web", "cron");
        world.apply(
                process("db").priority(999).build(),
                process("api").priority(5).dependsOn("db").build(),
                process("web").priority(1).dependsOn("api").build(),
                process("cron").priority(1).build());
        world.pass(4);
        world.stop("all");
        world.pass(4);
        assertEquals(List.of("web SIGTERM", "api SIGTERM", "db SIGTERM", "cron SIGTERM"), world.signals());
    }

    @Test
    void aReloadStopsDependentsFirstAndStartsThemLast() {
        slowToEnd("db", "web");
        world.apply(process("db").build(), process("web").dependsOn("db").build());
        world.pass(2);
        world.launches.clear();
        world.apply(
                process("db").command("other").build(),
                process("web").command("other").dependsOn("db").build());
        world.pass(1);
        assertEquals(List.of("web SIGTERM", "db SIGTERM"), world.signals());
        assertEquals(List.of(), world.launches); // the old db is not one to be started beside
        world.pass(3);
        assertEquals(List.of("db", "web"), world.launches);
    }

    @Test
    void changedDependenciesAreTakenOverWithoutARestart() {
        world.apply(
                process("db").autostart(false).build(),
                process("web").dependsOn("db").build());
        assertEquals(Phase.STARTING, world.phase("web"));
        Answer<List<PlanChange>> answer = world.apply(
                process("db").autostart(false).build(), process("web").build());
        assertEquals(PlanChange.Action.APPLY_LIVE, answer.get().get(0).action());
        world.pass(1);
        assertEquals(Phase.RUNNING, world.phase("web"));
    }

    @Test
    void aCycleOfTwoVersionsOfTheConfigurationStillEnds() {
        world.apply(Plans.of(process("a").build(), process("b").dependsOn("a").build()), ApplyMode.LEAST);
        world.pass(2);
        world.apply(Plans.of(process("a").dependsOn("b").build(), process("b").build()), ApplyMode.LEAST, "a");
        assertEquals(List.of("a STOPPED", "b STOPPED"), told(world.stop("all")));
        Answer<List<Outcome>> answer = world.start("all");
        world.pass(60);
        assertFalse(answer.isThere()); // each waits for the other, and status says so
        assertEquals("waiting for b", world.view("a").reason());
        world.stop("all");
    }

    @Test
    void whatWaitsForAOneshotStartsWhenItsWorkIsDone() {
        world.running("migrate", FakeProgram.exiting(Duration.ofSeconds(5), 0));
        world.apply(
                process("migrate").oneshot().build(),
                process("web").dependsOn("migrate").build());
        world.pass(4);
        assertEquals("at work", world.view("migrate").reason());
        assertEquals(List.of("migrate"), world.launches);
        world.pass(2);
        assertEquals("done", world.view("migrate").reason());
        assertEquals(List.of("migrate EXITED", "web RUNNING"), world.status());
        world.restart("web");
        world.pass(1);
        assertEquals(List.of("migrate", "web", "web"), world.launches);
    }

    @Test
    void aStartOfAOneshotIsAnsweredWithWhatBecameOfIt() {
        world.running("migrate", FakeProgram.exiting(Duration.ofSeconds(5), 0));
        world.apply(process("migrate").oneshot().autostart(false).build());
        Answer<List<Outcome>> good = world.start("migrate");
        world.pass(4.9);
        assertFalse(good.isThere());
        world.pass(0.1);
        assertEquals(List.of("migrate STARTED"), told(good));
        world.running("migrate", FakeProgram.exiting(Duration.ofSeconds(5), 3));
        Answer<List<Outcome>> bad = world.start("migrate");
        world.pass(5);
        assertEquals(
                List.of(new Outcome("migrate", Code.SPAWN_ERROR, "exit status 3 (process log may have details)")),
                bad.get());
    }

    @Test
    void theEndOfAProgramIsTheEndOfTheDaemonWhenItsPolicySaysSo() {
        world.running("web", FakeProgram.exiting(Duration.ofSeconds(5), 3));
        world.apply(
                process("db").build(),
                process("web")
                        .autorestart(AutoRestart.NEVER)
                        .exitPolicy(ExitPolicy.SHUTDOWN)
                        .build());
        world.pass(5);
        assertTrue(world.supervisor().hasEnded());
        assertEquals(3, world.supervisor().exitCode());
        assertEquals(List.of("db SIGTERM"), world.signals());
    }

    @Test
    void aStopByRequestIsNoReasonToShutDown() {
        world.apply(process("web").exitPolicy(ExitPolicy.SHUTDOWN).build());
        world.pass(1);
        world.stop("web");
        assertFalse(world.supervisor().isShuttingDown());
    }

    @Test
    void aProgramThatCannotStartEndsTheDaemonWithAFailure() {
        world.running("migrate", FakeProgram.exiting(Duration.ofSeconds(1), 4));
        world.apply(process("migrate")
                .oneshot()
                .startretries(0)
                .exitPolicy(ExitPolicy.SHUTDOWN_ON_FAILURE)
                .build());
        world.pass(1);
        assertTrue(world.supervisor().hasEnded());
        assertEquals(4, world.supervisor().exitCode());
    }

    @Test
    void doneWorkIsNoFailure() {
        world.running("migrate", FakeProgram.exiting(Duration.ofSeconds(1), 0));
        world.apply(process("migrate")
                .oneshot()
                .exitPolicy(ExitPolicy.SHUTDOWN_ON_FAILURE)
                .build());
        world.pass(2);
        assertFalse(world.supervisor().isShuttingDown());
    }
}
