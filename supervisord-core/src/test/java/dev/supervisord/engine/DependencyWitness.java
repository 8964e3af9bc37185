package dev.supervisord.engine;

import static dev.supervisord.engine.Witness.require;

import dev.supervisord.machine.State.Kind;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Sees in a simulation that nothing starts before what it depends on, that nobody waits in vain, and who ends first. */
final class DependencyWitness {

    private final Supervisor supervisor;
    private final SimulatedChildren children;
    private boolean shutdownIsAlone;

    DependencyWitness(Supervisor supervisor, SimulatedChildren children) {
        this.supervisor = supervisor;
        this.children = children;
    }

    /** Everything is about to be stopped, and no other request is under way that has an order of its own. */
    void shutdownBegins() {
        shutdownIsAlone = true;
    }

    private Optional<Supervised> find(ProcessName name) {
        return supervisor.processes().stream()
                .filter(process -> process.name().equals(name))
                .findFirst();
    }

    /** Whether a oneshot has done its work; 0 and 2 are the expected codes of all programs here. */
    static boolean isDone(Supervised process) {
        return process.spec().role().isOneshot()
                && process.state().kind() == Kind.EXITED
                && process.lastExit()
                        .filter(exit -> exit.equals(new ExitStatus.Exited(0)) || exit.equals(new ExitStatus.Exited(2)))
                        .isPresent();
    }

    private boolean isUp(ProcessName name) {
        return find(name)
                .filter(process -> !process.isLeaving())
                .filter(process -> process.wantedSpec().equals(process.spec()))
                .filter(process -> process.state().kind() == Kind.RUNNING || isDone(process))
                .isPresent();
    }

    void launchOrdered(ProcessSpec spec) {
        for (ProcessName dependency : spec.role().dependencies()) {
            require(isUp(dependency), () -> spec.name() + " is launched before " + dependency + " is up");
        }
    }

    void nobodyWaitsInVain() {
        for (Supervised process : supervisor.processes()) {
            if (process.state().kind() == Kind.WAITING) {
                boolean inVain = process.spec().role().dependencies().stream()
                        .allMatch(
                                name -> isUp(name) && !find(name).orElseThrow().isAboutToEnd());
                require(!inVain, () -> process.name() + " waits, but all that it depends on is up");
            }
        }
    }

    /** Called when a stop signal is sent; what was being launched then has never been up. */
    void stopSignalSent(Supervised receiver, boolean wasUp) {
        if (!shutdownIsAlone || !wasUp) {
            return;
        }
        for (Supervised process : supervisor.processes()) {
            boolean lives = children.live(process).filter(children::isAlive).isPresent()
                    && process.state().kind() != Kind.UNKNOWN;
            require(
                    !lives || !dependencies(process, new TreeSet<>()).contains(receiver.name()),
                    () -> receiver.name() + " is stopped before " + process.name() + ", which depends on it");
        }
    }

    Set<ProcessName> with(Set<ProcessName> names) {
        Set<ProcessName> all = new TreeSet<>(names);
        names.forEach(name -> find(name).ifPresent(process -> dependencies(process, all)));
        return all;
    }

    private Set<ProcessName> dependencies(Supervised process, Set<ProcessName> found) {
        for (ProcessName name : process.wantedSpec().role().dependencies()) {
            if (found.add(name)) {
                find(name).ifPresent(dependency -> dependencies(dependency, found));
            }
        }
        return found;
    }
}
