package dev.supervisord.engine;

import dev.supervisord.engine.Explanation.Awaited;
import dev.supervisord.engine.Explanation.Next;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.machine.State;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import dev.supervisord.model.StopPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains the states of the processes of one snapshot; a value, usable from any thread. */
public final class Explainer {

    private final SnapshotNames processes;
    private final Duration now;

    /** @param now the monotonic time */
    public Explainer(Snapshot snapshot, Duration now) {
        this.processes = new SnapshotNames(snapshot);
        this.now = now;
    }

    /** Why a process of the snapshot is in its state. */
    public Explanation explain(ProcessView process) {
        Situation situation = process.situation();
        State state = situation.state();
        Next next = next(state);
        Optional<Duration> nextIn =
                situation.due().map(due -> due.minus(now)).filter(left -> !left.isNegative() && next != Next.NOTHING);
        List<Awaited> waitsFor = next == Next.DEPENDENCIES ? waitsFor(process) : List.of();
        Explanation facts = new Explanation(
                process,
                now.minus(situation.since()),
                next,
                nextIn,
                state.setbacks().failures(),
                waitsFor,
                signal(process, state),
                nextSignal(process, state),
                List.of(),
                Advice.of(process, waitsFor));
        return new Explanation(
                process,
                facts.age(),
                next,
                nextIn,
                facts.failures(),
                waitsFor,
                facts.signal(),
                facts.nextSignal(),
                new Wording(facts).sentences(),
                facts.advice());
    }

    private static Next next(State state) {
        return switch (state.kind()) {
            case STOPPED, RUNNING, EXITED, FATAL, UNKNOWN -> Next.NOTHING;
            case WAITING -> Next.DEPENDENCIES;
            case LAUNCHING, ABORTING -> Next.LAUNCH;
            case FORKING, SEEKING -> Next.BACKGROUND;
            case STARTING -> Next.SETTLE;
            case WORKING -> Next.WORK;
            case BACKOFF, PAUSING -> Next.RETRY;
            case STOPPING -> Next.SIGNAL;
            case CLEARING -> Next.LEFTOVERS;
        };
    }

    private List<Awaited> waitsFor(ProcessView process) {
        List<Awaited> found = new ArrayList<>();
        for (ProcessName name : process.spec().role().dependencies()) {
            Optional<ProcessView> dependency = processes.find(name);
            if (dependency.isEmpty() || !isUp(dependency.get())) {
                found.add(new Awaited(name, dependency.map(ProcessView::phase)));
            }
        }
        return found;
    }

    /** As {@link WaitingRoom} sees it, but for one that is about to be stopped. */
    private static boolean isUp(ProcessView process) {
        return process.phase() == Phase.RUNNING
                || (process.phase() == Phase.EXITED
                        && process.spec().role().isOneshot()
                        && process.lastExit()
                                .filter(process.spec().restart()::expects)
                                .isPresent());
    }

    private static Optional<Signal> signal(ProcessView process, State state) {
        if (!(state instanceof State.Stopping stopping)) {
            return Optional.empty();
        }
        return Optional.of(
                stopping.step() == State.Stopping.KILLING
                        ? Signal.KILL
                        : process.spec().stop().steps().get(stopping.step()).signal());
    }

    private static Optional<Signal> nextSignal(ProcessView process, State state) {
        if (!(state instanceof State.Stopping stopping)) {
            return Optional.empty();
        }
        StopPolicy stop = process.spec().stop();
        boolean kill = stopping.step() == State.Stopping.KILLING || stop.killsAt(stopping.step() + 1);
        return Optional.of(
                kill ? Signal.KILL : stop.steps().get(stopping.step() + 1).signal());
    }
}
