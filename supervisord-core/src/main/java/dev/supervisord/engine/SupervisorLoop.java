package dev.supervisord.engine;

import dev.supervisord.engine.Inbox.Admission;
import dev.supervisord.log.Log;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.Processes;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loop thread: it takes messages and timers one by one, publishes a {@link Snapshot} after each batch, and then gives
 * the answers that waited for it. It never blocks but for its inbox.
 *
 * <p>An answer is given when what it says is written down for the next daemon, so that it stays true whatever ends this one.
 * It completes on the loop thread or the recorder; callers continue on a thread of their own ({@code …Async}).
 */
public final class SupervisorLoop implements Control {

    /** Requests of clients that may wait; more are refused with {@link Overloaded}. */
    private static final int REQUESTS_MAX = 10_000;

    /** So many messages are taken before a snapshot is published, so that a flood does not keep readers in the past. */
    private static final int BATCH_MAX = 256;

    private final Inbox inbox = new Inbox(REQUESTS_MAX);
    private final Clock clock;
    private final Log log;
    private final List<Runnable> answers = new ArrayList<>();
    private final Set<CompletableFuture<?>> unanswered = new LinkedHashSet<>();
    private @Nullable Supervisor supervisor;
    private @Nullable Recorder records;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private volatile Optional<Duration> beganAt = Optional.empty();
    private volatile Optional<Duration> endedAt = Optional.empty();
    private volatile Snapshot snapshot;
    private volatile Consumer<Changes> follower = changes -> {};

    public SupervisorLoop(DaemonSpec daemon, Clock clock, Log log) {
        this.clock = clock;
        this.log = log;
        this.snapshot = new Snapshot(
                firstRevision(clock.wall()), Snapshot.DaemonPhase.RUNNING, new Plan(daemon, List.of()), List.of());
    }

