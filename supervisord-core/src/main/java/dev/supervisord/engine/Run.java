package dev.supervisord.engine;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.os.Pid;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A run that is over, or an attempt that came to none, as it is remembered. Immutable, and small: there are ten for each
 * process.
 */
public final class Run {

    private static final int NONE = 0;

    private final long generation;
    private final int pid;
    private final long startedAtMillis;
    private final long endedAtMillis;
    private final @Nullable ExitStatus exit;
    private final Cause startedBy;
    private final @Nullable Cause endedBy;
    private final boolean killed;
    private final String launchFailure;

    private Run(
            long generation,
            int pid,
            Instant startedAt,
            Instant endedAt,
            @Nullable ExitStatus exit,
            Cause startedBy,
            @Nullable Cause endedBy,
            boolean killed,
            String launchFailure) {
        this.generation = generation;
        this.pid = pid;
        this.startedAtMillis = startedAt.toEpochMilli();
        this.endedAtMillis = endedAt.toEpochMilli();
        this.exit = exit;
        this.startedBy = startedBy;
        this.endedBy = endedBy;
        this.killed = killed;
        this.launchFailure = launchFailure;
    }

    /**
     * A run that has ended.
     *
     * @param endedBy empty: by itself
     */
    static Run ended(
            long generation,
            Optional<Pid> pid,
            Instant startedAt,
            Instant endedAt,
            ExitStatus exit,
            Cause startedBy,
            Optional<Cause> endedBy,
            boolean killed) {
        return new Run(
                generation,
                pid.map(Pid::value).orElse(NONE),
                startedAt,
                endedAt,
                exit,
                startedBy,
                endedBy.orElse(null),
                killed,
                "");
    }

    /** A launch that gave no process. */
    static Run failed(long generation, Instant at, Cause startedBy, String why) {
        return new Run(generation, NONE, at, at, null, startedBy, null, false, why);
    }

    /** Counts the runs of its process, from 1. */
    public long generation() {
        return generation;
    }

    /** Its main process; empty when the launch failed. */
    public OptionalInt pid() {
        return pid == NONE ? OptionalInt.empty() : OptionalInt.of(pid);
    }

    /** To the millisecond, by the wall clock. */
    public Instant startedAt() {
        return Instant.ofEpochMilli(startedAtMillis);
    }

    /** To the millisecond, by the wall clock. */
    public Instant endedAt() {
        return Instant.ofEpochMilli(endedAtMillis);
    }

    /** How it ended; empty when the launch failed. */
    public Optional<ExitStatus> exit() {
        return Optional.ofNullable(exit);
    }

    public Cause startedBy() {
        return startedBy;
    }

    /** Who or what has had it stopped; empty when it ended by itself. */
    public Optional<Cause> endedBy() {
        return Optional.ofNullable(endedBy);
    }

    /** Whether it was sent SIGKILL, because none of its stop signals had ended it in time. */
    public boolean wasKilled() {
        return killed;
    }

    /** Why it could not be launched; empty when it was. */
    public String launchFailure() {
        return launchFailure;
    }
}
