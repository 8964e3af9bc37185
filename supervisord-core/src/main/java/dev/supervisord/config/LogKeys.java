package dev.supervisord.config;

import static dev.supervisord.config.Change.LIVE;

import dev.supervisord.model.Archive;
import dev.supervisord.model.LogFormat;
import dev.supervisord.model.LogOptions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys that say how both output streams of a program are stored. */
record LogKeys(
        Key<LogFormat> format,
        Key<LogOptions.OnError> onError,
        Key<Optional<Duration>> period,
        Key<Archive.Names> names,
        Key<Archive.Compression> compression) {

    static LogKeys of(Set<Kind> kinds) {
        return new LogKeys(
                Key.withDefault(
                        "log_format",
                        kinds,
                        LogTypes.FORMAT,
                        "raw",
                        LIVE,
                        "How lines are stored: `raw`, byte for byte; `timestamps`, with the time (UTC) before each line; `json`, an"
                                + " object for each line. See [logs.md](logs.md)."),
                Key.withDefault(
                        "log_on_error",
                        kinds,
                        LogTypes.ON_ERROR,
                        "block",
                        LIVE,
                        "What happens while a log file cannot be written, because the disk is full for instance: `block`, output waits"
                                + " in the pipe, and the program when that is full; `drop`, output is dropped, and a line in the log"
                                + " tells how many bytes when it can be written again."),
                Key.withDefault(
                        "rotate",
                        kinds,
                        LogTypes.PERIOD,
                        "never",
                        LIVE,
                        "Rotate log files by time too: `hourly`, `daily`, `weekly` or a span such as `30m`, counted from local"
                                + " midnight. A file to which nothing was written is not rotated."),
                Key.withDefault(
                        "rotate_names",
                        kinds,
                        LogTypes.NAMES,
                        "numbered",
                        LIVE,
                        "Names of rotated files: `numbered`, `FILE.1` is the youngest; `dated`, `FILE-20261121`, with the time of day"
                                + " where `rotate` is shorter than a day."),
                Key.withDefault(
                        "compress",
                        kinds,
                        LogTypes.COMPRESSION,
                        "none",
                        LIVE,
                        "Compress rotated files in the background: `none` or `gzip`."));
    }

    List<Key<?>> all() {
        return List.of(format, onError, period, names, compression);
    }
}
