package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Outcome.Code;
import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plans;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What clients ask for, when they are answered, and what they are told. */
class OperationsTest {

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private static FakeProgram slowToEnd(int seconds) {
        return FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(seconds), 0);
    }

    private static List<String> told(Answer<List<Outcome>> answer) {
        return answer.get().stream()
                .map(outcome -> outcome.name() + " " + outcome.code())
                .toList();
    }

    @Test
    void aStartIsAnsweredWhenItIsRunning() {
        world.apply(process("web").autostart(false).build());
        Answer<List<Outcome>> answer = world.start("web");
        world.pass(0.9);
        assertFalse(answer.isThere());
        world.pass(0.1);
        assertEquals(List.of("web STARTED"), told(answer));
        assertEquals(List.of("web ALREADY_STARTED"), told(world.start("web")));
    }

    @Test
    void aStartWithoutWaitingIsAnsweredAtOnce() {
        world.apply(process("web").autostart(false).build());
        assertEquals(List.of("web ACCEPTED"), told(world.startWithoutWaiting("web")));
        assertEquals(List.of("web ALREADY_STARTED"), told(world.startWithoutWaiting("web")));
        assertEquals(Phase.STARTING, world.phase("web"));
    }

    @Test
    void aStartIsAnsweredWhenItsFirstAttemptHasFailed() {
        world.running("gone", FakeProgram.refused(Stage.FIND, "ENOENT", "can't find command 'x'"));
        world.running("plain", FakeProgram.refused(Stage.PERMISSION, "EACCES", "command at 'x' is not executable"));
        world.running("badly", FakeProgram.refused(Stage.CHDIR, "ENOENT", "can't chdir"));
        world.running("quick", FakeProgram.exiting(Duration.ofMillis(500), 0));
        for (String name : List.of("gone", "plain", "badly", "quick")) {
            world.start(name); // unknown as yet
        }
        world.apply(
                process("gone").autostart(false).build(),
                process("plain").autostart(false).build(),
                process("badly").autostart(false).build(),
                process("quick").autostart(false).build());
        Answer<List<Outcome>> answer = world.start("gone", "plain", "badly", "quick");
        world.pass(0.5);
        assertEquals(
                List.of(
                        new Outcome("gone", Code.NO_FILE, "can't find command 'x'"),
                        new Outcome("plain", Code.NOT_EXECUTABLE, "command at 'x' is not executable"),
                        new Outcome("badly", Code.SPAWN_ERROR, "can't chdir"),
                        new Outcome("quick", Code.SPAWN_ERROR, "Exited too quickly (process log may have details)")),
                answer.get());
    }

    @Test
    void outcomesComeInTheOrderOfTheNamesAndOncePerProcess() {
        world.apply(
                process("b").autostart(false).priority(1).build(),
                process("a:1").autostart(false).build(),
                process("a:2").autostart(false).build());
        Answer<List<Outcome>> answer = world.start("nosuch", "b", "a:2", "a:*", "zz:*", "b");
        world.pass(1);
        assertEquals(
                List.of("nosuch NO_SUCH_PROCESS", "b STARTED", "a:2 STARTED", "a:1 STARTED", "zz NO_SUCH_GROUP"),
                told(answer));
        assertEquals(List.of("b", "a:1", "a:2"), world.launches); // started by priority, told by name
    }

    @Test
    void nothingIsToBeDoneForAGroupWithoutMembers() {
        world.apply(Plans.ofGroups(List.of(new GroupSpec("none", 999, List.of()))), ApplyMode.LEAST);
        assertEquals(List.of(), told(world.stop("none:*", "none:")));
        assertEquals(List.of("none NO_SUCH_PROCESS"), told(world.stop("none")));
    }

    @Test
    void whatIsMeantByAPatternIsNotToldWhenThereIsNothingToDo() {
        world.apply(process("up").build(), process("down").autostart(false).build());
        world.pass(1);
        Answer<List<Outcome>> started = world.start("all");
        world.pass(1);
        assertEquals(List.of("down STARTED"), told(started));
        world.stop("down");
        assertEquals(List.of("up STOPPED"), told(world.stop("all")));
        assertEquals(List.of("up NOT_RUNNING"), told(world.stop("up")));
        assertEquals(List.of(), told(world.stop("all")));
    }

    @Test
    void aStopIsAnsweredWhenItHasEnded() {
        world.running("web", slowToEnd(3));
        world.apply(process("web").build());
        world.pass(1);
        Answer<List<Outcome>> first = world.stop("web");
        Answer<List<Outcome>> second = world.stop("web");
        assertEquals(List.of("web ACCEPTED"), told(world.stopWithoutWaiting("web")));
        world.pass(2.9);
        assertFalse(first.isThere() || second.isThere());
        world.pass(0.1);
        assertEquals(List.of("web STOPPED"), told(first));
        assertEquals(List.of("web STOPPED"), told(second));
        assertEquals(List.of("web SIGTERM"), world.signals());
    }

    @Test
    void aStartWhileItStopsIsRefused() {
        world.running("web", slowToEnd(3));
        world.apply(process("web").build());
        world.pass(1);
        world.stop("web");
        assertEquals(
                List.of(new Outcome("web", Code.ABNORMAL_TERMINATION, "it is still stopping")),
                world.start("web").get());
    }

    @Test
    void aStopTellsWhoWaitsForTheStart() {
        world.apply(process("web").autostart(false).startsecs(5).build());
        Answer<List<Outcome>> start = world.start("web");
        world.pass(1);
        assertEquals(List.of("web STOPPED"), told(world.stop("web")));
        assertEquals(List.of(new Outcome("web", Code.ABNORMAL_TERMINATION, "it is STOPPED")), start.get());
    }

    @Test
    void aRestartTellsAllStopsBeforeAllStarts() {
        world.apply(
                process("a").build(),
                process("b").build(),
                process("c").autostart(false).build());
        world.pass(1);
        Answer<List<Outcome>> answer = world.restart("all", "nosuch");
        world.pass(1);
        assertEquals(
                List.of("a STOPPED", "b STOPPED", "nosuch NO_SUCH_PROCESS", "a STARTED", "b STARTED", "c STARTED"),
                told(answer));
        assertEquals(2, world.view("a").generation());
    }

    @Test
    void aRestartWithoutWaitingIsDoneAllTheSame() {
        world.running("web", slowToEnd(3));
        world.apply(process("web").build());
        world.pass(1);
        assertEquals(List.of("web ACCEPTED"), told(world.restartWithoutWaiting("web")));
        world.pass(3);
        assertEquals(2, world.view("web").generation());
    }

    @Test
    void aStopAfterARestartWins() {
        world.running("web", slowToEnd(3));
        world.apply(process("web").build());
        world.pass(1);
        Answer<List<Outcome>> restarted = world.restart("web");
        world.pass(1);
        Answer<List<Outcome>> stopped = world.stop("web");
        world.pass(2);
        assertEquals(List.of("web STOPPED"), told(stopped));
        assertEquals(
                List.of(
                        new Outcome("web", Code.STOPPED, ""),
                        new Outcome("web", Code.ABNORMAL_TERMINATION, "another request stopped it")),
                restarted.get());
        world.pass(60);
        assertEquals(Phase.STOPPED, world.phase("web"));
    }

    @Test
    void twoRestartsAtOnceAreOne() {
        world.running("web", slowToEnd(3));
        world.apply(process("web").build());
        world.pass(1);
        Answer<List<Outcome>> first = world.restart("web");
        Answer<List<Outcome>> second = world.restart("web");
        world.pass(4);
        assertEquals(List.of("web STOPPED", "web STARTED"), told(first));
        assertEquals(List.of("web STOPPED", "web ALREADY_STARTED"), told(second));
        assertEquals(2, world.view("web").generation());
    }

    @Test
    void aSignalGoesToTheProcessesThatHaveOne() {
        world.running("web", FakeProgram.endless().ignoring(Signal.HUP));
        world.running("foreign", FakeProgram.endless().foreign());
        world.apply(
                process("web").build(),
                process("down").autostart(false).build(),
                process("foreign").build());
        world.pass(1);
        assertEquals(
                List.of("web SIGNALLED", "down NOT_RUNNING", "foreign SIGNAL_FAILED", "nosuch NO_SUCH_PROCESS"),
                told(world.signal(Signal.HUP, "web", "down", "foreign", "nosuch")));
        assertEquals(Phase.RUNNING, world.phase("foreign"));
        assertEquals(List.of("foreign SIGNAL_FAILED", "web SIGNALLED"), told(world.signal(Signal.HUP, "all")));
        world.os.processes().end(world.pid("foreign"), new ExitStatus.Exited(0));
        world.running("foreign", FakeProgram.endless());
        world.settle();
    }

    @Test
    void aGroupIsRemovedOnlyWhenAllOfItIsDown() {
        world.apply(
                process("a:1").build(),
                process("a:2").autostart(false).build(),
                process("b").autostart(false).build());
        world.pass(1);
        assertEquals(
                List.of("a STILL_RUNNING", "b REMOVED", "nosuch NO_SUCH_GROUP"),
                told(world.remove("a", "b", "nosuch")));
        assertEquals(List.of("a:1 RUNNING", "a:2 STOPPED"), world.status());
        world.stop("a:*");
        assertEquals(List.of("a REMOVED"), told(world.remove("a")));
        assertEquals(List.of(), world.status());
        assertEquals(3, world.forgotten.size());
        assertEquals(List.of("a:1 NO_SUCH_PROCESS"), told(world.start("a:1")));
    }

    @Test
    void aGroupBetweenTwoAttemptsIsNotDown() {
        world.running("web", FakeProgram.refused(Stage.FIND, "ENOENT", "can't find command 'x'"));
        world.apply(process("web").build());
        assertEquals(Phase.BACKOFF, world.phase("web"));
        assertEquals(List.of("web STILL_RUNNING"), told(world.remove("web")));
    }
}
