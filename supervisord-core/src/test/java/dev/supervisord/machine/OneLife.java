package dev.supervisord.machine;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Carries out the effects of the machine for one process in virtual time: launches are answered at once, children do what
 * their number says.
 */
final class OneLife {

    /** What a launch gives: a child that ends by itself, one that ends never, or none. */
    record Fate(boolean launches, Optional<Duration> lifetime, ExitStatus status) {}

    static final Fate FAILS = new Fate(false, Optional.empty(), new ExitStatus.Exited(0));
    static final Fate UNKILLABLE = new Fate(true, Optional.empty(), new ExitStatus.Exited(0));

    static Fate lives(Duration lifetime, ExitStatus status) {
        return new Fate(true, Optional.of(lifetime), status);
    }

    private record Due(Duration at, Event event) {}

    private final ProcessSpec spec;
    private final IntFunction<Fate> fates;
    private final List<Duration> launches = new ArrayList<>();
    private final List<Long> generations = new ArrayList<>();
    private final List<Duration> stopSignals = new ArrayList<>();
    private final List<Duration> kills = new ArrayList<>();
    private final Set<State.Kind> been = EnumSet.noneOf(State.Kind.class);
    private State state = new State.Stopped(0);
    private Duration now = Duration.ZERO;
    private Optional<Due> timer = Optional.empty();
    private Optional<Due> end = Optional.empty();

    /** @param fates what becomes of the n-th launch, from 1 */
    OneLife(ProcessSpec spec, IntFunction<Fate> fates) {
        this.spec = spec;
        this.fates = fates;
    }

    void start() {
        give(new Event.StartRequested());
    }

    void give(Event event) {
        Step step = Life.step(spec, state, event);
        if (step.next().kind() != state.kind() || step.next().generation() != state.generation()) {
            timer = Optional.empty();
        }
        state = step.next();
        been.add(state.kind());
        step.effects().forEach(this::carryOut);
    }

    private void carryOut(Effect effect) {
        if (effect instanceof Effect.Arm arm) {
            Event fired = new Event.TimerFired(arm.generation(), arm.timer());
            timer = Optional.of(new Due(now.plus(arm.delay()), fired));
        } else if (effect instanceof Effect.SendStopSignal) {
            stopSignals.add(now);
        } else if (effect instanceof Effect.SendKill) {
            kills.add(now);
        } else if (effect instanceof Effect.Launch launch) {
            launches.add(now);
            generations.add(launch.generation());
            Fate fate = fates.apply(launches.size());
            if (fate.launches()) {
                end = fate.lifetime()
                        .map(life -> new Due(
                                now.plus(life), new Event.ChildExited(launch.generation(), fate.status(), life)));
                give(new Event.Launched(launch.generation()));
            } else {
                give(new Event.LaunchFailed(launch.generation()));
            }
        }
    }

    /** Lets time pass; what is due at its end still happens, and ends come before timers. */
    void passTime(Duration time) {
        Duration until = now.plus(time);
        for (Optional<Due> next = next(until); next.isPresent(); next = next(until)) {
            now = next.get().at();
            if (next.equals(end)) {
                end = Optional.empty();
            } else {
                timer = Optional.empty();
            }
            give(next.get().event());
        }
        now = until;
    }

    private Optional<Due> next(Duration until) {
        boolean endFirst = end.isPresent()
                && (timer.isEmpty() || end.get().at().compareTo(timer.get().at()) <= 0);
        return (endFirst ? end : timer).filter(due -> due.at().compareTo(until) <= 0);
    }

    State.Kind kind() {
        return state.kind();
    }

    boolean wasEver(State.Kind kind) {
        return been.contains(kind);
    }

    List<Duration> launches() {
        return launches;
    }

    List<Long> generations() {
        return generations;
    }

    List<Duration> stopSignals() {
        return stopSignals;
    }

    List<Duration> kills() {
        return kills;
    }
}
