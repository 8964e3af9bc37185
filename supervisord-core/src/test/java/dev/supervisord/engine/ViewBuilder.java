package dev.supervisord.engine;

import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.machine.State;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A process as a snapshot shows it: stopped, and nobody has asked anything of it yet, unless a test says otherwise. */
public final class ViewBuilder {
    private static final Situation UNTOUCHED = new Situation(
            new State.Stopped(0), Duration.ZERO, Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    private final ProcessSpec spec;
    private Phase phase = Phase.STOPPED;
    private OptionalInt pid = OptionalInt.empty();
    private long generation;
    private Optional<Duration> since = Optional.empty();
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> endedAt = Optional.empty();
    private Optional<ExitStatus> lastExit = Optional.empty();
    private Optional<LaunchFailure> failure = Optional.empty();
    private String reason = "";
    private boolean keptDown;

    private ViewBuilder(ProcessSpec spec) {
        this.spec = spec;
    }

    public static ViewBuilder of(ProcessSpec spec) {
        return new ViewBuilder(spec);
    }

    public static ProcessView stopped(ProcessSpec spec) {
        return of(spec).build();
    }

    public ViewBuilder running(int newPid) {
        phase = Phase.RUNNING;
        pid = OptionalInt.of(newPid);
        return this;
    }

    public ViewBuilder phase(Phase newPhase) {
        phase = newPhase;
        return this;
    }

    public ViewBuilder generation(long number) {
        generation = number;
        return this;
    }

    /**
     * When its live run was launched.
     *
     * @param monotonic by the monotonic clock
     * @param wall by the other one
     */
    public ViewBuilder started(Duration monotonic, Instant wall) {
        since = Optional.of(monotonic);
        startedAt = Optional.of(wall);
        return this;
    }

    /** How its last run ended. */
    public ViewBuilder ended(ExitStatus status, Instant wall) {
        lastExit = Optional.of(status);
        endedAt = Optional.of(wall);
        return this;
    }

    /** Its last launch failed, for which it is FATAL. */
    public ViewBuilder fatal(LaunchFailure why) {
        phase = Phase.FATAL;
        failure = Optional.of(why);
        reason = why.message();
        return this;
    }

    public ViewBuilder keptDown() {
        keptDown = true;
        return this;
    }

    public ProcessView build() {
        return new ProcessView(
                spec,
                phase,
                pid,
                generation,
                since,
                startedAt,
                endedAt,
                lastExit,
                failure,
                reason,
                keptDown,
                UNTOUCHED);
    }
}
