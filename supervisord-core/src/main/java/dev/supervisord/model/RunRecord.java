package dev.supervisord.model;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the next daemon has to know of a process if this one dies: which run was the last, and how far it had come.
 *
 * @param bootId the time between two starts of the machine to which pid and start time belong
 * @param generation the run's number
 * @param mark the text that the run's processes carry in their environment, see {@link RunMark}
 * @param child the process; empty while its launch is not confirmed, and when the process is down
 * @param fingerprint of the configuration it was launched with, {@link RunFingerprint}; empty: not known
 * @param stop how it is to be stopped if it is not configured any more
 * @param stopStep which of its signals was sent last while it is being stopped, as in {@code State.Stopping}; else 0
 * @param stdout where its standard output is stored; empty: discarded
 * @param stderr the same for standard error; empty also when it goes where standard output goes
 * @param startedAt when it was launched, for display
 * @param endedAt when it ended, for display
 * @param exit how it ended
 * @param reason for people: why it is FATAL or waits for its next attempt; empty otherwise
 * @param setbacks what went wrong before this run, or with the last one
 * @param due when the next attempt is to be made while it is WAITING for its time, on the machine's monotonic clock; empty: at once
 */
public record RunRecord(
        ProcessName name,
        String bootId,
        long generation,
        String mark,
        Stage stage,
        Optional<Child> child,
        Optional<String> fingerprint,
        StopPolicy stop,
        int stopStep,
        Optional<StoredLog> stdout,
        Optional<StoredLog> stderr,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<ExitStatus> exit,
        String reason,
        Setbacks setbacks,
        Optional<Duration> due) {

    /**
     * That of a process of which no run is known.
     *
     * @param now what is told as the time of its launch
     */
    public static RunRecord withoutRun(ProcessSpec spec, String bootId, Stage stage, Instant now, String reason) {
        return new RunRecord(
                spec.name(),
                bootId,
                0,
                "",
                stage,
                Optional.empty(),
                Optional.empty(),
                spec.stop(),
                0,
                Optional.empty(),
                Optional.empty(),
                now,
                Optional.empty(),
                Optional.empty(),
                reason,
                Setbacks.NONE,
                Optional.empty());
    }

    /** How far a run had come, as far as that decides what the next daemon does. */
    public enum Stage {
        /** Launched, or about to be; it is wanted up. */
        UP,
        /** Being stopped, to stay down. */
        STOPPING,
        /** Being stopped, to be started again. */
        RESTARTING,
        /** Down until its next attempt to start. */
        WAITING,
        /** Down by request. */
        STOPPED,
        /** It ended by itself and stays down. */
        EXITED,
        /** Every attempt to start it has failed. */
        FATAL;

        /** Whether there may be a process. */
        public boolean mayLive() {
            return switch (this) {
                case UP, STOPPING, RESTARTING -> true;
                case WAITING, STOPPED, EXITED, FATAL -> false;
            };
        }
    }

    /**
     * A process that cannot be taken for another one of the same boot.
     *
     * @param startTicks when it started, field 22 of {@code /proc/PID/stat}; see {@code proc(5)}
     */
    public record Child(int pid, long startTicks) {}

    /**
     * The file of a stream.
     *
     * @param chosenByDaemon whether the daemon chose its name (AUTO)
     */
    public record StoredLog(boolean chosenByDaemon, Path path) {}

    /** What a loop's report changes in a record. */
    public record Note(
            Stage stage,
            int stopStep,
            Optional<Instant> endedAt,
            Optional<ExitStatus> exit,
            String reason,
            Setbacks setbacks,
            Optional<Duration> due) {}

    /** The same run at a later time. */
    public RunRecord with(Note note) {
        return new RunRecord(
                name,
                bootId,
                generation,
                mark,
                note.stage(),
                note.stage().mayLive() ? child : Optional.empty(),
                fingerprint,
                stop,
                note.stopStep(),
                stdout,
                stderr,
                startedAt,
                note.endedAt(),
                note.exit(),
                note.reason(),
                note.setbacks(),
                note.due());
    }

    /** The same run, whose process is known now. */
    public RunRecord with(Child known) {
        return new RunRecord(
                name,
                bootId,
                generation,
                mark,
                stage,
                Optional.of(known),
                fingerprint,
                stop,
                stopStep,
                stdout,
                stderr,
                startedAt,
                endedAt,
                exit,
                reason,
                setbacks,
                due);
    }

    /** The same run, with its output stored elsewhere. */
    public RunRecord with(Optional<StoredLog> out, Optional<StoredLog> err) {
        return new RunRecord(
                name,
                bootId,
                generation,
                mark,
                stage,
                child,
                fingerprint,
                stop,
                stopStep,
                out,
                err,
                startedAt,
                endedAt,
                exit,
                reason,
                setbacks,
                due);
    }
}
