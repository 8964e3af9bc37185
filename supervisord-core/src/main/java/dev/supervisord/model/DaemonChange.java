package dev.supervisord.model;

import java.util.ArrayList;
import java.util.List;

/** What of the daemon's own configuration differs from that which it began with, and is the next daemon's to take over. */
public final class DaemonChange {

    private DaemonChange() {}

    /**
     * The keys as they are written; the control socket, whose keys have two sets of names, by that name. What is taken over at
     * once is not among them, nor what counts only while a daemon starts, such as {@code nodaemon}.
     */
    public static List<String> between(DaemonSpec begun, DaemonSpec fresh) {
        List<String> changed = new ArrayList<>();
        add(changed, "the control socket", begun.socket(), fresh.socket());
        add(changed, "audit_log", begun.control().auditLog(), fresh.control().auditLog());
        add(changed, "logfile", begun.log().target(), fresh.log().target());
        add(changed, "logfile_maxbytes", begun.log().bytesMax(), fresh.log().bytesMax());
        add(changed, "logfile_backups", begun.log().backups(), fresh.log().backups());
        add(changed, "loglevel", begun.logLevel(), fresh.logLevel());
        add(changed, "pidfile", begun.pidfile(), fresh.pidfile());
        add(changed, "runtime_dir", begun.runtimeDirectory(), fresh.runtimeDirectory());
        add(changed, "state_dir", begun.stateDirectory(), fresh.stateDirectory());
        add(changed, "childlogdir", begun.childLogDirectory(), fresh.childLogDirectory());
        add(changed, "syslog_socket", begun.syslogSocket(), fresh.syslogSocket());
        add(changed, "identifier", begun.identifier(), fresh.identifier());
        add(changed, "user", begun.user(), fresh.user());
        add(changed, "minfds", begun.minFds(), fresh.minFds());
        add(changed, "minprocs", begun.minProcs(), fresh.minProcs());
        add(changed, "cgroup_root", begun.cgroupRoot(), fresh.cgroupRoot());
        return changed;
    }

    private static void add(List<String> changed, String name, Object before, Object after) {
        if (!before.equals(after)) {
            changed.add(name);
        }
    }
}
