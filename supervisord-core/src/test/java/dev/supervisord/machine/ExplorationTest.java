package dev.supervisord.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.machine.Exploration.Visit;
import dev.supervisord.machine.State.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What holds for every step that can be met. */
class ExplorationTest {

    private static final List<Visit> EVERYTHING = Exploration.everything();

    @Test
    void everyStateCanBeReached() {
        Set<Kind> reached = EnumSet.noneOf(Kind.class);
        EVERYTHING.forEach(visit -> reached.add(visit.node().state().kind()));
        assertEquals(EnumSet.allOf(Kind.class), reached);
    }

    /** STYLE: a transition that no example shows is one that nobody has thought about. */
    @Test
    void everyEdgeThatCanBeTakenHasAnExampleAndTheOtherWayRound() {
        Set<String> met = EVERYTHING.stream()
                .map(visit -> edge(visit.node().state(), visit.event(), visit.step()))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> shown = Examples.all().stream()
                .map(example -> edge(example.state(), example.event(), example.expected()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(met, shown);
    }

    private static String edge(State from, Event event, Step step) {
        boolean refused = step.effects().stream().anyMatch(Effect.Refuse.class::isInstance);
        return from.kind() + " -- " + Happening.of(event).words + " -> "
                + (refused ? "refused" : step.next().kind());
    }

    @Test
    void whatWaitsForTimeHasATimerAndNothingElseHas() {
        for (Visit visit : EVERYTHING) {
            Optional<Event.Timer> expected = switch (visit.step().next().kind()) {
                case FORKING -> Optional.of(Event.Timer.FORKED);
                case SEEKING -> Optional.of(Event.Timer.SOUGHT);
                case STARTING -> Optional.of(Event.Timer.SETTLED);
                case BACKOFF -> Optional.of(Event.Timer.RETRY);
                case PAUSING -> Optional.of(Event.Timer.PAUSE);
                case STOPPING -> Optional.of(Event.Timer.PATIENCE);
                case CLEARING -> Optional.of(Event.Timer.GRACE);
                case STOPPED, WAITING, LAUNCHING, WORKING, RUNNING, ABORTING, EXITED, FATAL, UNKNOWN ->
                    Optional.empty();
            };
            assertEquals(expected, visit.armedAfter(), visit::toString);
        }
    }

    @Test
    void aLaunchIsOrderedExactlyWhenANewRunBeginsOrNeedNotBeWaitedForAnyMore() {
        for (Visit visit : EVERYTHING) {
            State before = visit.node().state();
            State next = visit.step().next();
            boolean newRun = next.generation() == before.generation() + 1;
            boolean launch = visit.step().effects().contains(new Effect.Launch(next.generation()));
            boolean letGo = before.kind() == Kind.WAITING && next.kind() == Kind.LAUNCHING;
            boolean waits = newRun && next.kind() == Kind.WAITING;
            assertEquals(newRun || letGo, launch || waits, visit::toString);
            assertFalse(newRun && letGo, visit::toString);
            assertFalse(launch && waits, visit::toString);
            assertEquals(newRun, next.generation() != before.generation());
            assertTrue(!launch || next.kind() == Kind.LAUNCHING, visit::toString);
            assertTrue(!waits || !visit.spec().role().dependencies().isEmpty(), visit::toString);
        }
    }

    @Test
    void aNewRunBeginsOnlyWhenNoChildCanBeLeft() {
        for (Visit visit : EVERYTHING) {
            boolean ended = visit.happening() == Happening.EXITED || visit.happening() == Happening.LAUNCH_FAILED;
            boolean childless = !visit.node().state().kind().hasChild()
                    && visit.node().state().kind() != Kind.LAUNCHING
                    && visit.node().state().kind() != Kind.ABORTING;
            assertTrue(
                    ended
                            || childless
                            || visit.step().next().generation()
                                    == visit.node().state().generation(),
                    visit::toString);
        }
    }

    @Test
    void signalsAreSentOnlyToAChildThatIsBeingStoppedOrDoesNotGoIntoTheBackground() {
        for (Visit visit : EVERYTHING) {
            boolean signals = visit.step().effects().stream()
                    .anyMatch(effect -> effect instanceof Effect.SendStopSignal || effect instanceof Effect.SendKill);
            boolean tooLate = visit.happening() == Happening.FORKED
                    && visit.node().state().kind() == Kind.FORKING;
            assertFalse(signals && !tooLate && visit.step().next().kind() != Kind.STOPPING, visit::toString);
        }
    }

    @Test
    void aRefusalChangesNothing() {
        for (Visit visit : EVERYTHING) {
            boolean refuses = visit.step().effects().stream().anyMatch(Effect.Refuse.class::isInstance);
            assertTrue(
                    !refuses
                            || (visit.step().effects().size() == 1
                                    && visit.step().next().equals(visit.node().state())),
                    visit::toString);
        }
    }

    @Test
    void noStateIsADeadEnd() {
        for (Kind kind : Kind.values()) {
            assertTrue(
                    EVERYTHING.stream()
                            .anyMatch(visit -> visit.node().state().kind() == kind
                                    && visit.step().next().kind() != kind),
                    kind + " cannot be left");
        }
    }
}
