package dev.supervisord.rpc;

import dev.supervisord.model.AccessRole;
import dev.supervisord.model.AccessRule;
import dev.supervisord.model.AccessRule.Callers;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.model.Plans;
import dev.supervisord.v1.DaemonServiceGrpc;
import dev.supervisord.v1.GetVersionRequest;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.StartRequest;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A rig whose caller is a user whom nobody trusts, in group 4711, and an audit log. To begin with, there is a rule, and it is for
 * others.
 */
final class GuardedRig {

    private static final Callers NOBODY = new Callers(false, Set.of(), Set.of(), Set.of(), List.of());
    private static final Callers THE_GROUP = new Callers(false, Set.of(), Set.of(4711), Set.of(), List.of());

    final AuditTrail audit;
    final ScriptedControl control;
    private final Rig rig;

    GuardedRig(Path directory) throws IOException {
        audit = new AuditTrail(directory);
        rig = Rig.guarded(directory, Optional.of(audit.log));
        control = rig.control;
        rules(new AccessRule("others", AccessRole.ADMIN, NOBODY, List.of()));
    }

    void rules(AccessRule... rules) {
        control.shows(Plans.with(Rig.PLAN, spec(rules)));
    }

    static ControlSpec spec(AccessRule... rules) {
        return new ControlSpec(Optional.empty(), List.of(rules), List.of(), Optional.empty());
    }

    /** A rule for the caller. */
    static AccessRule rule(AccessRole role, String... programs) {
        return new AccessRule("us", role, THE_GROUP, List.of(programs));
    }

    ManagedChannel connect() {
        return rig.connect();
    }

    List<OperationResult> start(String... selectors) {
        return ProcessServiceGrpc.newBlockingStub(connect())
                .start(StartRequest.newBuilder()
                        .addAllSelectors(List.of(selectors))
                        .build())
                .getResultsList();
    }

    String version() {
        return DaemonServiceGrpc.newBlockingStub(connect())
                .getVersion(GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    void close() throws InterruptedException {
        rig.close();
        audit.close();
    }
}
