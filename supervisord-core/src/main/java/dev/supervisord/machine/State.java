package dev.supervisord.machine;

import dev.supervisord.model.Phase;
import dev.supervisord.model.Setbacks;
import java.util.Optional;

/**
 * Where one process is in its life. Each state holds exactly what it needs; there are no flags beside it.
 *
 * <p>{@link #generation} numbers the runs of the process: it is that of the live run where there is one, of the run to come
 * where one is waited for, else of the last.
 * {@code failures} counts the starts that have failed in a row, {@code shortRuns} the runs in a row that ended by
 * themselves within {@link Endings#LAUNCH_SPACING}, or with a {@code backoff} within its {@code reset}.
 */
public sealed interface State {

    long generation();

    Kind kind();

    /** The state as users know it. */
    default Phase phase() {
        return kind().shownAs();
    }

    /** What follows the stop that is under way; empty where none is. */
    default Optional<Then> afterStop() {
        return Optional.empty();
    }

    /** What went wrong before, as far as this state counts it. */
    default Setbacks setbacks() {
        return Setbacks.NONE;
    }

    /** What follows once a process that is being stopped has ended. */
    enum Then {
        STAY_DOWN,
        START_AGAIN
    }

    /** One constant for each record below, for exhaustive switches. */
    enum Kind {
        STOPPED(Phase.STOPPED, false),
        WAITING(Phase.STARTING, false),
        LAUNCHING(Phase.STARTING, false),
        FORKING(Phase.STARTING, true),
        SEEKING(Phase.STARTING, false),
        STARTING(Phase.STARTING, true),
        WORKING(Phase.STARTING, true),
        RUNNING(Phase.RUNNING, true),
        BACKOFF(Phase.BACKOFF, false),
        ABORTING(Phase.STOPPING, false),
        STOPPING(Phase.STOPPING, true),
        CLEARING(Phase.STOPPING, false),
        PAUSING(Phase.EXITED, false),
        EXITED(Phase.EXITED, false),
        FATAL(Phase.FATAL, false),
        UNKNOWN(Phase.UNKNOWN, true);

        private final Phase phase;
        private final boolean alive;

        Kind(Phase phase, boolean alive) {
            this.phase = phase;
            this.alive = alive;
        }

        /** The state as users know it. */
        public Phase shownAs() {
            return phase;
        }

        /** Down, and so it stays until somebody asks for a start. */
        public boolean isAtRest() {
            return switch (this) {
                case STOPPED, EXITED, FATAL -> true;
                case WAITING,
                        LAUNCHING,
                        FORKING,
                        SEEKING,
                        STARTING,
                        WORKING,
                        RUNNING,
                        BACKOFF,
                        ABORTING,
                        STOPPING,
                        CLEARING,
                        PAUSING,
                        UNKNOWN -> false;
            };
        }

        /** Whether a run is under way: a child, a launch that may give one, or what one has left behind. */
        public boolean hasRun() {
            return switch (this) {
                case LAUNCHING, FORKING, SEEKING, STARTING, WORKING, RUNNING, ABORTING, STOPPING, CLEARING, UNKNOWN ->
                    true;
                case STOPPED, WAITING, BACKOFF, PAUSING, EXITED, FATAL -> false;
            };
        }

        /** Whether a child of the current generation is known to exist: launched, and its end not yet seen. */
        public boolean hasChild() {
            return alive;
        }
    }

    /** Down, because it was never started or was stopped on purpose. */
    record Stopped(long generation) implements State {
        @Override
        public Kind kind() {
            return Kind.STOPPED;
        }
    }

