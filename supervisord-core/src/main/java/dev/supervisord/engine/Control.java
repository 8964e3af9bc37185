package dev.supervisord.engine;

import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What others may ask of the supervisor loop. Any thread may call; no method blocks.
 *
 * <p>A name is a process ({@code group:process}, or one word when both are equal), a group ({@code group:*},
 * {@code group:}, or its bare name when it has several processes), a glob over the written names ({@code web*},
 * {@code web:*_0?}), or {@code all}. A name that fits nothing gives a {@link Outcome.Code#NO_SUCH_PROCESS} or
 * {@link Outcome.Code#NO_SUCH_GROUP} outcome of its own and does not keep the others from being done. Outcomes come in the
 * order of the names, and for each name in the order of groups and processes.
 *
 * <p>The asker of an operation is remembered with what it leads to ({@link Situation}); it is not asked for any right.
 *
 * <p>A full inbox fails the stage with {@link Overloaded}. Cancelling has no effect on what was begun.
 */
public interface Control {

    /** How long an operation is waited for. */
    enum Wait {
        /** Until each process has reached the wanted state, or has failed to. */
        UNTIL_DONE,
        /** Only until the operation was accepted. */
        NO
    }

    /** Starts processes; done when each is RUNNING or its first attempt has failed. */
    CompletionStage<List<Outcome>> start(List<String> names, Wait wait, Asker asker);

    /** Stops processes; done when each has ended. */
    CompletionStage<List<Outcome>> stop(List<String> names, Wait wait, Asker asker);

    /**
     * Stops processes, and keeps them stopped until a start or restart of them is asked for, also when the daemon or the machine
     * is started again; done when each has ended and that is written down. What is down already counts as stopped.
     */
    CompletionStage<List<Outcome>> stopAndKeep(List<String> names, Wait wait, Asker asker);

    /**
     * Stops processes where they run, then starts them; done when each is RUNNING or has failed. Gives, per process, the
     * outcome of the stop followed by that of the start, all stops first.
     */
    CompletionStage<List<Outcome>> restart(List<String> names, Wait wait, Asker asker);

    /** Sends a signal to each process itself, not to its group. */
    CompletionStage<List<Outcome>> signal(List<String> names, Signal signal);

    /**
     * Does something with the process of this run that may not wait, while its pid cannot be given to another; empty when it
     * does not live any more.
     */
    <T> CompletionStage<Optional<T>> withChild(ProcessName name, long generation, Function<Pid, T> action);

    /** Puts a new plan in place of the present one, touching only what differs. */
    CompletionStage<List<PlanChange>> apply(
            Plan plan, ApplyMode mode, List<String> groups, boolean dryRun, Asker asker);

    /** How {@link #apply} treats a changed process. */
    enum ApplyMode {
        /** Restart it only when a changed value cannot be applied while it runs ({@code ctl reload}). */
        LEAST,
        /** Restart it for any change, as Supervisor's {@code update} does. */
        RESTART_CHANGED,
        /** Stop everything and start anew whatever has autostart, as Supervisor's {@code reload} does. */
        RESTART_ALL
    }

    /** Removes groups all of whose processes are down ({@code remove}). */
    CompletionStage<List<Outcome>> remove(List<String> groups, Asker asker);

    /** Stops everything in order, then ends the loop. Done when the last process has ended. */
    CompletionStage<Void> shutdown(Asker asker);

    /** The present state of everything; never older than the last answered operation. */
    Snapshot snapshot();

    /**
     * From now on, has this one told of every change of {@link #snapshot}, just after it. Called on the loop thread, and so must
     * not block. Replaces whoever was told before.
     */
    void tellChanges(Consumer<Changes> follower);

    /** The loop has more messages waiting than it accepts; the caller may try again. */
    final class Overloaded extends Exception {
        private static final long serialVersionUID = 1L;

        public Overloaded(int limit) {
            super("the supervisor has " + limit + " requests waiting; try again");
        }
    }

    /** The daemon is about to execute itself anew. */
    final class Upgrading extends Exception {
        private static final long serialVersionUID = 1L;

        private final boolean accepted;

        /** @param accepted whether the request was begun; the new version brings it to its end, and nobody waits for it */
        public Upgrading(boolean accepted) {
            super(
                    accepted
                            ? "the daemon is being upgraded; what was begun goes on, ask again for how it ends"
                            : "the daemon is being upgraded and has done nothing; ask again");
            this.accepted = accepted;
        }

        public boolean isAccepted() {
            return accepted;
        }
    }

    /** The daemon is shutting down and starts nothing any more. */
    final class ShuttingDown extends Exception {
        private static final long serialVersionUID = 1L;

        public ShuttingDown() {
            super("the daemon is shutting down");
        }
    }
}
