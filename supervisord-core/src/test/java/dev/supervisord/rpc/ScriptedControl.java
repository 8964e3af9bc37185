package dev.supervisord.rpc;

import dev.supervisord.engine.Asker;
import dev.supervisord.engine.Changes;
import dev.supervisord.engine.Control;
import dev.supervisord.engine.Outcome;
import dev.supervisord.engine.PlanChange;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.DaemonPhase;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.engine.ViewBuilder;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.Signal;
import dev.supervisord.os.Pid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;

/** An engine that gives the answers it was told to give, remembers what it was asked, and accepts nothing else. */
final class ScriptedControl implements Control {

    private final Deque<CompletableFuture<?>> answers = new ArrayDeque<>();
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private volatile Snapshot snapshot;
    private volatile Optional<RuntimeException> bug = Optional.empty();

    private volatile Consumer<Changes> follower = changes -> {};

    ScriptedControl(Plan plan) {
        snapshot = snapshot(plan);
    }

    private static Snapshot snapshot(Plan plan) {
        List<ProcessView> views =
                plan.processes().stream().map(ViewBuilder::stopped).toList();
        return new Snapshot(7, DaemonPhase.RUNNING, plan, views);
    }

    void shows(Snapshot present) {
        snapshot = present;
    }

    /** Shows this and tells it, as the loop does. */
    void publishes(Snapshot present, Changes changes) {
        snapshot = present;
        follower.accept(changes);
    }

    void shows(Plan plan) {
        snapshot = snapshot(plan);
    }

    /** From now on, looking at the state fails. */
    void breaks(RuntimeException how) {
        bug = Optional.of(how);
    }

    void answers(Object value) {
        answersWhen(CompletableFuture.completedFuture(value));
    }

    void refuses(Throwable why) {
        answersWhen(CompletableFuture.failedFuture(why));
    }

    synchronized void answersWhen(CompletableFuture<?> answer) {
        answers.add(answer);
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    synchronized void assertNothingLeft() {
        if (!answers.isEmpty()) {
            throw new AssertionError("the engine was not asked for " + answers.size() + " prepared answers");
        }
    }

    @SuppressWarnings("unchecked")
    private synchronized <T> CompletionStage<T> answer(String question) {
        asked.add(question);
        CompletableFuture<?> next = answers.poll();
        if (next == null) {
            throw new IllegalStateException("nobody expected: " + question);
        }
        return (CompletableFuture<T>) next;
    }

    @Override
    public CompletionStage<List<Outcome>> start(List<String> names, Wait wait, Asker asker) {
        return answer("start " + names + " " + wait);
    }

    @Override
    public CompletionStage<List<Outcome>> stopAndKeep(List<String> names, Wait wait, Asker asker) {
        return answer("stop and keep " + names + " " + wait);
    }

    @Override
    public CompletionStage<List<Outcome>> stop(List<String> names, Wait wait, Asker asker) {
        return answer("stop " + names + " " + wait);
    }

    @Override
    public CompletionStage<List<Outcome>> restart(List<String> names, Wait wait, Asker asker) {
        return answer("restart " + names + " " + wait);
    }

    @Override
    public <T> CompletionStage<Optional<T>> withChild(ProcessName name, long generation, Function<Pid, T> action) {
        return CompletableFuture.completedFuture(
                generation == 0 ? Optional.empty() : Optional.of(action.apply(new Pid(4711))));
    }

    @Override
    public CompletionStage<List<Outcome>> signal(List<String> names, Signal signal) {
        return answer("signal " + names + " " + signal);
    }

    @Override
    public CompletionStage<List<PlanChange>> apply(
            Plan plan, ApplyMode mode, List<String> groups, boolean dryRun, Asker asker) {
        List<String> there = plan.groups().stream().map(group -> group.name()).toList();
        return answer("apply " + there + " " + mode + " " + groups + (dryRun ? " dry" : ""));
    }

    @Override
    public CompletionStage<List<Outcome>> remove(List<String> groups, Asker asker) {
        return answer("remove " + groups);
    }

    @Override
    public CompletionStage<Void> shutdown(Asker asker) {
        return answer("shutdown");
    }

    @Override
    public Snapshot snapshot() {
        if (bug.isPresent()) {
            throw bug.get();
        }
        return snapshot;
    }

    @Override
    public void tellChanges(Consumer<Changes> wanted) {
        follower = wanted;
    }
}
