package dev.supervisord.os;

import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Starting, signalling and reaping children.
 *
 * <p>Threads: {@link #launch} is called on the launcher thread only, {@link #awaitExit} on the reaper thread only,
 * {@link #signal} and {@link #reap} on the loop thread only. Because the thread that signals is the one that reaps, a
 * pid can never have been given to a stranger between the decision to signal it and the signal.
 */
public interface Processes {

    /** A launch either gives a child or says at which stage it failed, and why. */
    sealed interface LaunchResult {
        record Launched(Pid pid) implements LaunchResult {}

        record Failed(LaunchFailure failure) implements LaunchResult {}
    }

    /** What became of a signal. */
    enum Delivery {
        DELIVERED,
        /** There is no such process (any more). */
        NO_SUCH_PROCESS,
        /** The kernel refused, {@code EPERM}: for instance a child that changed its user id. */
        NOT_PERMITTED
    }

    /** Whom a signal is for. */
    enum Scope {
        PROCESS,
        /** The process group that the process leads, the process included. */
        GROUP
    }

    /** Starts a child as the specification says. Blocks for the time of the launch, usually under a millisecond. */
    LaunchResult launch(LaunchSpec spec);

    /**
     * Waits until what a program wrote that has ended is in the pipe of its output. Only who had a terminal is waited for, and
     * never longer than this: others may go on writing to it. Called on the launcher thread only.
     */
    void awaitOutput(Pid program, Duration patience);

    /** Sends a signal to a child that was not reaped yet. */
    Delivery signal(Pid pid, Signal signal, Scope scope);

    /**
     * Takes one child that has ended, and frees its pid; empty when none has.
     *
     * <p>Also gives children that were never launched here: orphans that the kernel handed to this process.
     */
    Optional<Exit> reap();

    /**
     * The children that the kernel has handed to this process because their parents have ended. May hold some that were launched
     * here, and some that have ended but were not reaped. Their pids cannot become a stranger's before they are reaped. Called on
     * the loop thread only; takes microseconds.
     */
    List<Pid> orphans();

    /**
     * Blocks until at least one child has ended and can be reaped. Returns also when there is no child at all; the caller
     * then waits until the next launch before it calls again.
     *
     * @return whether a child can be reaped
     */
    boolean awaitExit();

    /** This process's own pid. */
    Pid self();
}
