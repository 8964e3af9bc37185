package dev.supervisord.app;

import dev.supervisord.log.AuditLog;
import dev.supervisord.log.Log;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.os.Users;
import dev.supervisord.os.posix.PosixPeerGroups;
import dev.supervisord.os.posix.PosixUsers;
import dev.supervisord.rpc.RpcServer;
import dev.supervisord.rpc.SignalAudit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/** The audit log, if one is configured, from the daemon's start to its end. */
final class Auditing implements AutoCloseable {

    private final Optional<AuditLog> file;
    private final Users users;

    private Auditing(Optional<AuditLog> file, Users users) {
        this.file = file;
        this.users = users;
    }

    /** @throws Usage when it cannot be written; a daemon that should keep one does not run without */
    static Auditing open(DaemonSpec spec, Users users, Log log) throws Usage {
        Optional<Path> path = spec.control().auditLog();
        if (path.isEmpty()) {
            return new Auditing(Optional.empty(), users);
        }
        try {
            return new Auditing(
                    Optional.of(AuditLog.open(
                            path.get(),
                            spec.log().bytesMax(),
                            spec.log().backups(),
                            log,
                            NamedThreads.factory("audit"))),
                    users);
        } catch (IOException failed) {
            throw new Usage("Error: cannot open the audit log " + path.get() + ": " + RuntimeDirectory.reason(failed));
        }
    }

    /** What the control API needs to know and to tell who calls. */
    RpcServer.Safety safety() {
        int own = PosixUsers.effectiveUid();
        // They could do without the daemon all that it does.
        return new RpcServer.Safety(new PosixPeerGroups(), uid -> uid == 0 || uid == own, this::name, file);
    }

    /** Writes down what signals ask for. */
    SignalAudit signals() {
        return new SignalAudit(file, InstantSource.system());
    }

    private String name(int uid) {
        return users.user(Integer.toUnsignedString(uid)).map(Users.User::name).orElse("");
    }

    /** Has the file opened by name again, as somebody else has renamed it. */
    void reopen() {
        file.ifPresent(AuditLog::reopen);
    }

    @Override
    public void close() {
        file.ifPresent(AuditLog::close);
    }
}
