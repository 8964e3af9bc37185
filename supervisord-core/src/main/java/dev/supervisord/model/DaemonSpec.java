package dev.supervisord.model;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The {@code [supervisord]} section: how the daemon itself runs.
 *
 * @param log the daemon's own log
 * @param logLevel the least important level that is logged
 * @param foreground do not detach ({@code nodaemon})
 * @param silent do not copy the log to standard output in the foreground
 * @param pidfile written at start, removed at exit; empty: none
 * @param runtimeDirectory where pipes, records, the lock and the default socket live; empty: chosen by the daemon
 * @param stateDirectory where what outlives the machine's next start is kept ({@code state_dir}); empty: chosen by the daemon
 * @param childLogDirectory where AUTO logs go; empty: the system's directory for temporary files
 * @param syslogSocket where lines for the system log go in RFC 5424; empty: to the machine's logger
 * @param keepAutoLogs do not remove AUTO logs of earlier daemons ({@code nocleanup})
 * @param directory change to it when detaching
 * @param umask set when detaching
 * @param user user the daemon switches to
 * @param environment added to the environment of every process
 * @param minFds soft limit on descriptors to raise to ({@code minfds})
 * @param minProcs soft limit on processes to raise to ({@code minprocs})
 * @param cgroupRoot below which cgroup those of processes are made ({@code cgroup_root})
 */
public record DaemonSpec(
        String identifier,
        LogSpec log,
        LogLevel logLevel,
        boolean foreground,
        boolean silent,
        Optional<Path> pidfile,
        Optional<Path> runtimeDirectory,
        Optional<Path> stateDirectory,
        Optional<Path> childLogDirectory,
        Optional<Path> syslogSocket,
        boolean keepAutoLogs,
        Optional<Path> directory,
        OptionalInt umask,
        Optional<String> user,
        Map<String, String> environment,
        long minFds,
        long minProcs,
        CgroupRoot cgroupRoot,
        SocketSpec socket,
        ControlSpec control) {

    public DaemonSpec {
        environment = Map.copyOf(environment);
    }
}
