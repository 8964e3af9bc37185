package dev.supervisord.engine;

import static dev.supervisord.engine.Witness.require;

import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Kind;
import dev.supervisord.model.BackoffPolicy;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What a {@link Witness} remembers of one process, to judge what it does next. Steps are those of the witness. */
final class Past {

    /** More launches by itself than this never come within a second: five short runs are free, and each may follow a long one. */
    private static final int LAUNCHES_PER_SECOND_MAX = 8;

    final ProcessName name;

    /** Where it was last seen. */
    Kind kind = Kind.STOPPED;

    private long generation;

    /** Whether it was being stopped in order to be started again. */
    private boolean startsAgain;

    /** Whether what it left behind was being ended. */
    private boolean clearing;

    /** Whether it is to be started when that is done, whatever was to follow before. */
    boolean promised;

    /** When it was first seen there. */
    Duration since = Duration.ZERO;

    /** The configuration that was in force when it was last seen; a step is judged by what held before it. */
    Optional<ProcessSpec> spec = Optional.empty();

    /** Its startsecs when it was launched. */
    Duration settle = Duration.ZERO;

    /** The run that it waits to begin, and the failures before it. */
    private long awaitedRun = -1;

    private int awaitedFailures;

    /** Launches since the last fresh start. */
    private int attempts;

    /** How long it has to wait in BACKOFF at the least and at the most. */
    private Duration pauseMin = Duration.ZERO;

    private Duration pauseMax = Duration.ZERO;

    private final Deque<Duration> byItself = new ArrayDeque<>();

    int stopAskedAt = -1;
    int runningAt = -1;
    int doneAt = -1;
    int atRestAt;
    int failedAt = -1;
    int unknownAt = -1;

    Past(ProcessName name) {
        this.name = name;
    }

    /**
     * @param asked whether somebody wants it to run
     * @param ticking whether it may be a timer's doing
     * @param restarts whether the last run ended so that autorestart starts it again
     */
    void launchOrdered(State.Launching state, boolean asked, boolean ticking, Duration now, boolean restarts) {
        if (state.generation() == awaitedRun) {
            require(state.failures() == awaitedFailures, () -> name + " has forgotten its failures while it waited");
        } else {
            begins(state.failures(), asked, ticking, now, restarts);
        }
        awaitedRun = -1;
        attempts = state.failures() + 1;
    }

    /** It is wanted up, and waits for others. */
    void waits(State.Waiting state, boolean asked, boolean ticking, Duration now, boolean restarts) {
        if (state.generation() != awaitedRun) {
            begins(state.failures(), asked, ticking, now, restarts);
        }
        awaitedRun = state.generation();
        awaitedFailures = state.failures();
    }

    /** Whether there was a reason for another run. */
    private void begins(int failures, boolean asked, boolean ticking, Duration now, boolean restarts) {
        if (failures > 0) {
            require(kind == Kind.BACKOFF && (ticking || clearing), () -> name + " is tried again out of " + kind);
            require(failures == attempts, () -> name + " counts " + failures + " failures of " + attempts);
            require(since.plus(pauseMin).compareTo(now) <= 0, () -> name + " is tried again too early");
            return;
        }
        if (asked || startsAgain || promised) {
            return;
        }
        switch (kind) {
            case RUNNING -> require(restarts, () -> name + " is started again against autorestart");
            // A run may begin and end within one step, when the end was seen before the launch was reported.
            case LAUNCHING -> require(restarts, () -> name + " is started again against autorestart");
            case PAUSING -> require(ticking || clearing, () -> name + " is started out of its pause");
            case BACKOFF ->
                require(
                        (ticking || clearing) && since.plus(pauseMin).compareTo(now) <= 0,
                        () -> name + " is started before its pause is over");
            case STOPPED,
                    WAITING,
                    FORKING,
                    SEEKING,
                    STARTING,
                    WORKING,
                    ABORTING,
                    STOPPING,
                    CLEARING,
                    EXITED,
                    FATAL,
                    UNKNOWN -> require(false, () -> name + " is started out of " + kind + ", but nobody asked");
        }
        byItself.add(now);
        while (byItself.element().plusSeconds(1).compareTo(now) <= 0) {
            byItself.remove();
        }
        require(byItself.size() <= LAUNCHES_PER_SECOND_MAX, () -> name + " is started too often");
    }

