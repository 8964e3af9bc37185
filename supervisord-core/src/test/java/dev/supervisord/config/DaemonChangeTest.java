package dev.supervisord.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.supervisord.model.DaemonChange;
import dev.supervisord.model.DaemonSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What a reload tells of the daemon's own section, against what the reference page says of its keys. */
class DaemonChangeTest {
    private static final String SOCKET = "the control socket";

    /** Another value of each key that a daemon takes over when it is restarted, and what it is told as. */
    private static final Map<String, List<String>> CHANGES = Map.ofEntries(
            Map.entry("logfile", List.of("/tmp/other.log", "logfile")),
            Map.entry("logfile_maxbytes", List.of("1MB", "logfile_maxbytes")),
            Map.entry("logfile_backups", List.of("3", "logfile_backups")),
            Map.entry("loglevel", List.of("debug", "loglevel")),
            Map.entry("pidfile", List.of("/tmp/other.pid", "pidfile")),
            Map.entry("identifier", List.of("other", "identifier")),
            Map.entry("socket", List.of("/tmp/other.sock", SOCKET)),
            Map.entry("socket_mode", List.of("0600", SOCKET)),
            Map.entry("socket_owner", List.of("nobody", SOCKET)),
            Map.entry("socket_group", List.of("nobody", SOCKET)),
            Map.entry("audit_log", List.of("/tmp/audit.log", "audit_log")),
            Map.entry("runtime_dir", List.of("/tmp/run", "runtime_dir")),
            Map.entry("state_dir", List.of("/tmp/state", "state_dir")),
            Map.entry("childlogdir", List.of("/var/log", "childlogdir")),
            Map.entry("syslog_socket", List.of("/tmp/log", "syslog_socket")),
            Map.entry("user", List.of("nobody", "user")),
            Map.entry("minfds", List.of("2048", "minfds")),
            Map.entry("minprocs", List.of("300", "minprocs")),
            Map.entry("cgroup_root", List.of("none", "cgroup_root")));

    /** Of these nothing is left to be done, because they count only while a daemon starts. */
    private static final Set<String> OF_THE_START =
            Set.of("nodaemon", "silent", "nocleanup", "directory", "umask", "profile_options");

    private static List<String> told(String line) {
        DaemonSpec begun = Reading.ini("").plan().daemon();
        return DaemonChange.between(begun, Reading.ini(line + "\n").plan().daemon());
    }

    @Test
    void everyKeyThatNeedsARestartIsToldByItsName() {
        CHANGES.forEach((key, change) -> assertEquals(List.of(change.get(1)), told(key + "=" + change.get(0)), key));
        Set<String> known = new TreeSet<>(CHANGES.keySet());
        known.addAll(OF_THE_START);
        Set<String> keys = new TreeSet<>();
        Keys.of(Kind.SUPERVISORD).stream()
                .filter(key -> key.change() == Change.DAEMON)
                .forEach(key -> keys.add(key.name()));
        assertEquals(keys, known);
    }

    @Test
    void whatIsTakenOverAtOnceIsNotTold() {
        assertEquals(List.of(), told("strip_ansi=true"));
        assertEquals(List.of(), told("environment=A=\"b\""));
        assertTrue(told("[control]\nlisten=127.0.0.1:9001\ninsecure=true\n[token:t]\nsha256=" + "0".repeat(64))
                .isEmpty());
    }
}
