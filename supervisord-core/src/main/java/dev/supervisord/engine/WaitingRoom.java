package dev.supervisord.engine;

import dev.supervisord.machine.State;
import dev.supervisord.model.ProcessName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Where processes wait until all that they depend on is up; those that may leave it at the same time leave in the order of
 * starting. Owned by the loop thread.
 */
final class WaitingRoom {

    private final ProcessTable table;
    private final Agenda agenda;
    private final Consumer<Supervised> letGo;
    private final Consumer<Supervised> keepWaiting;
    private final Set<Supervised> waiting = new HashSet<>();
    private boolean lookIsDue;

    /**
     * @param letGo told of each process that need not wait any more
     * @param keepWaiting told of each that has to wait, whenever that is looked at with another result
     */
    WaitingRoom(ProcessTable table, Agenda agenda, Consumer<Supervised> letGo, Consumer<Supervised> keepWaiting) {
        this.table = table;
        this.agenda = agenda;
        this.letGo = letGo;
        this.keepWaiting = keepWaiting;
    }

    /** Told of every process that has changed its state. */
    void changed(Supervised process) {
        boolean waits = process.state().kind() == State.Kind.WAITING;
        if (waits) {
            waiting.add(process);
        } else {
            waiting.remove(process);
        }
        if (waits || isAwaited(process.name())) {
            reconsider();
        }
    }

    private boolean isAwaited(ProcessName name) {
        return waiting.stream()
                .anyMatch(process -> process.spec().role().dependencies().contains(name));
    }

    /** Looks at all who wait as soon as the step in hand is complete. */
    void reconsider() {
        if (!lookIsDue && !waiting.isEmpty()) {
            lookIsDue = true;
            agenda.add(this::look);
        }
    }

    private void look() {
        lookIsDue = false;
        List<Supervised> inOrder = new ArrayList<>(waiting);
        inOrder.sort(ProcessTable.START_ORDER);
        for (Supervised process : inOrder) {
            Optional<Obstacle> obstacle = obstacle(process);
            if (obstacle.isEmpty()) {
                letGo.accept(process);
            } else if (!obstacle.equals(process.obstacle())) {
                process.waitsFor(obstacle.get());
                keepWaiting.accept(process);
            }
        }
    }

    /** What keeps a process from being launched; what lasts comes first. */
    private Optional<Obstacle> obstacle(Supervised process) {
        List<Obstacle> found = new ArrayList<>();
        for (ProcessName name : process.spec().role().dependencies()) {
            Optional<Supervised> dependency = table.find(name).filter(other -> !other.isLeaving());
            if (dependency.isEmpty()) {
                found.add(new Obstacle(name, "is not configured any more", 0));
            } else if (!isUp(dependency.get())) {
                found.add(new Obstacle(
                        name,
                        isDown(dependency.get()) ? "is " + dependency.get().phase() : "",
                        0));
            }
        }
        return found.stream()
                .filter(Obstacle::isLasting)
                .findFirst()
                .or(() -> found.stream().findFirst())
                .map(first -> new Obstacle(first.dependency(), first.down(), found.size() - 1));
    }

    /** Whether dependents may start: it is RUNNING, or has done its work, and is not about to end. */
    static boolean isUp(Supervised process) {
        return !process.isAboutToEnd() && (process.state().kind() == State.Kind.RUNNING || process.isDone());
    }

    private static boolean isDown(Supervised process) {
        return process.state().kind().isAtRest() && !process.isComingBack();
    }
}
