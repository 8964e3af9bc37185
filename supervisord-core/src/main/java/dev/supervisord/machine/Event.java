package dev.supervisord.machine;

import dev.supervisord.model.ExitStatus;
import java.time.Duration;

/** What can happen to a process. Whatever belongs to a run carries that run's generation, so that a late one is ignored. */
public sealed interface Event {

    /** What belongs to a run, by its number. */
    sealed interface OfRun extends Event {
        long generation();
    }

    /** Somebody wants it up. */
    record StartRequested() implements Event {}

    /** Somebody wants it down. */
    record StopRequested() implements Event {}

    /** Somebody wants it to run with its present configuration from the start on, whatever it does now. */
    record RestartRequested() implements Event {}

    /** All that it depends on is up, and it waits for nothing else. */
    record DependenciesUp() implements Event {}

    /** The launch gave a child. */
    record Launched(long generation) implements OfRun {}

    /** The launch failed; there is no child. */
    record LaunchFailed(long generation) implements OfRun {}

    /** The child has ended, {@code lived} after its launch. */
    record ChildExited(long generation, ExitStatus status, Duration lived) implements OfRun {}

    /** The process that the pidfile names is the main process of this run now. */
    record MainFound(long generation) implements OfRun {}

    /** The main process of this run has ended, and there is no other. */
    record MainMissing(long generation) implements OfRun {}

    /** The timer armed by the state of this generation is due. */
    record TimerFired(long generation, Timer timer) implements OfRun {}

    /** The kernel refused to deliver the stop signal or SIGKILL to the child. */
    record SignalRefused(long generation) implements OfRun {}

    /** Nothing of the process's former runs lives any more. */
    record LeftoversGone(long generation) implements OfRun {}

    /** The timers of a life; a state arms one at most. */
    enum Timer {
        /** The child has been alive for {@code startsecs}. */
        SETTLED,
        /** What was launched has had {@code start_timeout} to go into the background. */
        FORKED,
        /** The main process has had its time to appear. */
        SOUGHT,
        /** It is time for the next attempt. */
        RETRY,
        /** The child has had its time to end after the signal last sent. */
        PATIENCE,
        /** The pause after a very short run is over. */
        PAUSE,
        /** What a run left behind has had {@code leftovers_grace} to end. */
        GRACE
    }
}
