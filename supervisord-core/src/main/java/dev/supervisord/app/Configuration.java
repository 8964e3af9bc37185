package dev.supervisord.app;

import dev.supervisord.config.ConfigReader;
import dev.supervisord.config.Machine;
import dev.supervisord.config.Problem;
import dev.supervisord.config.ReadResult;
import dev.supervisord.config.ShownProcess;
import dev.supervisord.model.DaemonSpec;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.rpc.PlanReader;
import dev.supervisord.rpc.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The configuration of this daemon: one file with all that it includes, and what the command line overrides. */
final class Configuration implements PlanReader, SettingsReader {

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

    @Override
    public Shown show(List<ProcessSpec> processes, DaemonSpec daemon) {
        ReadResult result = readAll();
        Path here = machine.currentDirectory();
        return new Shown(
                processes.stream()
                        .map(process -> ShownProcess.lines(result, process, daemon, here).stream()
                                .map(Configuration::setting)
                                .toList())
                        .toList(),
                result.plan().isPresent()
                        ? ""
                        // What is wrong may be about other programs, which not everybody may see.
                        : "the files have mistakes by now, so places may be missing; supervisord check lists them");
    }

    private static Setting setting(ShownProcess.Line line) {
        return new Setting(
                line.key(),
                line.value(),
                line.place().map(ShownProcess.Where::file),
                line.place()
                        .filter(place -> place.line() > 0)
                        .map(place -> OptionalInt.of(place.line()))
                        .orElse(OptionalInt.empty()),
                line.outdated());
    }

    private static Finding finding(Problem problem) {
        String where = problem.line().isPresent()
                ? problem.file() + ":" + problem.line().getAsInt()
                : problem.file();
        return new Finding(where, problem.toString());
    }
}
