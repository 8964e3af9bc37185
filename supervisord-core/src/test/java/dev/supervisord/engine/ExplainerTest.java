package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Cause.Reason;
import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Explanation.Next;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.Plans;
import dev.supervisord.model.Signal;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExplainerTest {

    private final World world = new World();

    @AfterEach
    void nothingIsLeft() {
        world.end();
    }

    private Explanation why(String name) {
        Snapshot snapshot = world.supervisor().snapshot(1);
        return new Explainer(snapshot, world.now()).explain(world.view(name));
    }

    private static void assertSays(String part, String sentence) {
        assertTrue(sentence.contains(part), () -> "'" + part + "' is not in: " + sentence);
    }

    private List<Run> runs(String name) {
        return world.view(name).situation().runs();
    }

    @Test
    void whatNobodyHasStartedSaysHowToStartIt() {
        world.apply(process("web").autostart(false).build());
        Explanation why = why("web");
        assertEquals(List.of("web is STOPPED: nobody has started it (autostart = false)."), why.sentences());
        assertEquals("to start it: ctl start web", why.advice());
        assertEquals(Next.NOTHING, why.next());
    }

    @Test
    void aFailedStartTellsTheNextAttemptAndWhatWentWrong() {
        world.running("web", FakeProgram.exiting(Duration.ofMillis(200), 7));
        world.apply(process("web").startsecs(1).startretries(3).build());
        world.pass(0.7);
        Explanation why = why("web");
        assertEquals(Next.RETRY, why.next());
        assertEquals(Optional.of(Duration.ofMillis(500)), why.nextIn());
        assertEquals(1, why.failures());
        assertSays("attempt 1 of 3 more begins in 0.5 s", why.sentences().get(0));
        assertSays("after 0.2 s: exit status 7 (by itself)", why.sentences().get(1));
        assertSays("ctl tail web stderr", why.advice());
    }

    @Test
    void whatWaitsNamesAllThatItWaitsForAndItsState() {
        world.apply(
                process("db").startsecs(5).build(),
                process("mq").autostart(false).build(),
                process("web").dependsOn("db", "mq").build());
        Explanation why = why("web");
        assertEquals(Next.DEPENDENCIES, why.next());
        assertEquals(
                List.of("db, which is STARTING", "mq, which is STOPPED"),
                why.waitsFor().stream().map(Explanation.Awaited::toString).toList());
        assertEquals("to see what it waits for: ctl why mq", why.advice());
    }

    @Test
    void aStopTellsWhoAskedWhichSignalWasSentAndWhenTheNextIs() {
        world.running("web", FakeProgram.endless().ignoring(Signal.TERM));
        world.apply(process("web").stopwaitsecs(10).build());
        world.pass(2);
        world.stopWithoutWaiting("web");
        world.pass(4);
        Explanation why = why("web");
        assertEquals(Optional.of(Signal.TERM), why.signal());
        assertEquals(Optional.of(Signal.KILL), why.nextSignal());
        assertEquals(Optional.of(Duration.ofSeconds(6)), why.nextIn());
        assertSays(
                "SIGTERM was sent 4.0 s ago; SIGKILL follows in 6.0 s",
                why.sentences().get(0));
        assertSays("a stop by uid 7", why.sentences().get(0));
    }

    @Test
    void aRunRemembersWhoBeganAndEndedIt() {
        world.running("web", FakeProgram.endless().ignoring(Signal.TERM));
        world.apply(process("web").stopwaitsecs(1).build());
        world.pass(2);
        world.restart("web");
        world.pass(3);
        Run first = runs("web").get(0);
        assertEquals(Reason.RELOAD, first.startedBy().reason());
        assertEquals(Optional.of(new Cause(Reason.RESTART, Asker.user(7))), first.endedBy());
        assertTrue(first.wasKilled());
        assertEquals(
                Reason.RESTART,
                world.view("web").situation().start().orElseThrow().cause().reason());
    }

    @Test
    void rulesAreRememberedAsSuch() {
        world.running("web", FakeProgram.exiting(Duration.ofSeconds(2), 1));
        world.running("bad", FakeProgram.exiting(Duration.ofMillis(10), 1));
        world.apply(
                process("web").startsecs(1).autorestart(AutoRestart.ALWAYS).build(),
                process("bad").startsecs(1).startretries(1).build());
        world.pass(5);
        assertEquals(
                List.of(Reason.RELOAD, Reason.RESTART_POLICY),
                runs("web").stream().map(run -> run.startedBy().reason()).toList());
        assertEquals(
                List.of(Reason.RELOAD, Reason.RETRY),
                runs("bad").stream().map(run -> run.startedBy().reason()).toList());
        assertSays("1 more attempts did not help", why("bad").sentences().get(0));
    }

    @Test
    void whatIsStartedForAnotherSaysSo() {
        world.apply(
                process("db").autostart(false).build(),
                process("web").autostart(false).dependsOn("db").build());
        world.startWithoutWaiting("web");
        world.pass(3);
        assertEquals(
                new Cause(Reason.DEPENDENT_START, Asker.user(7)),
                world.view("db").situation().start().orElseThrow().cause());
        assertEquals(
                new Cause(Reason.START, Asker.user(7)),
                world.view("web").situation().start().orElseThrow().cause());
    }

    @Test
    void aRefusedRequestIsNotRemembered() {
        world.apply(process("web").build());
        world.pass(3);
        world.start("web");
        world.apply(Plans.of(process("web").build()), ApplyMode.LEAST);
        assertEquals(
                Reason.RELOAD,
                world.view("web").situation().start().orElseThrow().cause().reason());
    }

    @Test
    void tenRunsAreRemembered() {
        world.running("web", FakeProgram.exiting(Duration.ofSeconds(2), 0));
        world.apply(process("web").startsecs(1).autorestart(AutoRestart.ALWAYS).build());
        world.pass(60);
        assertEquals(RunHistory.RUNS_MAX, runs("web").size());
        assertTrue(runs("web").get(0).generation() > 15);
    }

    @Test
    void spansAreReadable() {
        assertEquals(
                List.of("0.3 s", "42 s", "2 min 5 s", "3 h 4 min", "2 d 3 h"),
                List.of(
                        Wording.span(Duration.ofMillis(340)),
                        Wording.span(Duration.ofSeconds(42)),
                        Wording.span(Duration.ofSeconds(125)),
                        Wording.span(Duration.ofMinutes(184)),
                        Wording.span(Duration.ofHours(51))));
    }
}
