package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.World.Answer;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which several processes are stopped. */
class StopWavesTest {

    private final World world = new World();

    @BeforeEach
    void everythingTakesASecondToEnd() {
        for (String name : List.of("low", "mid", "high", "g:x", "g:y", "h")) {
            world.running(name, FakeProgram.endless().exitingOn(Signal.TERM, Duration.ofSeconds(1), 0));
        }
    }

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private static ProcessSpec spec(String name, int priority) {
        return process(name).priority(priority).build();
    }

    @Test
    void theHighestPriorityNumberIsStoppedFirstAndTheNextWhenItHasEnded() {
        world.apply(spec("low", 1), spec("mid", 2), spec("high", 3));
        world.pass(1);
        world.stop("all");
        assertEquals(List.of("high SIGTERM"), world.signals());
        world.pass(1);
        assertEquals(List.of("high SIGTERM", "mid SIGTERM"), world.signals());
        world.pass(1);
        assertEquals(List.of("high SIGTERM", "mid SIGTERM", "low SIGTERM"), world.signals());
    }

    @Test
    void equalPrioritiesAreStoppedTogether() {
        world.apply(spec("low", 1), spec("mid", 1), spec("high", 1));
        world.pass(1);
        Answer<List<Outcome>> answer = world.stop("all");
        assertEquals(3, world.signals().size());
        world.pass(1);
        assertTrue(answer.isThere());
    }

    @Test
    void theGroupsPriorityComesBeforeTheProcesss() {
        world.apply(
                Plans.ofGroups(List.of(
                        new GroupSpec("g", 1, List.of(spec("g:x", 900), spec("g:y", 5))),
                        new GroupSpec("h", 2, List.of(spec("h", 1))))),
                ApplyMode.LEAST);
        assertEquals(List.of("g:y", "g:x", "h"), world.launches);
        world.pass(1);
        world.stop("all");
        world.pass(3);
        assertEquals(List.of("h SIGTERM", "g:x SIGTERM", "g:y SIGTERM"), world.signals());
    }

    @Test
    void whatIsDownTakesNoTime() {
        world.apply(spec("low", 1), spec("mid", 2), spec("high", 3));
        world.pass(1);
        world.stop("high", "mid");
        world.pass(2);
        Answer<List<Outcome>> answer = world.stop("all");
        assertEquals("low SIGTERM", world.signals().get(2));
        world.pass(1);
        assertTrue(answer.isThere());
    }

    @Test
    void whatEndsByItselfWhileItWaitsForItsTurnNeedsNone() {
        world.apply(process("low").priority(1).autorestart(AutoRestart.NEVER).build(), spec("high", 3));
        world.pass(1);
        Answer<List<Outcome>> answer = world.stop("low", "high");
        world.os.processes().end(world.pid("low"), new ExitStatus.Exited(0));
        world.pass(1);
        assertEquals(
                List.of(
                        new Outcome("low", Outcome.Code.NOT_RUNNING, ""),
                        new Outcome("high", Outcome.Code.STOPPED, "")),
                answer.get());
    }

    @Test
    void whatCannotBeSignalledDoesNotHoldTheOthersUp() {
        world.running("high", FakeProgram.endless().foreign());
        world.apply(spec("low", 1), spec("high", 3));
        world.pass(1);
        Answer<List<Outcome>> answer = world.stop("all");
        assertEquals(List.of("high SIGTERM", "low SIGTERM"), world.signals());
        assertFalse(answer.isThere());
        world.pass(1);
        assertEquals(Outcome.Code.SIGNAL_FAILED, answer.get().get(0).code());
        world.os.processes().end(world.pid("high"), new ExitStatus.Exited(0));
    }

    @Test
    void withoutWaitingTheOrderIsTheSameAndTheAnswerIsThereAtOnce() {
        world.apply(spec("low", 1), spec("high", 3));
        world.pass(1);
        Answer<List<Outcome>> answer = world.stopWithoutWaiting("all");
        assertEquals(
                List.of(Outcome.Code.ACCEPTED, Outcome.Code.ACCEPTED),
                answer.get().stream().map(Outcome::code).toList());
        assertEquals(List.of("high SIGTERM"), world.signals());
        world.pass(2);
        assertEquals(List.of("high STOPPED", "low STOPPED"), world.status());
        assertEquals(List.of("low NOT_RUNNING"), codes(world.stopWithoutWaiting("low")));
    }

    private static List<String> codes(Answer<List<Outcome>> answer) {
        return answer.get().stream()
                .map(outcome -> outcome.name() + " " + outcome.code())
                .toList();
    }
}
