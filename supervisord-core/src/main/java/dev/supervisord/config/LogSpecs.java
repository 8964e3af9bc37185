package dev.supervisord.config;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogOptions;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.LogSpec.Target;
import dev.supervisord.model.OutputSpec;
import java.util.Locale;
import java.util.Optional;

/** Reads where output is kept: the {@code *_logfile} keys. */
final class LogSpecs {
    private final Locations locations;

    LogSpecs(Locations locations) {
        this.locations = locations;
    }

    /** Both streams of a process. */
    OutputSpec output(Values values, boolean stripAnsi) {
        checkNotServed(values, ProgramKeys.STDOUT);
        checkNotServed(values, ProgramKeys.STDERR);
        boolean terminal = values.get(LaunchKeys.PTY);
        boolean redirect = values.get(ProgramKeys.REDIRECT_STDERR) || terminal; // to a terminal all is one stream
        LogSpec stdout = stream(values, ProgramKeys.STDOUT, stripAnsi);
        LogSpec stderr = stream(values, ProgramKeys.STDERR, stripAnsi);
        if (redirect && stderr.file().isPresent()) {
            values.warn(
                    ProgramKeys.STDERR.logfile(),
                    (terminal ? "pty" : "redirect_stderr")
                            + "=true but stderr_logfile has also been set to a filename, the filename has been ignored",
                    "remove stderr_logfile");
        }
        return new OutputSpec(
                stdout,
                redirect
                        ? new LogSpec(
                                new Target.None(),
                                stderr.bytesMax(),
                                stderr.backups(),
                                stripAnsi,
                                stderr.options().withoutSyslog())
                        : stderr,
                redirect);
    }

    private LogSpec stream(Values values, StreamKeys keys, boolean stripAnsi) {
        Optional<String> written = values.find(keys.logfile());
        Target target =
                written.flatMap(text -> target(values, keys.logfile(), text)).orElseGet(Target.Auto::new);
        boolean syslog = written.filter(LogSpecs::isSyslog).isPresent() || values.get(keys.syslog());
        long bytesMax = values.get(keys.bytesMax());
        if (target instanceof Target.Auto && bytesMax == 0) {
            values.warn(
                    keys.bytesMax(),
                    "AUTO logging without rollover may fill the file system",
                    "set " + keys.bytesMax().name() + " above 0");
        }
        LogOptions options = new LogOptions(
                values.get(ProgramKeys.LOGS.format()),
                values.get(ProgramKeys.LOGS.onError()),
                syslog,
                new Archive(
                        values.get(ProgramKeys.LOGS.period()),
                        values.get(ProgramKeys.LOGS.names()),
                        values.get(ProgramKeys.LOGS.compression()),
                        total(values, keys, bytesMax)));
        return new LogSpec(target, bytesMax, Math.max(0, values.get(keys.backups())), stripAnsi, options);
    }

    private static long total(Values values, StreamKeys keys, long bytesMax) {
        long total = values.get(keys.totalBytesMax());
        if (total > 0 && (bytesMax == 0 || total < bytesMax)) {
            values.error(
                    keys.totalBytesMax(),
                    "all files together cannot be kept below the size that one of them may have",
                    "set " + keys.bytesMax().name() + " above 0 and not above " + total);
        }
        return total;
    }

    private static boolean isSyslog(String text) {
        return text.equalsIgnoreCase("syslog");
    }

    private static void checkNotServed(Values values, StreamKeys keys) {
        for (Key<?> key : keys.notServed()) {
            Optional<?> value = values.find(key);
            boolean isDefault = value.isEmpty() || value.equals(key.defaultValue());
            if (!isDefault && values.section().kind() == Kind.PROGRAM) {
                values.warn(key, "this daemon does not do that yet, so the value has no effect", "remove it");
            }
        }
    }

    /** What the value of a log file key means; empty when it was refused. */
    Optional<Target> target(Values values, Key<String> key, String text) {
        switch (text.toLowerCase(Locale.ROOT)) {
            case "", "none", "off", "syslog" -> {
                return Optional.of(new Target.None());
            }
            case "auto" -> {
                return Optional.of(new Target.Auto());
            }
            default -> {
                return locations.fileInDirectory(values, key, text).map(Target.File::new);
            }
        }
    }
}
