package dev.supervisord.model;

import java.util.ArrayList;
import java.util.List;

/** What of the daemon's own configuration differs from that which it began with, and is the next daemon's to take over. */
public final class DaemonChange {

    private DaemonChange() {}

    /** The keys and sections, as they are written; what is taken over at once is not among them. */
    public static List<String> between(DaemonSpec begun, DaemonSpec fresh) {
        List<String> changed = new ArrayList<>();
        add(changed, "[unix_http_server]", begun.socket(), fresh.socket());
        add(changed, "audit_log", begun.control().auditLog(), fresh.control().auditLog());
        add(changed, "logfile", begun.log(), fresh.log());
        add(changed, "loglevel", begun.logLevel(), fresh.logLevel());
        add(changed, "pidfile", begun.pidfile(), fresh.pidfile());
        add(changed, "runtime_dir", begun.runtimeDirectory(), fresh.runtimeDirectory());
        add(changed, "state_dir", begun.stateDirectory(), fresh.stateDirectory());
        add(changed, "childlogdir", begun.childLogDirectory(), fresh.childLogDirectory());
        add(changed, "syslog_socket", begun.syslogSocket(), fresh.syslogSocket());
        add(changed, "identifier", begun.identifier(), fresh.identifier());
        add(changed, "user", begun.user(), fresh.user());
        return changed;
    }

    private static void add(List<String> changed, String name, Object before, Object after) {
        if (!before.equals(after)) {
            changed.add(name);
        }
    }
}
