package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ProcessName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The processes that stay stopped, whatever is started by itself, until somebody starts them by request ({@code ctl stop
 * --keep}). Names that are not configured now are kept too: they may come back. Owned by the loop thread.
 */
final class KeptDown {

    private final SortedSet<ProcessName> names = new TreeSet<>();
    private final Recorder recorder;
    private final Log log;

    KeptDown(Recorder recorder, Log log) {
        this.recorder = recorder;
        this.log = log;
    }

    /** Takes over what an earlier daemon has kept. */
    void restore(Set<ProcessName> kept) {
        names.addAll(kept);
    }

    boolean contains(ProcessName name) {
        return names.contains(name);
    }

    /** @param result told why they cannot be kept, or nothing when that is written down */
    void keep(Collection<Supervised> processes, Consumer<Optional<String>> result) {
        List<Supervised> added = new ArrayList<>();
        for (Supervised process : processes) {
            if (names.add(process.name())) {
                process.keepDown(true);
                added.add(process);
            }
        }
        if (added.isEmpty()) {
            result.accept(Optional.empty());
            return;
        }
        recorder.keepStopped(new TreeSet<>(names), problem -> {
            if (problem.isPresent()) {
                added.forEach(this::forget); // what is not written down is not to be shown as kept
            }
            result.accept(problem);
        });
    }

    private boolean forget(Supervised process) {
        process.keepDown(false);
        return names.remove(process.name());
    }

    /** Somebody starts it by request. */
    void release(Supervised process) {
        if (forget(process)) {
            recorder.keepStopped(
                    new TreeSet<>(names),
                    problem -> problem.ifPresent(why -> log.error(why + "; " + process.name()
                            + " is started now, but the next supervisord will keep it stopped")));
        }
    }
}