    /**
     * @param ending whether it is not to be started again by itself: at the shutdown, or when it was removed
     * @param restarts whether its run ended so that autorestart starts it again
     * @param asked whether somebody wants it to run
     */
    void observe(Supervised process, Duration now, int step, boolean ending, boolean restarts, boolean asked) {
        clearing = process.state() instanceof State.Clearing;
        // While something is ended that was left behind, everything is as it was before.
        State state = process.state() instanceof State.Clearing waiting ? waiting.before() : process.state();
        boolean again = isStartedAgain(state);
        promised = clearing && (promised || asked); // a stop may have to wait for its turn
        require(!again || startsAgain || asked || promised, () -> name + " will be started again, but nobody asked");
        startsAgain = again;
        Kind seen = state.kind();
        if (seen != kind || state.generation() != generation) {
            since = now;
            settle = process.spec().start().settle();
            int retries = spec.orElse(process.spec()).start().retries();
            switch (seen) {
                case BACKOFF -> {
                    State.Backoff backoff = (State.Backoff) state;
                    require(
                            attempts <= retries || backoff.failures() == 0,
                            () -> name + " is in BACKOFF after " + attempts + " attempts");
                    pause(backoff, spec.orElse(process.spec()).restart().backoff(), restarts && !ending);
                }
                case FATAL ->
                    require(attempts > retries || ending, () -> name + " is FATAL after " + attempts + " attempts");
                case EXITED -> require(ending || !restarts, () -> name + " is not started again");
                case STOPPED,
                        WAITING,
                        LAUNCHING,
                        FORKING,
                        SEEKING,
                        STARTING,
                        WORKING,
                        RUNNING,
                        ABORTING,
                        STOPPING,
                        CLEARING,
                        PAUSING,
                        UNKNOWN -> {
                    // Looked at by others.
                }
            }
        }
        kind = seen;
        awaitedRun = kind == Kind.WAITING ? awaitedRun : -1;
        generation = state.generation();
        spec = Optional.of(process.spec());
        remember(step);
    }

    /** @param restarts whether its run ended so that it is started again */
    private void pause(State.Backoff state, Optional<BackoffPolicy> policy, boolean restarts) {
        if (state.failures() == 0) {
            require(restarts && policy.isPresent(), () -> name + " waits for another start that it will not get");
        }
        if (policy.isEmpty()) {
            pauseMin = Duration.ofSeconds(attempts);
            pauseMax = pauseMin;
            return;
        }
        Duration pause = policy.get().initial();
        for (int i = 1; i < state.failures() + state.shortRuns(); i++) {
            pause = Duration.ofMillis((long) (pause.toMillis() * policy.get().factor()));
        }
        long millis = Math.min(pause.toMillis(), policy.get().max().toMillis());
        pauseMin = Duration.ofMillis((long) (millis * (1 - policy.get().jitter())));
        pauseMax = Duration.ofMillis((long) (millis * (1 + policy.get().jitter())) + 1);
    }

    static boolean isStartedAgain(State state) {
        return state.afterStop().filter(then -> then == State.Then.START_AGAIN).isPresent();
    }

    private void remember(int step) {
        switch (kind) {
            case STOPPED, EXITED -> atRestAt = step;
            case FATAL -> {
                atRestAt = step;
                failedAt = step;
            }
            case BACKOFF -> failedAt = step;
            case RUNNING -> runningAt = step;
            case UNKNOWN -> unknownAt = step;
            case WAITING, LAUNCHING, FORKING, SEEKING, STARTING, WORKING, ABORTING, STOPPING, CLEARING, PAUSING -> {
                // Under way.
            }
        }
    }

    void nothingIsOverdue(State state, Duration now) {
        if (state.kind() == Kind.BACKOFF) {
            require(since.plus(pauseMax).compareTo(now) > 0, () -> "the next attempt of " + name + " is overdue");
        } else if (state.kind() == Kind.STARTING) {
            require(since.plus(settle).compareTo(now) > 0, () -> name + " should be RUNNING");
        } else if (state.kind() == Kind.PAUSING) {
            require(since.plusSeconds(1).compareTo(now) > 0, () -> "the pause of " + name + " is too long");
        }
    }
}
