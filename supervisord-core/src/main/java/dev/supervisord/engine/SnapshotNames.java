package dev.supervisord.engine;

import dev.supervisord.engine.NameMatcher.Match;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ProcessName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds processes by name in a snapshot, by the same rules as the loop. */
final class SnapshotNames implements NameMatcher.Source<ProcessView> {

    private final Snapshot snapshot;

    SnapshotNames(Snapshot snapshot) {
        this.snapshot = snapshot;
    }

    /** All processes when no names are given. */
    Selection select(List<String> names) {
        if (names.isEmpty()) {
            return new Selection(snapshot.processes(), List.of());
        }
        Set<ProcessView> processes = new LinkedHashSet<>();
        List<Outcome> unknown = new ArrayList<>();
        for (Match<ProcessView> match : new NameMatcher<>(this, ProcessView::name).match(names)) {
            processes.addAll(match.processes());
            match.unknown().ifPresent(unknown::add);
        }
        return new Selection(List.copyOf(processes), unknown);
    }

    @Override
    public Collection<ProcessView> all() {
        return snapshot.processes();
    }

    @Override
    public List<ProcessView> group(String group) {
        return snapshot.processes().stream()
                .filter(view -> view.name().group().equals(group))
                .toList();
    }

    @Override
    public Optional<ProcessView> find(ProcessName name) {
        return snapshot.processes().stream()
                .filter(view -> view.name().equals(name))
                .findFirst();
    }
}
