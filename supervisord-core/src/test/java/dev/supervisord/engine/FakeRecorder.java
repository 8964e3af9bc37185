package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.os.Pid;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Keeps in memory what it is told to write down, and can be told to fail. */
class FakeRecorder implements Recorder {

    private final Consumer<Runnable> toLoop;
    private Optional<String> problem = Optional.empty();
    private final List<String> mains = new ArrayList<>();
    private SortedSet<ProcessName> kept = new TreeSet<>();

    FakeRecorder(Consumer<Runnable> toLoop) {
        this.toLoop = toLoop;
    }

    /** From now on, no list can be written for this reason. */
    void failWith(String reason) {
        problem = Optional.of(reason);
    }

    /** The list as the next daemon would read it. */
    SortedSet<ProcessName> kept() {
        return kept;
    }

    @Override
    public void note(ProcessSpec spec, long generation, Note note) {}

    @Override
    public void confirm(ProcessName name, long generation, Pid main) {
        mains.add(name + " #" + generation + " " + main);
    }

    /** Main processes that were recorded after a launch. */
    List<String> mains() {
        return mains;
    }

    @Override
    public void forget(ProcessName name) {}

    @Override
    public void keepStopped(SortedSet<ProcessName> names, Consumer<Optional<String>> result) {
        if (problem.isEmpty()) {
            kept = new TreeSet<>(names);
        }
        Optional<String> answer = problem;
        toLoop.accept(() -> result.accept(answer));
    }

    @Override
    public void whenWritten(Runnable action) {
        action.run();
    }
}
