package dev.supervisord.config;

import static dev.supervisord.config.Change.LIVE;
import static dev.supervisord.config.Change.RESTART;

import java.util.List;
import java.util.Set;

/** The keys of one output stream of a program, {@code stdout_…} or {@code stderr_…}. */
record StreamKeys(
        Key<String> logfile,
        Key<Long> bytesMax,
        Key<Integer> backups,
        Key<Long> totalBytesMax,
        Key<Long> captureBytesMax,
        Key<Boolean> events,
        Key<Boolean> syslog) {

    static StreamKeys of(String stream, Set<Kind> kinds) {
        return new StreamKeys(
                Key.withDefault(
                        stream + "_logfile",
                        kinds,
                        Types.LOG_FILE,
                        "AUTO",
                        LIVE,
                        "File that keeps " + stream
                                + "; `AUTO`: a file in `childlogdir` that is removed at the daemon's next"
                                + " start; `NONE`: nothing is kept; `syslog`: nothing is kept but each line goes to the system log. Its"
                                + " directory must exist. `~` is a home directory. A change from or to `NONE` restarts the process."),
                Key.withDefault(
                        stream + "_logfile_maxbytes",
                        kinds,
                        Types.BYTES,
                        "50MB",
                        LIVE,
                        "Size at which that file is rotated, with KB, MB or GB of 1024; 0: never."),
                Key.withDefault(
                        stream + "_logfile_backups",
                        kinds,
                        Types.WHOLE,
                        "10",
                        LIVE,
                        "How many rotated files are kept; 0: the file is truncated instead."),
                Key.withDefault(
                        stream + "_logfile_total_maxbytes",
                        kinds,
                        Types.BYTES,
                        "0",
                        LIVE,
                        "What that file and its rotated ones may take together, the file itself counted at its largest; the oldest"
                                + " are removed. At least `" + stream
                                + "_logfile_maxbytes`; 0: no limit but the number of files."),
                Key.withDefault(
                                stream + "_capture_maxbytes",
                                kinds,
                                Types.BYTES,
                                "0",
                                RESTART,
                                "Supervisor's capture mode for event listeners: largest message; 0: off.")
                        .notServed(),
                Key.withDefault(
                                stream + "_events_enabled",
                                kinds,
                                Types.BOOLEAN,
                                "false",
                                LIVE,
                                "Supervisor's PROCESS_LOG events for what is written.")
                        .notServed(),
                Key.withDefault(
                        stream + "_syslog",
                        kinds,
                        Types.BOOLEAN,
                        "false",
                        LIVE,
                        "Also send each line to the machine's system log (journald, or `/dev/log`)."));
    }

    List<Key<?>> all() {
        return List.of(logfile, bytesMax, backups, totalBytesMax, captureBytesMax, events, syslog);
    }

    /** Those that this daemon only checks. */
    List<Key<?>> notServed() {
        return List.of(captureBytesMax, events);
    }
}
