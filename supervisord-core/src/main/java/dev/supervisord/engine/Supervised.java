package dev.supervisord.engine;

import dev.supervisord.machine.Event;
import dev.supervisord.machine.State;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Phase;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord;
import dev.supervisord.os.Pid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One process under supervision: its configuration, its state, and what is remembered of its last run. Owned by the loop
 * thread; others see its {@link #view}.
 */
final class Supervised {

    private ProcessSpec spec;
    private int groupPriority;
    private @Nullable ProcessSpec nextSpec;
    private State state = new State.Stopped(0);
    private long lastRun;
    private boolean leaving;
    private long stopAskedAt;
    private boolean stopIsDue;
    private final Set<Long> restarts = new HashSet<>(2);
    private boolean keptDown;
    private Duration since = Duration.ZERO;
    private final RunHistory history = new RunHistory();

    private @Nullable Pid pid;
    private @Nullable Pid lastPid;
    private @Nullable Duration launchedAt;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private @Nullable ExitStatus lastExit;
    private @Nullable LaunchFailure failure;
    private @Nullable Obstacle obstacle;
    private String reason = "";
    private String causeOfEnd = "";
    private String waiting = "";

    private Timers.@Nullable Armed timer;
    private final List<Watch> watches = new ArrayList<>();
    private Snapshot.@Nullable ProcessView view;

    Supervised(ProcessSpec spec, GroupSpec group) {
        this.spec = spec;
        this.groupPriority = group.priority();
    }

    ProcessName name() {
        return spec.name();
    }

    /** The configuration of the run, or of the next one when there is none. */
    ProcessSpec spec() {
        return spec;
    }

    /** What is configured for it now: the next run's configuration, also while an older one is still in force. */
    ProcessSpec wantedSpec() {
        return nextSpec == null ? spec : nextSpec;
    }

    /** Whether another configuration is kept for the next run: a run that is RUNNING all the same is about to be replaced. */
    boolean isOutdated() {
        return nextSpec != null;
    }

    int groupPriority() {
        return groupPriority;
    }

    State state() {
        return state;
    }

    Phase phase() {
        return state.phase();
    }

    /** The number of the last run whose launch was ordered; 0: none. A later one may be waited for. */
    long lastRun() {
        return lastRun;
    }

    void beginsRun(long generation) {
        lastRun = generation;
    }

    /** Whether it is to be forgotten as soon as it is down. */
    boolean isLeaving() {
        return leaving;
    }

    void leave(boolean leave) {
        leaving = leave;
        view = null;
    }

    Optional<Pid> pid() {
        return Optional.ofNullable(pid);
    }

    /** The main process, or the last one there was. */
    Optional<Pid> lastPid() {
        return Optional.ofNullable(lastPid);
    }

    Optional<Duration> launchedAt() {
        return Optional.ofNullable(launchedAt);
    }

    Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    Optional<Instant> endedAt() {
        return Optional.ofNullable(endedAt);
    }

    Optional<ExitStatus> lastExit() {
        return Optional.ofNullable(lastExit);
    }

    Optional<LaunchFailure> failure() {
        return Optional.ofNullable(failure);
    }

    String reason() {
        return reason;
    }

    /** When it was last asked to stop, as {@link Operations} counts its requests; 0: never. */
    long stopAskedAt() {
        return stopAskedAt;
    }

    void stopAsked(long request) {
        stopAskedAt = request;
        stopIsDue = true;
        restarts.clear();
    }

    /** Its turn to be stopped has come. */
    void stopIsMade() {
        stopIsDue = false;
    }

    /** Whether it is to be stopped or replaced, though its turn may not have come yet. */
    boolean isAboutToEnd() {
        return stopIsDue || isComingBack() || isOutdated();
    }

    /** Whether the one who has it stopped is going to start it again. */
    boolean isComingBack() {
        return !restarts.isEmpty();
    }

    /** This request has it stopped in order to start it again. */
    void comesBack(long request) {
        restarts.add(request);
    }

    /** This request starts it now, or has found that it cannot. */
    void hasComeBack(long request) {
        restarts.remove(request);
    }

    /** Whether it stays stopped until somebody starts it by request; see {@link KeptDown}. */
    boolean isKeptDown() {
        return keptDown;
    }

    void keepDown(boolean keep) {
        keptDown = keep;
        view = null;
    }

    /** Takes a new configuration over for the next run, and leaves the one that lives now alone. */
    void configure(ProcessSpec fresh, int priority) {
        if (state.kind().hasRun()) {
            planSpec(fresh, priority);
        } else {
            replaceSpec(fresh, priority);
        }
    }

    /** Uses a new configuration for the run that lives now. */
    void replaceSpec(ProcessSpec fresh, int priority) {
        spec = fresh;
        nextSpec = null;
        groupPriority = priority;
        view = null;
    }

    /** Its group has moved in the order of starting and stopping. */
    void regroup(int priority) {
        groupPriority = priority;
    }

    /** Keeps a new configuration for the next run. */
    void planSpec(ProcessSpec fresh, int priority) {
        nextSpec = fresh;
        groupPriority = priority;
        view = null;
    }

    /** Before a launch, or when there is no run any more: the configuration kept for the next comes into force. */
    void adoptPlannedSpec() {
        if (nextSpec != null) {
            spec = nextSpec;
            nextSpec = null;
            view = null;
        }
    }

    /** @param now monotonic */
    void enter(State next, Duration now) {
        state = next;
        since = now;
        obstacle = null;
        view = null;
    }

    /** A request of this process was accepted. */
    void accepted(Event request, Ask ask) {
        history.accepted(request, ask);
        view = null;
    }

    RunHistory history() {
        return history;
    }

    void launched(Pid child, Duration monotonic, Instant wall) {
        pid = child;
        lastPid = child;
        launchedAt = monotonic;
        startedAt = wall;
        failure = null;
        reason = "";
        view = null;
    }

    /** Takes over what the last daemon knew of a run that has ended. */
    void remember(RunRecord record) {
        lastRun = record.generation();
        startedAt = record.startedAt();
        endedAt = record.endedAt().orElse(null);
        lastExit = record.exit().orElse(null);
        reason = record.reason();
        view = null;
    }

    void launchFailed(LaunchFailure why) {
        failure = why;
        reason = why.message();
        view = null;
    }

    void ended(ExitStatus status, Instant wall) {
        pid = null;
        launchedAt = null;
        endedAt = wall;
        lastExit = status;
        view = null;
    }

    /** Why the last run has ended, where more is known than how; empty otherwise. */
    String causeOfEnd() {
        return causeOfEnd;
    }

    void endedBecause(String why) {
        causeOfEnd = why;
        view = null;
    }

    void explain(String why) {
        reason = why;
        view = null;
    }

    /** What keeps it from going on while what it left behind is being ended. */
    void waitsFor(String what) {
        waiting = what;
        view = null;
    }

    /** What keeps it from being launched while it is WAITING; empty until that was looked at. */
    Optional<Obstacle> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    void waitsFor(Obstacle what) {
        obstacle = what;
        explain(what.asDescription());
    }

    /** What it waits for has to be looked at anew. */
    void forgetObstacle() {
        obstacle = null;
    }

    Timers.@Nullable Armed timer() {
        return timer;
    }

    void timer(Timers.@Nullable Armed armed) {
        timer = armed;
    }

    List<Watch> watches() {
        return watches;
    }

    /** Whether {@link #view} would be a new one. */
    boolean isChanged() {
        return view == null;
    }

    Snapshot.ProcessView view() {
        if (view == null) {
            view = new Snapshot.ProcessView(
                    spec,
                    state.phase(),
                    pid == null ? OptionalInt.empty() : OptionalInt.of(pid.value()),
                    state.generation(),
                    Optional.ofNullable(launchedAt),
                    Optional.ofNullable(startedAt),
                    Optional.ofNullable(endedAt),
                    Optional.ofNullable(lastExit),
                    Optional.ofNullable(failure),
                    shownReason(),
                    keptDown,
                    new Situation(
                            state,
                            since,
                            Optional.ofNullable(timer).map(Timers.Armed::due),
                            history.start(),
                            history.stop(),
                            history.runs()));
        }
        return view;
    }

    /** Whether it is a oneshot that has done its work. */
    boolean isDone() {
        return state.kind() == State.Kind.EXITED
                && spec.role().isOneshot()
                && lastExit().filter(spec.restart()::expects).isPresent();
    }

    /** The last trouble, where it still explains the state and not one that is left already. */
    private String shownReason() {
        return switch (state.kind()) {
            case BACKOFF, FATAL, UNKNOWN, WAITING -> reason;
            case CLEARING -> waiting;
            case WORKING -> "at work";
            case EXITED -> isDone() ? "done" : causeOfEnd;
            case FORKING -> "going into the background";
            case SEEKING -> reason.isEmpty() ? "looking for its main process" : reason;
            case LAUNCHING, STARTING, PAUSING -> causeOfEnd.isEmpty() ? "" : "last run: " + causeOfEnd;
            case STOPPED, RUNNING, ABORTING, STOPPING -> "";
        };
    }
}
