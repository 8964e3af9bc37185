package dev.supervisord.engine;

import dev.supervisord.engine.Cause.Reason;
import dev.supervisord.machine.Event;
import dev.supervisord.machine.State;
import dev.supervisord.model.ExitStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last runs of one process, and who asked for them and for their ends. It lives as long as the daemon: the next one begins
 * with an empty one. Owned by the loop thread.
 */
final class RunHistory {

    /** So many runs are remembered. */
    static final int RUNS_MAX = 10;

    private List<Run> ended = List.of();
    private @Nullable Ask nextStart;
    private @Nullable Ask start;
    private @Nullable Ask stop;

    /** A request was accepted. */
    void accepted(Event request, Ask ask) {
        if (request instanceof Event.StartRequested) {
            nextStart = ask;
        } else if (request instanceof Event.StopRequested) {
            stop = ask;
            nextStart = null;
        } else {
            stop = ask;
            nextStart = ask;
        }
    }

    /** A launch is ordered: by whoever asked for it, else by the rules of the process. */
    void begins(State state, Instant now) {
        boolean retries = state.setbacks().failures() > 0;
        start = nextStart != null
                ? nextStart
                : new Ask(Cause.rule(retries ? Reason.RETRY : Reason.RESTART_POLICY), now);
        nextStart = null;
        stop = null;
    }

    /** A run of an earlier daemon goes on. */
    void takenOver(Instant startedAt) {
        start = new Ask(Cause.rule(Reason.TAKEN_OVER), startedAt);
    }

    /** @param before the state in which the run ended */
    void ended(Supervised process, State before, ExitStatus status, Instant at) {
        boolean stopped = before.afterStop().isPresent() || before.kind() == State.Kind.UNKNOWN;
        boolean killed = before instanceof State.Stopping stopping && stopping.step() == State.Stopping.KILLING;
        remember(Run.ended(
                before.generation(),
                process.lastPid(),
                process.startedAt().orElse(at),
                at,
                status,
                startedBy(),
                stopped ? stop().map(Ask::cause) : Optional.empty(),
                killed));
    }

    void launchFailed(long generation, Instant at, String why) {
        remember(Run.failed(generation, at, startedBy(), why));
    }

    private Cause startedBy() {
        return start == null ? Cause.rule(Reason.TAKEN_OVER) : start.cause();
    }

    private void remember(Run run) {
        List<Run> runs = new ArrayList<>(ended);
        if (runs.size() == RUNS_MAX) {
            runs.remove(0);
        }
        runs.add(run);
        ended = List.copyOf(runs);
    }

    /** The runs that are over, oldest first; immutable. */
    List<Run> runs() {
        return ended;
    }

    /** Who has asked for the run that is to come, else for the live one, else for the last. */
    Optional<Ask> start() {
        return Optional.ofNullable(nextStart == null ? start : nextStart);
    }

    /** Who has asked for the stop that is under way or was made; empty when a run has begun since. */
    Optional<Ask> stop() {
        return Optional.ofNullable(stop);
    }
}
