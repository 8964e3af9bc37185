package dev.supervisord.app;

import dev.supervisord.config.ConfigReader;
import dev.supervisord.config.Machine;
import dev.supervisord.config.Problem;
import dev.supervisord.config.ReadResult;
import dev.supervisord.rpc.PlanReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The configuration of this daemon: one file with all that it includes, and what the command line overrides. */
final class Configuration implements PlanReader {

    private final Path file;
    private final Machine machine;
    private final Map<String, String> overrides = new HashMap<>();

    Configuration(Path file, Machine machine, List<DaemonOptions.Setting> settings) {
        this.file = file;
        this.machine = machine;
        settings.forEach(setting -> overrides.put(setting.key(), setting.value()));
    }

    Path file() {
        return file;
    }

    Map<String, String> environment() {
        return machine.environment();
    }

    ReadResult readAll() {
        return ConfigReader.read(file, machine, overrides);
    }

    @Override
    public Reading read() {
        ReadResult result = readAll();
        return new Reading(
                result.plan(),
                result.errors().stream().map(Configuration::finding).toList(),
                result.warnings().stream().map(Configuration::finding).toList());
    }

    private static Finding finding(Problem problem) {
        String where = problem.line().isPresent()
                ? problem.file() + ":" + problem.line().getAsInt()
                : problem.file();
        return new Finding(where, problem.toString());
    }
}
