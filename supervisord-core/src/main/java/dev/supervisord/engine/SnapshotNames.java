package dev.supervisord.engine;

import dev.supervisord.engine.NameMatcher.Match;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.ProcessName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds processes by name in a snapshot, by the same rules as the loop. */
final class SnapshotNames implements NameMatcher.Source<ProcessView> {

    private final Snapshot snapshot;
    private @Nullable Index index;

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
        return index().groups().getOrDefault(group, List.of());
    }

    @Override
    public Optional<ProcessView> find(ProcessName name) {
        return Optional.ofNullable(index().processes().get(name));
    }

    private Index index() {
        Index present = index;
        if (present == null) {
            present = Index.of(snapshot);
            index = present;
        }
        return present;
    }

    /** So that a request with ever so many names takes no longer than its names, not these times all processes. */
    private record Index(Map<ProcessName, ProcessView> processes, Map<String, List<ProcessView>> groups) {
        static Index of(Snapshot snapshot) {
            Index index = new Index(new HashMap<>(), new HashMap<>());
            for (ProcessView view : snapshot.processes()) {
                index.processes.putIfAbsent(view.name(), view);
                index.groups
                        .computeIfAbsent(view.name().group(), any -> new ArrayList<>())
                        .add(view);
            }
            return index;
        }
    }
}
