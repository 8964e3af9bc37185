package dev.supervisord.engine;

import static dev.supervisord.engine.Witness.require;

import dev.supervisord.machine.State;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.util.List;
import java.util.Optional;

/** Compares what readers see with what is. */
final class SnapshotWitness {

    private final Supervisor supervisor;
    private final SimulatedChildren children;
    private long lastRevision;

    SnapshotWitness(Supervisor supervisor, SimulatedChildren children) {
        this.supervisor = supervisor;
        this.children = children;
    }

    void compare(Snapshot snapshot) {
        List<ProcessName> seen =
                snapshot.processes().stream().map(Snapshot.ProcessView::name).toList();
        List<ProcessName> known =
                supervisor.processes().stream().map(Supervised::name).toList();
        require(seen.equals(known), () -> "the snapshot shows " + seen + " instead of " + known);
        int i = 0;
        for (Supervised process : supervisor.processes()) {
            Snapshot.ProcessView view = snapshot.processes().get(i++);
            String name = process.name().toString();
            require(
                    view.phase() == process.phase(),
                    () -> name + " is shown " + view.phase() + " in " + process.phase());
            require(view.generation() == process.state().generation(), () -> name + " is shown with an old generation");
            Optional<Integer> pid = children.live(process).map(child -> child.pid.value());
            require(
                    view.pid().isPresent() == pid.isPresent()
                            && (pid.isEmpty() || view.pid().getAsInt() == pid.get()),
                    () -> name + " is shown with pid " + view.pid() + " instead of " + pid);
            require(view.since().isPresent() == pid.isPresent(), () -> name + " is shown alive since " + view.since());
            require(view.spec().equals(process.spec()), () -> name + " is shown with an old configuration");
            boolean explained = switch (process.state().kind()) {
                case WAITING, FORKING, SEEKING, WORKING, BACKOFF, FATAL, UNKNOWN -> true;
                case EXITED -> DependencyWitness.isDone(process);
                case STOPPED, LAUNCHING, STARTING, RUNNING, ABORTING, STOPPING, CLEARING, PAUSING -> false;
            };
            boolean waiting = process.state() instanceof State.Clearing;
            require(
                    waiting || explained != view.reason().isEmpty(),
                    () -> name + " is " + view.phase() + " with reason '" + view.reason() + "'");
            require(
                    waiting
                            || process.state().kind().hasRun()
                            || process.wantedSpec().equals(process.spec()),
                    () -> name + " has two configurations, but no run");
        }
        if (snapshot.revision() != lastRevision) {
            lastRevision = snapshot.revision();
            compareWithPlan(snapshot);
        }
    }

    private void compareWithPlan(Snapshot snapshot) {
        for (ProcessSpec planned : snapshot.plan().processes()) {
            Supervised process = supervisor.processes().stream()
                    .filter(candidate -> candidate.name().equals(planned.name()))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(planned.name() + " is planned, but not known"));
            require(process.wantedSpec().equals(planned), () -> planned.name() + " has not the planned configuration");
            require(!process.isLeaving(), () -> planned.name() + " is planned, but leaves");
        }
        long staying = supervisor.processes().stream()
                .filter(process -> !process.isLeaving())
                .count();
        require(staying == snapshot.plan().processes().size(), "a process is known that is not planned");
    }
}
