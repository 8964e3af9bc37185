package dev.supervisord.rpc;

import dev.supervisord.engine.Control;
import dev.supervisord.engine.Snapshot;
import dev.supervisord.engine.Snapshot.ProcessView;
import dev.supervisord.model.AccessRole;
import dev.supervisord.model.ProcessName;
import dev.supervisord.v1.ProcessStatus;
import dev.supervisord.v1.WatchResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which processes a caller with rights to some only can see. Any thread may use it. */
final class Sight {

    private final Control control;
    private final Rights rights;

    Sight(Control control, Rights rights) {
        this.control = control;
        this.rights = rights;
    }

    /** The response without the processes that cannot be seen. */
    WatchResponse of(WatchResponse response) {
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
        return response.toBuilder().clearProcesses().addAllProcesses(seen).build();
    }

    private static ProcessName name(ProcessStatus process) {
        return new ProcessName(process.getGroup(), process.getProcess());
    }
}
