package dev.supervisord.rpc;

import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.ProcessSpec;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Tells the configuration of processes key by key, with the places in the files. May wait for the disk. */
public interface SettingsReader {

    /**
     * One key of a process.
     *
     * @param value as it is written in TOML, without the values of environment variables; empty: it is not set
     * @param file where it is set; empty: nowhere
     * @param outdated what the files say by now; empty: the same
     */
    record Setting(
            String key, Optional<String> value, Optional<String> file, OptionalInt line, Optional<String> outdated) {}

    /**
     * What reading gave.
     *
     * @param settings those of each process, in the order in which they were asked for
     * @param note why the places are not known; empty when they are
     */
    record Shown(List<List<Setting>> settings, String note) {}

    /** The settings of these processes, whose configuration is in force. */
    Shown show(List<ProcessSpec> processes, DaemonSpec daemon);
}