    /**
     * Later daemons have greater revisions, so that a client cannot take one for the other: microseconds since 1970, for nobody
     * publishes a million snapshots per second.
     */
    private static long firstRevision(Instant now) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now);
    }

    /** Posts a message of one of the daemon's own threads. */
    public void post(Runnable message) {
        if (inbox.post(message) == Admission.CLOSED) {
            log.debug("a message came after the end of the supervisor loop");
        }
    }

    /**
     * Posts the first message: to take over what an earlier daemon has left, and to apply the first plan.
     *
     * @param runs what {@link Restoration} has found
     * @param strays what was found beside them
     * @param keptDown the processes that are to stay stopped
     * @return done when that is, or when the loop has ended
     */
    public CompletionStage<Void> begin(Plan plan, List<Restored> runs, List<Stray> strays, Set<ProcessName> keptDown) {
        inbox.post(() -> {
            core().begin(plan, runs, strays, keptDown);
            beganAt = Optional.of(clock.monotonic());
            begun.complete(null);
        });
        return begun;
    }

    /** When it had taken over, in monotonic time; empty before. */
    public Optional<Duration> beganAt() {
        return beganAt;
    }

    /** When it did its last step, in monotonic time; empty before. */
    public Optional<Duration> endedAt() {
        return endedAt;
    }

    /** What the reaper posts: takes all children that have ended. */
    public void reapAll() {
        core().reapAll();
    }

    /**
     * The thread's life. Ends when a shutdown is complete and every request that was accepted is answered.
     *
     * @param forget told of each process that has left the plan; must not block
     */
    public void run(
            Processes processes,
            LauncherThread launcher,
            Cgroups cgroups,
            RecorderThread recorder,
            ProcessList list,
            CensusThread census,
            Consumer<ProcessName> forget) {
        records = recorder;
        supervisor = new Supervisor(
                snapshot.plan().daemon(),
                processes,
                clock,
                new Random(),
                launcher,
                cgroups,
                recorder,
                list,
                census,
                forget,
                log);
        try {
            while (!core().hasEnded()) {
                turn();
            }
            inbox.close();
            for (Runnable message = inbox.pollNow(); message != null; message = inbox.pollNow()) {
                core().handle(message);
            }
            publish();
            endedAt = Optional.of(clock.monotonic());
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            begun.complete(null);
        }
    }

    /** The code with which the daemon is to exit; known once {@link #run} has returned. */
    public int exitCode() {
        return core().exitCode();
    }

    private void turn() throws InterruptedException {
        Optional<Duration> due = core().nextDue();
        Runnable message = due.isPresent() ? inbox.poll(patience(due.get())) : inbox.take();
        for (int i = 0; message != null; i++) {
            core().handle(message);
            message = i < BATCH_MAX ? inbox.pollNow() : null;
        }
        core().tick();
        publish();
    }

    private Duration patience(Duration due) {
        Duration left = due.minus(clock.monotonic());
        return left.isNegative() ? Duration.ZERO : left;
    }

    private void publish() {
        if (core().hasChanged()) {
            Snapshot before = snapshot;
            Snapshot after = core().snapshot(before.revision() + 1);
            snapshot = after;
            follower.accept(Changes.between(before, after));
        }
        List<Runnable> given = List.copyOf(answers);
        answers.clear();
        if (records != null && !given.isEmpty()) {
            records.whenWritten(() -> given.forEach(Runnable::run));
        }
    }

    private Supervisor core() {
        if (supervisor == null) {
            throw new IllegalStateException("the loop is not running");
        }
        return supervisor;
    }

    /** Sends a request to the loop; its answer is given after the snapshot that shows its effect. */
    private <T> CompletionStage<T> request(Consumer<Consumer<T>> action) {
        return send(answer -> carryOut(action, answer));
    }

    /** The same for what a daemon that is shutting down refuses. */
    private <T> CompletionStage<T> requestWhileUp(Consumer<Consumer<T>> action) {
        return send(answer -> {
            if (core().isShuttingDown()) {
                answers.add(() -> answer.completeExceptionally(new ShuttingDown()));
            } else {
                carryOut(action, answer);
            }
        });
    }

    private <T> CompletionStage<T> send(Consumer<CompletableFuture<T>> message) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        return switch (inbox.offerRequest(() -> begin(answer, message))) {
            case ACCEPTED -> answer;
            case FULL -> CompletableFuture.failedFuture(new Overloaded(REQUESTS_MAX));
            case CLOSED -> CompletableFuture.failedFuture(new ShuttingDown());
        };
    }

    private <T> void begin(CompletableFuture<T> answer, Consumer<CompletableFuture<T>> message) {
        if (core().isHoldingBack()) {
            answers.add(() -> answer.completeExceptionally(new Upgrading(false)));
            return;
        }
        unanswered.add(answer);
        var unused = answer.whenComplete((value, failure) -> unanswered.remove(answer));
        message.accept(answer);
    }

    private <T> void carryOut(Consumer<Consumer<T>> action, CompletableFuture<T> answer) {
        try {
            action.accept(value -> answers.add(() -> answer.complete(value)));
        } catch (RuntimeException bug) {
            answers.add(() -> answer.completeExceptionally(bug)); // nobody else will answer
            throw bug;
        }
    }

    @Override
    public CompletionStage<List<Outcome>> start(List<String> names, Wait wait, Asker asker) {
        return requestWhileUp(reply -> core().start(names, wait, asker, reply));
    }

    @Override
    public CompletionStage<List<Outcome>> stop(List<String> names, Wait wait, Asker asker) {
        return request(reply -> core().stop(names, wait, asker, reply));
    }

    @Override
    public CompletionStage<List<Outcome>> stopAndKeep(List<String> names, Wait wait, Asker asker) {
        return request(reply -> core().stopAndKeep(names, wait, asker, reply));
    }

    @Override
    public CompletionStage<List<Outcome>> restart(List<String> names, Wait wait, Asker asker) {
        return requestWhileUp(reply -> core().restart(names, wait, asker, reply));
    }

    @Override
    public CompletionStage<List<Outcome>> signal(List<String> names, Signal signal) {
        return request(reply -> core().signal(names, signal, reply));
    }

    @Override
    public <T> CompletionStage<Optional<T>> withChild(ProcessName name, long generation, Function<Pid, T> action) {
        return request(reply -> reply.accept(core().child(name, generation).map(action)));
    }

    @Override
    public CompletionStage<List<PlanChange>> apply(
            Plan plan, ApplyMode mode, List<String> groups, boolean dryRun, Asker asker) {
        Cause cause = new Cause(Cause.Reason.RELOAD, asker);
        return requestWhileUp(reply -> core().apply(plan, mode, groups, dryRun, cause, reply));
    }

    @Override
    public CompletionStage<List<Outcome>> remove(List<String> groups, Asker asker) {
        return requestWhileUp(reply -> reply.accept(core().removeGroups(groups, asker)));
    }

    @Override
    public CompletionStage<Void> shutdown(Asker asker) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Admission admission = inbox.post(() -> {
            if (core().isHoldingBack()) {
                answers.add(() -> done.completeExceptionally(new Upgrading(false)));
            } else {
                core().shutdown(asker, () -> answers.add(() -> done.complete(null)));
            }
        });
        return admission == Admission.CLOSED ? CompletableFuture.completedFuture(null) : done;
    }

    /**
     * Refuses requests from now on, and tells those who wait for the end of one that they have to ask again: another daemon is
     * about to take over. Done when all have been told; false when the daemon is being shut down, and goes on with that.
     */
    public CompletionStage<Boolean> holdBack() {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        Admission admission = inbox.post(() -> {
            core().holdBack();
            if (core().isHoldingBack()) {
                for (CompletableFuture<?> waiting : unanswered) {
                    answers.add(() -> waiting.completeExceptionally(new Upgrading(true)));
                }
                answers.add(() -> told.complete(true));
            } else {
                told.complete(false);
            }
        });
        return admission == Admission.CLOSED ? CompletableFuture.completedFuture(false) : told;
    }

    /** Ends the loop and leaves everything as it is, if it holds requests back. */
    public void handOver() {
        post(() -> core().handOver());
    }

    @Override
    public Snapshot snapshot() {
        return snapshot;
    }

    @Override
    public void tellChanges(Consumer<Changes> wanted) {
        follower = wanted;
    }
}
