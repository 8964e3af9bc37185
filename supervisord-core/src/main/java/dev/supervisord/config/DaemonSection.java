package dev.supervisord.config;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads {@code [supervisord]}: how the daemon itself runs. */
final class DaemonSection {
    private static final int PERMISSIONS = 0777;

    private final Values values;
    private final Locations locations;

    DaemonSection(Values values, Locations locations) {
        this.values = values;
        this.locations = locations;
    }

    /** The variables for every process, which other sections need before the rest is read. */
    Map<String, String> environment() {
        return values.get(DaemonKeys.ENVIRONMENT);
    }

    boolean requireCgroups() {
        return values.get(CgroupKeys.REQUIRE_CGROUPS);
    }

    boolean stripAnsi() {
        return values.get(DaemonKeys.STRIP_ANSI);
    }

    DaemonSpec read(
            Document document,
            Map<String, String> environment,
            SocketSection sockets,
            ControlSection control,
            Names serverNames) {
        LogSpec log = new LogSpec(
                logTarget(),
                values.get(DaemonKeys.LOGFILE_MAXBYTES),
                Math.max(0, values.get(DaemonKeys.LOGFILE_BACKUPS)),
                stripAnsi());
        return new DaemonSpec(
                values.get(DaemonKeys.IDENTIFIER),
                log,
                values.get(DaemonKeys.LOGLEVEL),
                values.get(DaemonKeys.NODAEMON),
                values.get(DaemonKeys.SILENT),
                pidfile(),
                locations.pathWithHome(values, DaemonKeys.RUNTIME_DIR),
                locations.pathWithHome(values, DaemonKeys.STATE_DIR),
                locations.existingDirectory(values, DaemonKeys.CHILDLOGDIR),
                locations.pathWithHome(values, DaemonKeys.SYSLOG_SOCKET),
                values.get(DaemonKeys.NOCLEANUP),
                locations.existingDirectory(values, DaemonKeys.DIRECTORY),
                OptionalInt.of(values.get(DaemonKeys.UMASK) & PERMISSIONS),
                locations.user(values, DaemonKeys.USER),
                environment,
                values.get(DaemonKeys.MINFDS),
                values.get(DaemonKeys.MINPROCS),
                values.get(CgroupKeys.CGROUP_ROOT),
                sockets.read(document, values, serverNames),
                control.read(values));
    }

    private Target logTarget() {
        Optional<String> text = values.find(DaemonKeys.LOGFILE);
        if (text.isPresent() && !text.get().isEmpty()) {
            return new LogSpecs(locations)
                    .target(values, DaemonKeys.LOGFILE, text.get())
                    .orElseGet(Target.None::new);
        }
        return isToml()
                ? new Target.Auto()
                : new Target.File(locations.currentDirectory().resolve(DaemonKeys.LOGFILE.requireDefault()));
    }

    private Optional<Path> pidfile() {
        Optional<String> text = values.find(DaemonKeys.PIDFILE).filter(path -> !path.isEmpty());
        if (text.isEmpty()) {
            return isToml()
                    ? Optional.empty()
                    : Optional.of(locations.currentDirectory().resolve(DaemonKeys.PIDFILE.requireDefault()));
        }
        return text.get().toLowerCase(Locale.ROOT).equals("none")
                ? Optional.empty()
                : locations.fileInDirectory(values, DaemonKeys.PIDFILE, text.get());
    }

    private boolean isToml() {
        return values.section().syntax() == Syntax.TOML;
    }
}