    /** It is wanted up, and launched as soon as all that it depends on is up. */
    record Waiting(long generation, int failures, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.WAITING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(failures, shortRuns);
        }
    }

    /** A launch is under way and has not been answered yet. */
    record Launching(long generation, int failures, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.LAUNCHING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(failures, shortRuns);
        }
    }

    /** What was launched is alive, and is to put the main process into the background. */
    record Forking(long generation, int failures, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.FORKING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(failures, shortRuns);
        }
    }

    /**
     * Its main process has ended, which may have been expected; whether another one has taken its place is being looked at.
     *
     * @param before the state before
     * @param cause the end of the main process
     */
    record Seeking(State before, Event.ChildExited cause) implements State {
        @Override
        public long generation() {
            return before.generation();
        }

        @Override
        public Kind kind() {
            return Kind.SEEKING;
        }

        @Override
        public Setbacks setbacks() {
            return before.setbacks();
        }

        @Override
        public Phase phase() {
            return before.phase();
        }
    }

    /** Alive, but not yet for {@code startsecs}. */
    record Starting(long generation, int failures, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.STARTING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(failures, shortRuns);
        }
    }

    /** A oneshot at its work; it counts as started when that has ended well. */
    record Working(long generation, int failures) implements State {
        @Override
        public Kind kind() {
            return Kind.WORKING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(failures, 0);
        }
    }

    /** Up. */
    record Running(long generation, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.RUNNING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(0, shortRuns);
        }
    }

    /** A start has failed, or a run was short and there is a {@code backoff}; the next attempt waits for its timer. */
    record Backoff(long generation, int failures, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.BACKOFF;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(failures, shortRuns);
        }
    }

    /** A stop was asked for while the launch was under way; the signal is sent as soon as there is a pid. */
    record Aborting(long generation, Then then) implements State {
        @Override
        public Kind kind() {
            return Kind.ABORTING;
        }

        @Override
        public Optional<Then> afterStop() {
            return Optional.of(then);
        }
    }

    /**
     * A signal was sent that is to end it; the end has not been seen yet.
     *
     * @param step which of the signals was sent last, from 0; {@link #KILLING} when it was SIGKILL after all others
     */
    record Stopping(long generation, Then then, int step) implements State {

        public static final int KILLING = Integer.MAX_VALUE;

        @Override
        public Kind kind() {
            return Kind.STOPPING;
        }

        @Override
        public Optional<Then> afterStop() {
            return Optional.of(then);
        }
    }

    /**
     * What former runs have left behind is being ended; what happened in the state before takes effect after that.
     *
     * @param before the state before
     * @param cause what happened in it: the end of a run, or what leads to the launch of another
     */
    record Clearing(State before, Event cause) implements State {
        @Override
        public long generation() {
            return before.generation();
        }

        @Override
        public Optional<Then> afterStop() {
            return before.afterStop();
        }

        @Override
        public Kind kind() {
            return Kind.CLEARING;
        }

        @Override
        public Setbacks setbacks() {
            return before.setbacks();
        }

        /** What the process would be seen as if nothing had been left. */
        @Override
        public Phase phase() {
            return switch (before.kind()) {
                case FORKING, STARTING, BACKOFF, LAUNCHING -> Phase.BACKOFF;
                case WORKING, RUNNING, PAUSING -> Phase.EXITED;
                case STOPPING, ABORTING, UNKNOWN, CLEARING, SEEKING -> Phase.STOPPING;
                case STOPPED, EXITED, FATAL, WAITING -> Phase.STARTING;
            };
        }
    }

    /** It ended by itself after several very short runs and is started again after a pause. */
    record Pausing(long generation, int shortRuns) implements State {
        @Override
        public Kind kind() {
            return Kind.PAUSING;
        }

        @Override
        public Setbacks setbacks() {
            return new Setbacks(0, shortRuns);
        }
    }

    /** It ended by itself and stays down; a oneshot has done its work. */
    record Exited(long generation) implements State {
        @Override
        public Kind kind() {
            return Kind.EXITED;
        }
    }

    /** Every attempt to start it has failed. */
    record Fatal(long generation) implements State {
        @Override
        public Kind kind() {
            return Kind.FATAL;
        }
    }

    /** It could not be signalled; its end is still noticed. */
    record Unknown(long generation) implements State {
        @Override
        public Kind kind() {
            return Kind.UNKNOWN;
        }
    }
}
