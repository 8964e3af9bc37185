package dev.supervisord.engine;

import dev.supervisord.machine.State;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.Clock;

/** What is to be done and remembered when a run has ended for good. Owned by the loop thread. */
final class RunEndings {

    private final Clock clock;
    private final Launcher launcher;
    private final Chronicle chronicle;
    private final Leftovers leftovers;

    RunEndings(Clock clock, Launcher launcher, Chronicle chronicle, Leftovers leftovers) {
        this.clock = clock;
        this.launcher = launcher;
        this.chronicle = chronicle;
        this.leftovers = leftovers;
    }

    /** The main process of a run has ended, and has no successor. */
    void ended(Supervised process, State before, ExitStatus status) {
        chronicle.exited(process, before, status);
        process.history().ended(process, before, status, process.endedAt().orElseGet(clock::wall));
        launcher.storeOutput(process.name());
        if (!process.spec().sockets().isEmpty()) {
            launcher.giveSocketsBack(process.name());
        }
        if (before.kind() == State.Kind.STARTING) {
            process.explain(
                    process.causeOfEnd().isEmpty()
                            ? "Exited too quickly (process log may have details)"
                            : "Exited too quickly: " + process.causeOfEnd());
            explainBackground(process, before.generation(), status);
        } else if (before.kind() == State.Kind.WORKING) {
            process.explain(status + " (process log may have details)");
        } else if (before.kind() == State.Kind.FORKING) {
            if (process.reason().isEmpty()) {
                process.explain(status + " before it was in the background (process log may have details)");
            }
        }
    }

    /** A program that ends at once and well, and leaves something running, is one that puts itself into the background. */
    private void explainBackground(Supervised process, long generation, ExitStatus status) {
        if (status.equals(new ExitStatus.Exited(0))) {
            ProcessSpec spec = process.spec();
            leftovers.whenKnown(process.name(), (pid, name) -> {
                String why = Background.explain(spec, pid, name);
                chronicle.wentIntoBackground(process, why);
                if (process.state().generation() == generation) {
                    process.explain(why);
                }
            });
        }
    }
}
