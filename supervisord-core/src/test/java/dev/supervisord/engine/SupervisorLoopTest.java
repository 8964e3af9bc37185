package dev.supervisord.engine;

import static dev.supervisord.model.SpecBuilder.process;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Control.Wait;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Clock;
import dev.supervisord.os.KeptStops;
import dev.supervisord.os.Pid;
import dev.supervisord.os.fake.FakeOs;
import dev.supervisord.os.fake.FakeProgram;
import dev.supervisord.os.fake.FakeSockets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop and the launcher on threads of their own, over children in memory. */
@Timeout(300)
class SupervisorLoopTest {

    /** Real time, because the loop really waits. */
    private static final Clock CLOCK = new Clock() {
        @Override
        public Duration monotonic() {
            return Duration.ofNanos(System.nanoTime());
        }

        @Override
        public Instant wall() {
            return Instant.EPOCH;
        }
    };

    /** A machine on which nothing is kept stopped. */
    private static final class NothingKept implements KeptStops {
        @Override
        public Reading read() {
            return new Reading(Set.of(), List.of());
        }

        @Override
        public void write(SortedSet<ProcessName> names) {}
    }

    private final FakeOs os = new FakeOs();
    private final Cgroups cgroups = Cgroups.none("not here");
    private final SupervisorLoop loop = new SupervisorLoop(Plans.daemon(), CLOCK, (level, line) -> {});
    private final RunJournal journal = Journals.forgetful(os, (level, line) -> {});
    private final RecorderThread recorder =
            new RecorderThread(journal, new NothingKept(), name -> {}, loop::post, (level, text) -> {});
    private final Thread recorderThread = new Thread(recorder::run, "recorder");
    private final LauncherThread launcher = new LauncherThread(
            os.processes(),
            new NoOutputs(),
            Map.of("LANG", "C"),
            journal,
            new HeldSockets(new FakeSockets(), (level, line) -> {}),
            new RunCgroups(cgroups, (level, line) -> {}),
            loop::post,
            () -> {},
            (level, line) -> {});
    private final Thread launcherThread = new Thread(launcher::run, "launcher");
    private final CensusThread census = new CensusThread(
            new Strays(
                    os.processes().list(),
                    os.processes().adopted(),
                    os.processes().self(),
                    new Ownership(os.processes().list(), cgroups, FakeCensus.INSTANCE),
                    (level, line) -> {}),
            new MainSearch(
                    file -> Optional.empty(),
                    os.processes().list(),
                    os.processes().adopted(),
                    os.clock(),
                    os.processes().self(),
                    FakeCensus.INSTANCE),
            () -> {},
            loop::post,
            (level, line) -> {});
    private final Thread loopThread = new Thread(
            () -> loop.run(
                    os.processes(), launcher, cgroups, recorder, os.processes().list(), census, name -> {}),
            "supervisor-loop");

    @BeforeEach
    void begin() {
        os.processes().onExit(() -> loop.post(loop::reapAll));
        launcherThread.start();
        recorderThread.start();
    }

    @AfterEach
    void everythingEnds() throws InterruptedException {
        runLoop();
        get(loop.shutdown(Asker.DAEMON));
        loopThread.join();
        launcherThread.interrupt();
        launcherThread.join();
        recorderThread.interrupt();
        recorderThread.join();
        os.assertClean();
    }

    private void runLoop() {
        if (loopThread.getState() == Thread.State.NEW) {
            loopThread.start();
        }
    }

    private static <T> T get(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
    }

    private static Class<?> failure(CompletionStage<?> stage) {
        CompletionException failed = assertThrows(CompletionException.class, () -> get(stage));
        return Objects.requireNonNull(failed.getCause()).getClass();
    }

    private void apply(ProcessSpec... processes) {
        get(loop.apply(Plans.of(processes), ApplyMode.LEAST, List.of(), false, Asker.DAEMON));
    }

    private Phase phase() {
        return loop.snapshot().processes().get(0).phase();
    }

    @Test
    void theSnapshotThatShowsTheEffectIsThereBeforeTheAnswer() {
        runLoop();
        apply(process("web").autostart(false).startsecs(0).build());
        for (int i = 0; i < 200; i++) {
            CompletionStage<Phase> seenAtStart =
                    loop.start(List.of("web"), Wait.UNTIL_DONE, Asker.DAEMON).thenApply(outcomes -> phase());
            assertEquals(Phase.RUNNING, get(seenAtStart));
            CompletionStage<Phase> seenAtStop =
                    loop.stop(List.of("web"), Wait.UNTIL_DONE, Asker.DAEMON).thenApply(outcomes -> phase());
            assertEquals(Phase.STOPPED, get(seenAtStop));
        }
        assertEquals(200, loop.snapshot().processes().get(0).generation());
    }

    @Test
    void nothingIsPublishedWhenNothingChanges() {
        runLoop();
        apply(process("web").autostart(false).build());
        long revision = loop.snapshot().revision();
        get(loop.stop(List.of("web", "nosuch"), Wait.UNTIL_DONE, Asker.DAEMON));
        assertEquals(revision, loop.snapshot().revision());
    }

    @Test
    void timersFireWithoutAnyMessage() {
        runLoop();
        apply(process("web").autostart(false).startsecs(0.05).build());
        assertEquals(
                List.of(new Outcome("web", Outcome.Code.STARTED, "")),
                get(loop.start(List.of("web"), Wait.UNTIL_DONE, Asker.DAEMON)));
    }

