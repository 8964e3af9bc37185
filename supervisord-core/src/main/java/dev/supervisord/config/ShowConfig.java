package dev.supervisord.config;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ListenAddress;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.SocketSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Writes the effective configuration as TOML, with every default: {@code supervisord show-config}.
 *
 * <p>Reading what it writes gives the same plan, whatever syntax and however many files it came from. Expansions are made,
 * paths are absolute; only a value that differs between the processes of a program is shown as it is configured. It contains
 * the values of environments and passwords.
 */
public final class ShowConfig {
    private final Plan plan;
    private final Document document;
    private final Path currentDirectory;
    private final StringBuilder text = new StringBuilder();

    private ShowConfig(Plan plan, Document document, Path currentDirectory) {
        this.plan = plan;
        this.document = document;
        this.currentDirectory = currentDirectory;
    }

    /**
     * The text of a TOML file.
     *
     * @param result what reading gave; it must have a plan
     * @param currentDirectory what relative paths of INI files start from
     */
    public static String render(ReadResult result, Path currentDirectory) {
        return new ShowConfig(result.plan().orElseThrow(), result.document(), currentDirectory).render();
    }

    private String render() {
        section("supervisord");
        daemon(plan.daemon());
        socket(plan.daemon().socket());
        ShownControl.lines(plan.daemon().control())
                .forEach(shown -> text.append(shown).append('\n'));
        plan.sockets().forEach(this::heldSocket);
        Map<String, List<ProcessSpec>> programs = new LinkedHashMap<>();
        for (ProcessSpec process : plan.processes()) {
            programs.computeIfAbsent(process.program(), any -> new ArrayList<>())
                    .add(process);
        }
        programs.forEach((name, processes) -> {
            section("program." + TomlText.key(name));
            document.section(Kind.PROGRAM, name)
                    .ifPresent(section -> new ShownProgram(section, processes, plan.daemon(), currentDirectory)
                            .lines()
                            .forEach(this::line));
        });
        plan.groups().forEach(this::group);
        return text.toString();
    }

    private void section(String header) {
        text.append(text.length() == 0 ? "" : "\n").append('[').append(header).append("]\n");
    }

    private void line(String key, Optional<String> value) {
        value.ifPresentOrElse(
                shown -> text.append(key).append(" = ").append(shown).append('\n'),
                () -> text.append("# ").append(key).append(" is not set\n"));
    }

    private void line(Key<?> key, String value) {
        line(key.name(), Optional.of(value));
    }

    private void daemon(DaemonSpec daemon) {
        line(DaemonKeys.LOGFILE, ShownValues.target(daemon.log().target()));
        line(DaemonKeys.LOGFILE_MAXBYTES, Long.toString(daemon.log().bytesMax()));
        line(DaemonKeys.LOGFILE_BACKUPS, Integer.toString(daemon.log().backups()));
        line(DaemonKeys.LOGLEVEL, ShownValues.level(daemon.logLevel()));
        line(DaemonKeys.PIDFILE, daemon.pidfile().map(ShownValues::path).orElse("\"NONE\""));
        line(DaemonKeys.NODAEMON, Boolean.toString(daemon.foreground()));
        line(DaemonKeys.SILENT, Boolean.toString(daemon.silent()));
        line(DaemonKeys.IDENTIFIER, TomlText.literal(daemon.identifier()));
        line(DaemonKeys.AUDIT_LOG.name(), daemon.control().auditLog().map(ShownValues::path));
        line(DaemonKeys.RUNTIME_DIR.name(), daemon.runtimeDirectory().map(ShownValues::path));
        line(DaemonKeys.STATE_DIR.name(), daemon.stateDirectory().map(ShownValues::path));
        line(DaemonKeys.CHILDLOGDIR.name(), daemon.childLogDirectory().map(ShownValues::path));
        line(DaemonKeys.SYSLOG_SOCKET.name(), daemon.syslogSocket().map(ShownValues::path));
        line(DaemonKeys.NOCLEANUP, Boolean.toString(daemon.keepAutoLogs()));
        line(DaemonKeys.STRIP_ANSI, Boolean.toString(daemon.log().stripAnsi()));
        line(DaemonKeys.ENVIRONMENT, ShownValues.environment(daemon.environment()));
        line(DaemonKeys.DIRECTORY.name(), daemon.directory().map(ShownValues::path));
        daemon.umask().ifPresent(mask -> line(DaemonKeys.UMASK, ShownValues.octal(mask)));
        line(DaemonKeys.USER.name(), daemon.user().map(TomlText::literal));
        line(DaemonKeys.MINFDS, Long.toString(daemon.minFds()));
        line(DaemonKeys.MINPROCS, Long.toString(daemon.minProcs()));
        line(CgroupKeys.CGROUP_ROOT, TomlText.literal(daemon.cgroupRoot().toString()));
    }

    /** In the daemon's section, unless it has a login, which only Supervisor's section knows. */
    private void socket(SocketSpec socket) {
        if (socket.login().isEmpty()) {
            line(DaemonKeys.SOCKET.name(), socket.path().map(ShownValues::path));
            line(DaemonKeys.SOCKET_MODE, ShownValues.octal(socket.mode()));
            line(DaemonKeys.SOCKET_OWNER.name(), socket.owner().map(TomlText::literal));
            line(DaemonKeys.SOCKET_GROUP.name(), socket.group().map(TomlText::literal));
            return;
        }
        section(Kind.UNIX_HTTP_SERVER.word());
        line(ServerKeys.FILE.name(), socket.path().map(ShownValues::path));
        line(ServerKeys.CHMOD, ShownValues.octal(socket.mode()));
        Optional<String> group = socket.group().map(name -> ":" + name);
        line(ServerKeys.CHOWN.name(), socket.owner().map(owner -> TomlText.literal(owner + group.orElse(""))));
        line(ServerKeys.USERNAME, TomlText.literal(socket.login().get().username()));
        line(ServerKeys.PASSWORD, TomlText.literal(socket.login().get().password()));
    }

    private void heldSocket(HeldSocket socket) {
        section("socket." + TomlText.key(socket.name()));
        line(HeldSocketKeys.LISTEN, TomlText.literal(socket.id().address().toString()));
        line(HeldSocketKeys.BACKLOG, Integer.toString(socket.backlog()));
        if (socket.id().address() instanceof ListenAddress.Unix) {
            line(HeldSocketKeys.OWNER.name(), socket.owner().map(TomlText::literal));
            line(HeldSocketKeys.GROUP.name(), socket.group().map(TomlText::literal));
            line(HeldSocketKeys.MODE, ShownValues.octal(socket.mode()));
        } else {
            line(HeldSocketKeys.REUSE_PORT, Boolean.toString(socket.reusePort()));
        }
    }

    private void group(GroupSpec group) {
        boolean configured = document.section(Kind.GROUP, group.name()).isPresent();
        Set<String> programs = new LinkedHashSet<>();
        group.processes().forEach(process -> programs.add(process.program()));
        boolean ownGroup = programs.equals(Set.of(group.name())) && !configured;
        if (ownGroup) {
            return;
        }
        if (programs.isEmpty() && !configured) {
            section("program." + TomlText.key(group.name()));
            line(ProgramKeys.NUMPROCS, "0");
        } else {
            section("group." + TomlText.key(group.name()));
            line(DaemonKeys.PROGRAMS, TomlText.literals(List.copyOf(programs)));
        }
        line(ProgramKeys.PRIORITY, Integer.toString(group.priority()));
    }
}
