package dev.supervisord.rpc;

import dev.supervisord.engine.Changes;
import dev.supervisord.v1.ProcessStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One change of the snapshot as all who watch are told of it: made into messages once, by the first who needs them. */
final class Publication {

    private final Changes changes;
    private @Nullable List<ProcessStatus> statuses;

    Publication(Changes changes) {
        this.changes = changes;
    }

    Changes changes() {
        return changes;
    }

    /**
     * The processes that have changed, in the order of {@link Changes#processes}.
     *
     * @param monotonic the clock that {@link dev.supervisord.engine.Snapshot.ProcessView#since} is read from
     */
    synchronized List<ProcessStatus> statuses(Supplier<Duration> monotonic) {
        if (statuses == null) {
            Duration now = monotonic.get();
            statuses = changes.processes().stream()
                    .map(view -> ProtoMapper.status(view, now))
                    .toList();
        }
        return statuses;
    }
}
