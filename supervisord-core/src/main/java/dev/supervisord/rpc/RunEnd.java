package dev.supervisord.rpc;

import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.v1.Run;
import java.util.Optional;

/** Tells whether a run is over, and how it ended. */
final class RunEnd {

    private RunEnd() {}

    /**
     * How the run that a view shows has ended by now; empty when it goes on. Where that is forgotten, because the process was removed
     * or has had many runs since, only the number of the run is known.
     */
    static Optional<Run> of(ProcessView then, Snapshot now) {
        Optional<ProcessView> view = now.processes().stream()
                .filter(process -> process.name().equals(then.name()))
                .findFirst();
        Optional<Run> known = view.flatMap(process -> process.situation().runs().stream()
                        .filter(run -> run.generation() == then.generation())
                        .findFirst())
                .map(ExplanationMapper::run);
        boolean goesOn = view.isPresent() && view.get().generation() == then.generation();
        return known.isPresent() || goesOn
                ? known
                : Optional.of(Run.newBuilder().setGeneration(then.generation()).build());
    }
}