    @Test
    void childrenGetTheDaemonsVariablesAndTheirOwn() {
        runLoop();
        apply(process("web").startsecs(0).variable("PORT", "8000").build());
        get(loop.start(List.of("web"), Wait.UNTIL_DONE, Asker.DAEMON));
        assertEquals(
                Map.of("LANG", "C", "PORT", "8000"),
                Journals.withoutMark(os.processes()
                        .launches()
                        .get(0)
                        .spec()
                        .withWholeEnvironment(Map.of())
                        .environment()));
    }

    @Test
    void aCommandThatIsNoneFailsItsStart() {
        runLoop();
        apply(process("web")
                .startretries(0)
                .malformed("'", "can't parse command '''")
                .build());
        Outcome outcome =
                get(loop.start(List.of("web"), Wait.UNTIL_DONE, Asker.DAEMON)).get(0);
        assertEquals("can't parse command '''", outcome.detail());
    }

    @Test
    void tooManyRequestsAreRefusedUntilTheOthersAreTaken() {
        // The loop does not run yet, so that all of them wait.
        List<CompletionStage<List<Outcome>>> waiting = IntStream.range(0, 10_000)
                .mapToObj(i -> loop.stop(List.of("nosuch"), Wait.UNTIL_DONE, Asker.DAEMON))
                .toList();
        assertEquals(Control.Overloaded.class, failure(loop.stop(List.of("x"), Wait.UNTIL_DONE, Asker.DAEMON)));
        runLoop();
        for (CompletionStage<List<Outcome>> stage : waiting) {
            assertEquals(1, get(stage).size());
        }
        assertEquals(
                1, get(loop.stop(List.of("x"), Wait.UNTIL_DONE, Asker.DAEMON)).size());
    }

    @Test
    void aDaemonThatShutsDownStartsNothingButStillStops() {
        runLoop();
        os.processes().run(FakeProgram.endless().ignoring(Signal.TERM));
        apply(process("web")
                .startsecs(0)
                .stopwaitsecs(3600)
                .autorestart(AutoRestart.NEVER)
                .build());
        get(loop.start(List.of("web"), Wait.UNTIL_DONE, Asker.DAEMON));
        CompletionStage<Void> down = loop.shutdown(Asker.DAEMON);
        assertEquals(Control.ShuttingDown.class, failure(loop.start(List.of("web"), Wait.NO, Asker.DAEMON)));
        assertEquals(Control.ShuttingDown.class, failure(loop.restart(List.of("web"), Wait.NO, Asker.DAEMON)));
        assertEquals(Control.ShuttingDown.class, failure(loop.remove(List.of("web"), Asker.DAEMON)));
        assertEquals(
                Control.ShuttingDown.class,
                failure(loop.apply(Plans.of(), ApplyMode.LEAST, List.of(), false, Asker.DAEMON)));
        assertEquals(1, get(loop.stop(List.of("web"), Wait.NO, Asker.DAEMON)).size());
        assertEquals(1, get(loop.signal(List.of("web"), Signal.TERM)).size());
        assertFalse(get(loop.holdBack()));
        assertEquals(Snapshot.DaemonPhase.SHUTTING_DOWN, loop.snapshot().daemon());
        assertTrue(!down.toCompletableFuture().isDone());
        Pid pid = new Pid(loop.snapshot().processes().get(0).pid().orElseThrow());
        os.processes().end(pid, new ExitStatus.Exited(0));
        get(down);
        assertEquals(Phase.STOPPED, phase());
    }

    @Test
    void afterTheEndEveryRequestIsStillAnswered() throws InterruptedException {
        runLoop();
        get(loop.shutdown(Asker.DAEMON));
        loopThread.join();
        assertEquals(Control.ShuttingDown.class, failure(loop.start(List.of("web"), Wait.NO, Asker.DAEMON)));
        assertEquals(Control.ShuttingDown.class, failure(loop.stop(List.of("web"), Wait.NO, Asker.DAEMON)));
        get(loop.shutdown(Asker.DAEMON));
        assertFalse(get(loop.holdBack()));
    }

    @Test
    void whatWasAcceptedBeforeTheEndIsAnswered() {
        CompletionStage<Void> down = loop.shutdown(Asker.DAEMON);
        List<CompletionStage<List<Outcome>>> late = IntStream.range(0, 1000)
                .mapToObj(i -> loop.stop(List.of("nosuch"), Wait.UNTIL_DONE, Asker.DAEMON))
                .toList();
        runLoop();
        get(down);
        for (CompletionStage<List<Outcome>> stage : late) {
            assertEquals(Outcome.Code.NO_SUCH_PROCESS, get(stage).get(0).code());
        }
    }

    @Test
    void clientsOnManyThreadsAreAllAnswered() throws InterruptedException {
        runLoop();
        ProcessSpec[] specs = IntStream.range(0, 20)
                .mapToObj(i -> process("p" + i).startsecs(0).build())
                .toArray(ProcessSpec[]::new);
        apply(specs);
        CountDownLatch answered = new CountDownLatch(400);
        List<Thread> clients = IntStream.range(0, 4)
                .mapToObj(client -> new Thread(() -> {
                    for (int i = 0; i < 100; i++) {
                        loop.restart(List.of("p" + (i % 20)), Wait.UNTIL_DONE, Asker.DAEMON)
                                .whenComplete((outcomes, failure) -> answered.countDown());
                    }
                }))
                .toList();
        clients.forEach(Thread::start);
        assertTrue(answered.await(60, TimeUnit.SECONDS));
    }
}
