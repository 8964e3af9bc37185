package dev.supervisord.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where one output stream of a process is kept.
 *
 * @param target a file, a file named by the daemon (AUTO), or nowhere
 * @param bytesMax size at which the file is rotated ({@code *_logfile_maxbytes}); 0: never
 * @param backups how many rotated files are kept ({@code *_logfile_backups}); 0: the file is truncated instead
 * @param stripAnsi remove ANSI escape sequences before storing ({@code strip_ansi})
 */
public record LogSpec(Target target, long bytesMax, int backups, boolean stripAnsi, LogOptions options) {

    /** Stored as without any of the options' keys. */
    public LogSpec(Target target, long bytesMax, int backups, boolean stripAnsi) {
        this(target, bytesMax, backups, stripAnsi, LogOptions.DEFAULT);
    }

    /** The kinds of place a stream can go to. */
    public sealed interface Target {
        /** A file in {@code childlogdir} whose name the daemon chooses; old ones are removed at the daemon's start. */
        record Auto() implements Target {}

        /** Nowhere: the bytes are discarded ({@code NONE}, {@code off}). */
        record None() implements Target {}

        /** This file, appended to. */
        record File(Path path) implements Target {}
    }

    /** Whether nobody gets what is written: the process is given {@code /dev/null} instead of a pipe. */
    public boolean isDiscarded() {
        return target instanceof Target.None && !options.syslog();
    }

    /** The configured file, when there is one. */
    public Optional<Path> file() {
        return target instanceof Target.File file ? Optional.of(file.path()) : Optional.empty();
    }
}
