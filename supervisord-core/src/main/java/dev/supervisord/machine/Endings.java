package dev.supervisord.machine;

import dev.supervisord.machine.Effect.Arm;
import dev.supervisord.machine.Event.ChildExited;
import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Backoff;
import dev.supervisord.machine.State.Exited;
import dev.supervisord.machine.State.Fatal;
import dev.supervisord.machine.State.Pausing;
import dev.supervisord.machine.State.Running;
import dev.supervisord.machine.State.Working;
import dev.supervisord.model.BackoffPolicy;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;
import java.util.Optional;

/** The part of the {@link Life} that decides what follows a run that has ended by itself, or could not begin. Stateless. */
final class Endings {

    /** A run that ends by itself sooner than this is a short one. */
    static final Duration LAUNCH_SPACING = Duration.ofSeconds(1);

    /**
     * So many short runs in a row are followed by the next at once; after that launches are {@link #LAUNCH_SPACING} apart, so
     * that a program that cannot live does not take the machine with it.
     */
    static final int SHORT_RUNS_FREE = 5;

    private Endings() {}

    /**
     * Supervisor's ladder: the n-th failure is followed by an attempt n seconds later, up to {@code startretries}. With a
     * {@code backoff} it is its pauses, and the short runs before count as well.
     */
    static Step failed(ProcessSpec spec, State from, int failures, int shortRuns) {
        long generation = from.generation();
        if (failures > spec.start().retries()) {
            return Step.to(new Fatal(generation));
        }
        Optional<BackoffPolicy> backoff = spec.restart().backoff();
        if (backoff.isPresent()) {
            return backOff(backoff.get(), new Backoff(generation, failures, shortRuns));
        }
        return Step.to(
                new Backoff(generation, failures, 0), new Arm(generation, Timer.RETRY, Duration.ofSeconds(failures)));
    }

    private static Step backOff(BackoffPolicy backoff, Backoff state) {
        Duration pause = backoff.pause(state.failures() + state.shortRuns());
        return Step.to(state, new Arm(state.generation(), Timer.RETRY, pause, backoff.jitter()));
    }

    static Step workEnded(ProcessSpec spec, Working from, ChildExited exit) {
        return spec.restart().expects(exit.status())
                ? Step.to(new Exited(from.generation()))
                : failed(spec, from, from.failures() + 1, 0);
    }

    static Step exitedByItself(ProcessSpec spec, State from, ChildExited exit) {
        if (!spec.restart().restartsAfter(exit.status())) {
            return Step.to(new Exited(from.generation()));
        }
        Optional<BackoffPolicy> backoff = spec.restart().backoff();
        if (backoff.isPresent()) {
            Duration running = exit.lived().minus(spec.start().settle());
            return running.compareTo(backoff.get().reset()) >= 0
                    ? Life.launch(spec, from)
                    : backOff(backoff.get(), new Backoff(from.generation(), 0, ((Running) from).shortRuns() + 1));
        }
        Duration pause = LAUNCH_SPACING.minus(exit.lived());
        if (pause.isZero() || pause.isNegative()) {
            return Life.launch(spec, from);
        }
        int shortRuns = ((Running) from).shortRuns() + 1;
        if (shortRuns <= SHORT_RUNS_FREE) {
            return Life.launch(spec, from, 0, shortRuns);
        }
        return Step.to(new Pausing(from.generation(), shortRuns), new Arm(from.generation(), Timer.PAUSE, pause));
    }
}
