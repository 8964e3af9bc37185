package dev.supervisord.machine;

import dev.supervisord.model.Signal;
import java.time.Duration;

/** What the engine has to do because of a step, in the order given. */
public sealed interface Effect {

    /** Launch the program; answered by {@code Launched} or {@code LaunchFailed} of this generation. */
    record Launch(long generation) implements Effect {}

    /** Look which process the pidfile names; answered by {@code MainFound} or {@code MainMissing} of this generation. */
    record SeekMain(long generation) implements Effect {}

    /** Send this signal, one of those that are to stop it, to the child. */
    record SendStopSignal(long generation, Signal signal) implements Effect {}

    /** Send SIGKILL to the child. */
    record SendKill(long generation) implements Effect {}

    /** Ask what the process's former runs have left behind to end, SIGTERM; answered by {@code LeftoversGone}. */
    record EndLeftovers(long generation) implements Effect {}

    /** Send SIGKILL to what is still left of it, and from now on to what turns up in its place. */
    record KillLeftovers(long generation) implements Effect {}

    /**
     * Fire {@code timer} after {@code delay}. It replaces the timer armed before; any change of {@link State.Kind} disarms it.
     *
     * @param jitter the part of the delay, 0 to 1, by which chance may make it shorter or longer
     */
    record Arm(long generation, Event.Timer timer, Duration delay, double jitter) implements Effect {

        public Arm(long generation, Event.Timer timer, Duration delay) {
            this(generation, timer, delay, 0);
        }
    }

    /** Tell whoever asked that there is nothing to do, or that it cannot be done now. */
    record Refuse(Refusal refusal) implements Effect {}

    /** Why a request is refused. */
    enum Refusal {
        ALREADY_STARTED,
        NOT_RUNNING,
        /** A start while a stop is under way. */
        STOPPING,
        /** A start while a child that cannot be signalled may still live. */
        UNKNOWN
    }
}
