package dev.supervisord.engine;

import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The state of everything at one instant, immutable. Published by the loop after each batch of messages and before their
 * answers.
 *
 * @param revision grows with each published change
 * @param plan what is configured
 * @param processes by group and name: all of the plan, and those that were removed from it but have not ended yet
 */
public record Snapshot(long revision, DaemonPhase daemon, Plan plan, List<ProcessView> processes) {

    public Snapshot {
        processes = List.copyOf(processes);
    }

    /** The processes that these names fit, by the rules of {@link Control}; all processes when there are no names. */
    public Selection select(List<String> names) {
        return new SnapshotNames(this).select(names);
    }

    /** What the daemon as a whole is doing. */
    public enum DaemonPhase {
        RUNNING,
        SHUTTING_DOWN,
        /** About to execute itself anew: programs run, requests have to wait. */
        UPGRADING
    }

    /** Whether the daemon is on its way to its end. */
    public boolean isShuttingDown() {
        return daemon == DaemonPhase.SHUTTING_DOWN;
    }

    /**
     * One process.
     *
     * @param pid of the live run, when there is one
     * @param generation number of the last run; 0 before the first
     * @param since the monotonic time at which the live run was launched
     * @param startedAt when the last run was launched, by the wall clock
     * @param endedAt when the last run ended, by the wall clock
     * @param lastExit how the last run ended
     * @param failure why the last launch failed, when it did
     * @param reason for people: why it is BACKOFF, FATAL or UNKNOWN; empty otherwise
     * @param keptDown whether it stays stopped until somebody starts it by request, also after a start of the daemon
     * @param situation what explains all that
     */
    public record ProcessView(
            ProcessSpec spec,
            Phase phase,
            OptionalInt pid,
            long generation,
            Optional<Duration> since,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            Optional<ExitStatus> lastExit,
            Optional<LaunchFailure> failure,
            String reason,
            boolean keptDown,
            Situation situation) {

        public ProcessName name() {
            return spec.name();
        }
    }
}
