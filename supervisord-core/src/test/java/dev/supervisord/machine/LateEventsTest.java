package dev.supervisord.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Kind;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.ExitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events that come too late, or that cannot come. */
class LateEventsTest {

    private static final List<State> STATES = List.of(
            new State.Stopped(5),
            new State.Waiting(5, 1, 1),
            new State.Launching(5, 1, 1),
            new State.Forking(5, 1, 1),
            new State.Seeking(
                    new State.Running(5, 1), new Event.ChildExited(5, new ExitStatus.Exited(0), Duration.ofSeconds(5))),
            new State.Starting(5, 1, 1),
            new State.Working(5, 1),
            new State.Running(5, 1),
            new State.Backoff(5, 1, 0),
            new State.Aborting(5, Then.STAY_DOWN),
            new State.Stopping(5, Then.START_AGAIN, 0),
            new State.Clearing(new State.Exited(5), new Event.StartRequested()),
            new State.Pausing(5, 6),
            new State.Exited(5),
            new State.Fatal(5),
            new State.Unknown(5));

    private static List<Event> eventsOf(long generation) {
        List<Event> events = new ArrayList<>(List.of(
                new Event.Launched(generation),
                new Event.LaunchFailed(generation),
                new Event.ChildExited(generation, new ExitStatus.Exited(1), Duration.ofSeconds(5)),
                new Event.MainFound(generation),
                new Event.MainMissing(generation),
                new Event.LeftoversGone(generation),
                new Event.SignalRefused(generation)));
        for (Timer timer : Timer.values()) {
            events.add(new Event.TimerFired(generation, timer));
        }
        return events;
    }

    @Test
    void theListHasEveryState() {
        assertEquals(List.of(Kind.values()), STATES.stream().map(State::kind).toList());
    }

    @Test
    void whateverTellsOfAnEarlierRunIsIgnored() {
        for (State state : STATES) {
            for (Event event : eventsOf(4)) {
                assertEquals(
                        new Step(state, List.of()),
                        Life.step(Example.DEFAULTS, state, event),
                        () -> event + " in " + state);
            }
        }
    }

    @Test
    void aTimerOfAnotherKindIsIgnored() {
        for (State state : STATES) {
            for (Timer timer : Timer.values()) {
                if (!isFor(timer, state.kind())) {
                    assertEquals(
                            new Step(state, List.of()),
                            Life.step(Example.DEFAULTS, state, new Event.TimerFired(5, timer)),
                            () -> timer + " in " + state);
                }
            }
        }
    }

    private static boolean isFor(Timer timer, Kind kind) {
        return switch (timer) {
            case FORKED -> kind == Kind.FORKING;
            case SOUGHT -> kind == Kind.SEEKING;
            case SETTLED -> kind == Kind.STARTING;
            case RETRY -> kind == Kind.BACKOFF;
            case PAUSE -> kind == Kind.PAUSING;
            case PATIENCE -> kind == Kind.STOPPING;
            case GRACE -> kind == Kind.CLEARING;
        };
    }

    @Test
    void aRefusedSignalMattersOnlyWhileStopping() {
        for (State state : STATES) {
            Step step = Life.step(Example.DEFAULTS, state, new Event.SignalRefused(5));
            State expected = state.kind() == Kind.STOPPING ? new State.Unknown(5) : state;
            assertEquals(new Step(expected, List.of()), step, state::toString);
        }
    }

    @Test
    void aLaunchThatNobodyWaitsForIsABug() {
        for (State state : STATES) {
            if (state.kind() != Kind.LAUNCHING && state.kind() != Kind.ABORTING) {
                for (Event event : List.of(new Event.Launched(5), new Event.LaunchFailed(5))) {
                    assertThrows(IllegalStateException.class, () -> Life.step(Example.DEFAULTS, state, event));
                }
            }
        }
    }

    @Test
    void lettingGoWhoDoesNotWaitIsABug() {
        for (State state : STATES) {
            if (state.kind() != Kind.WAITING) {
                assertThrows(
                        IllegalStateException.class,
                        () -> Life.step(Example.DEFAULTS, state, new Event.DependenciesUp()));
            }
        }
    }

    @Test
    void theEndOfAChildThatThereCannotBeIsABug() {
        Event exit = new Event.ChildExited(5, new ExitStatus.Exited(0), Duration.ZERO);
        for (State state : STATES) {
            if (!state.kind().hasChild()) {
                assertThrows(IllegalStateException.class, () -> Life.step(Example.DEFAULTS, state, exit));
            }
        }
    }

    @Test
    void aLateEventIsIgnoredAlsoWhereItWouldBeABugInTime() {
        State stopped = new State.Stopped(5);
        assertEquals(new Step(stopped, List.of()), Life.step(Example.DEFAULTS, stopped, new Event.Launched(4)));
    }
}
