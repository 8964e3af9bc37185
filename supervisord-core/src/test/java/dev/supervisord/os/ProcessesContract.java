package dev.supervisord.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Processes.Delivery;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.Processes.Scope;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What {@link Processes} promises; holds for the real and the fake. */
public abstract class ProcessesContract {

    /** What a test wants to be run. */
    protected enum Kind {
        /** Lives until it is signalled. */
        ENDLESS,
        /** Exits with 7 at once. */
        EXITS_WITH_7,
        /** Lives, and ignores {@code SIGTERM} once {@link #untilReady} returns. */
        DEAF_TO_TERM,
        /** Lives, and has a descendant in its group that lives too, once {@link #untilReady} returns. */
        HAS_DESCENDANT,
        /** A command that does not exist. */
        MISSING
    }

    protected abstract Processes processes();

    protected abstract LaunchSpec spec(Kind kind);

    protected abstract void untilReady(Kind kind, Pid pid);

    private Pid launch(Kind kind) {
        LaunchResult result = processes().launch(spec(kind));
        Pid pid = assertInstanceOf(LaunchResult.Launched.class, result).pid();
        untilReady(kind, pid);
        return pid;
    }

    private Exit awaitAndReap() {
        assertTrue(processes().awaitExit());
        return processes().reap().orElseThrow();
    }

    protected static LaunchSpec command(String... argv) {
        LaunchSpec.Stream nothing = new LaunchSpec.Stream.Null();
        return new LaunchSpec(
                List.of(argv),
                Map.of(),
                Map.of("PATH", "/usr/bin:/bin"),
                Optional.empty(),
                LaunchAttributes.INHERITED,
                nothing,
                nothing,
                nothing);
    }

    @Test
    void anExitIsSeenWithItsCode() {
        Pid pid = launch(Kind.EXITS_WITH_7);
        assertEquals(new Exit(pid, new ExitStatus.Exited(7)), awaitAndReap());
    }

    @Test
    void aSignalledChildIsSeenWithItsSignal() {
        Pid pid = launch(Kind.ENDLESS);
        assertEquals(Delivery.DELIVERED, processes().signal(pid, Signal.TERM, Scope.PROCESS));
        assertEquals(new Exit(pid, new ExitStatus.Signaled(Signal.TERM, false)), awaitAndReap());
    }

    @Test
    void nothingCanBeReapedWhileAChildRuns() {
        Pid pid = launch(Kind.ENDLESS);
        assertEquals(Optional.empty(), processes().reap());
        processes().signal(pid, Signal.KILL, Scope.PROCESS);
        assertEquals(pid, awaitAndReap().pid());
    }

    @Test
    void awaitingReturnsAtOnceWhenThereIsNoChild() {
        assertFalse(processes().awaitExit());
        assertEquals(Optional.empty(), processes().reap());
    }

    @Test
    void awaitingReturnsAgainUntilTheChildIsReaped() {
        launch(Kind.EXITS_WITH_7);
        assertTrue(processes().awaitExit());
        assertTrue(processes().awaitExit());
        assertTrue(processes().reap().isPresent());
        assertFalse(processes().awaitExit());
    }

    @Test
    void anEndedChildCanBeSignalledUntilItIsReaped() {
        Pid pid = launch(Kind.EXITS_WITH_7);
        assertTrue(processes().awaitExit());
        assertEquals(Delivery.DELIVERED, processes().signal(pid, Signal.TERM, Scope.PROCESS));
        assertEquals(new Exit(pid, new ExitStatus.Exited(7)), processes().reap().orElseThrow());
    }

    @Test
    void aChildMayIgnoreTermButNotKill() {
        Pid pid = launch(Kind.DEAF_TO_TERM);
        assertEquals(Delivery.DELIVERED, processes().signal(pid, Signal.TERM, Scope.PROCESS));
        assertEquals(Optional.empty(), processes().reap());
        assertEquals(Delivery.DELIVERED, processes().signal(pid, Signal.KILL, Scope.PROCESS));
        assertEquals(new ExitStatus.Signaled(Signal.KILL, false), awaitAndReap().status());
    }

    @Test
    void aSignalToTheGroupReachesDescendantsAndOrphansAreReapedHere() {
        Pid pid = launch(Kind.HAS_DESCENDANT);
        assertEquals(Delivery.DELIVERED, processes().signal(pid, Signal.KILL, Scope.PROCESS));
        assertEquals(pid, awaitAndReap().pid());
        assertEquals(Delivery.DELIVERED, processes().signal(pid, Signal.KILL, Scope.GROUP));
        Exit orphan = awaitAndReap();
        assertNotEquals(pid, orphan.pid());
        assertEquals(new ExitStatus.Signaled(Signal.KILL, false), orphan.status());
    }

    @Test
    void theChildrenOfWhatHasEndedAreOrphansOfOursTheMomentItCanBeReaped() {
        assertEquals(List.of(), processes().orphans());
        Pid pid = launch(Kind.HAS_DESCENDANT);
        assertEquals(List.of(), processes().orphans(), "what was launched is no orphan, and its child has a parent");
        processes().signal(pid, Signal.KILL, Scope.PROCESS);
        assertTrue(processes().awaitExit());
        List<Pid> orphans = processes().orphans();
        assertEquals(1, orphans.size());
        assertEquals(pid, processes().reap().orElseThrow().pid());
        processes().signal(orphans.get(0), Signal.KILL, Scope.PROCESS);
        assertEquals(orphans.get(0), awaitAndReap().pid());
        assertEquals(List.of(), processes().orphans());
    }

    @Test
    void severalChildrenAreReapedEachOnce() {
        Set<Pid> launched = new HashSet<>();
        for (int i = 0; i < 5; i++) {
            launched.add(launch(Kind.EXITS_WITH_7));
        }
        Set<Pid> reaped = new HashSet<>();
        while (processes().awaitExit()) {
            assertTrue(reaped.add(processes().reap().orElseThrow().pid()));
        }
        assertEquals(launched, reaped);
    }

    @Test
    void aMissingCommandIsAFailureWithItsStage() {
        LaunchResult result = processes().launch(spec(Kind.MISSING));
        LaunchResult.Failed failed = assertInstanceOf(LaunchResult.Failed.class, result);
        assertEquals(Stage.FIND, failed.failure().stage());
        assertEquals("ENOENT", failed.failure().errno());
        assertFalse(processes().awaitExit(), "a failed launch leaves no child");
    }
}
