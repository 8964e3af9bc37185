package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.AccessRole;
import dev.supervisord.model.ProcessName;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which processes a caller with rights to some only can see, and has seen on one watch. Any thread may use it. */
final class Sight {

    private final Control control;
    private final Rights rights;
    private final Set<String> shown = new HashSet<>();

    Sight(Control control, Rights rights) {
        this.control = control;
        this.rights = rights;
    }

    /** The request from the beginning: what was shown before an earlier watch ended is not known any more. */
    static WatchRequest request(WatchRequest request) {
        return request.getRevision() == 0
                ? request
                : request.toBuilder().setRevision(Long.MAX_VALUE).build();
    }

    /** The response without the processes that cannot be seen. */
    synchronized WatchResponse of(WatchResponse response) {
        Snapshot snapshot = control.snapshot();
        Set<ProcessName> visible = snapshot
                .select(response.getProcessesList().stream()
                        .map(process -> name(process).toString())
                        .toList())
                .processes()
                .stream()
                .filter(process -> rights.on(process.spec(), AccessRole.READ))
                .map(ProcessView::name)
                .collect(Collectors.toSet());
        List<ProcessStatus> seen = response.getProcessesList().stream()
                .filter(process -> visible.contains(name(process)))
                .toList();
        if (response.getSnapshot()) {
            shown.clear();
        }
        List<String> gone =
                response.getRemovedList().stream().filter(shown::remove).toList();
        seen.forEach(process -> shown.add(name(process).toString()));
        return response.toBuilder()
                .clearProcesses()
                .addAllProcesses(seen)
                .clearRemoved()
                .addAllRemoved(gone)
                .build();
    }

    private static ProcessName name(ProcessStatus process) {
        return new ProcessName(process.getGroup(), process.getProcess());
    }
}
