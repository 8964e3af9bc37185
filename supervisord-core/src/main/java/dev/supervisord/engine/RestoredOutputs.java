package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.OutputSpec;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunFingerprint;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.StoredLog;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.Channel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Opens the pipes of taken-over processes again and goes on storing what is in them. For the thread that starts the daemon. */
public final class RestoredOutputs {

    /** Nobody recorded how many there were to be. With none, a rotation that somebody asks for would remove what was stored. */
    private static final int BACKUPS = 10;

    private RestoredOutputs() {}

    /** The files whose names the last daemon chose and that are still in use. */
    public static Set<Path> autoLogs(List<Restored> runs) {
        Set<Path> files = new HashSet<>();
        for (Restored run : runs) {
            for (Optional<StoredLog> log :
                    List.of(run.record().stdout(), run.record().stderr())) {
                log.filter(StoredLog::chosenByDaemon).ifPresent(stored -> files.add(stored.path()));
            }
        }
        return files;
    }

    /** Must be done before anything is launched. A process whose log cannot be opened waits until its pipe is read again. */
    public static void open(List<Restored> runs, Plan plan, Outputs outputs, Log log) {
        Map<ProcessName, ProcessSpec> configured = new HashMap<>();
        plan.processes().forEach(spec -> configured.put(spec.name(), spec));
        for (Restored run : runs) {
            RunRecord record = run.record();
            ProcessSpec spec = configured.get(record.name());
            reuse(record, Channel.STDOUT, record.stdout(), outputs);
            reuse(record, Channel.STDERR, record.stderr(), outputs);
            // One that is about to be replaced holds the pipes that its own configuration gave it.
            boolean asConfigured = spec != null
                    && record.fingerprint()
                            .filter(known -> !known.equals(RunFingerprint.of(spec)))
                            .isEmpty();
            OutputSpec output = spec != null && asConfigured
                    ? spec.output()
                    : recorded(record, Optional.ofNullable(spec).map(ProcessSpec::output));
            try {
                outputs.attach(record.name(), output);
                outputs.begin(record.name(), record.generation());
            } catch (Outputs.OpenFailed failed) {
                String waiting = run.isAlive()
                        ? "; it waits in the pipe until the process is restarted or its log settings are changed"
                        : "; nothing writes to it now";
                log.error("cannot go on storing the output of " + record.name() + ": " + failed.getMessage() + waiting);
            }
            if (spec == null && !run.isAlive()) {
                outputs.detach(record.name()); // what it left in its pipes is stored first
            }
        }
    }

    private static void reuse(RunRecord record, Channel channel, Optional<StoredLog> log, Outputs outputs) {
        log.filter(StoredLog::chosenByDaemon)
                .ifPresent(stored -> outputs.reuseAutoLog(record.name(), channel, stored.path()));
    }

    /** The output as it was configured when the run began, as far as it was recorded. */
    static OutputSpec recorded(RunRecord record) {
        return recorded(record, Optional.empty());
    }

    /** The same, with what was not recorded as it is configured now, where the file is the same. */
    private static OutputSpec recorded(RunRecord record, Optional<OutputSpec> configured) {
        return new OutputSpec(
                log(record.stdout(), configured.map(OutputSpec::stdout)),
                log(record.stderr(), configured.map(OutputSpec::stderr)),
                false);
    }

    private static LogSpec log(Optional<StoredLog> stored, Optional<LogSpec> configured) {
        LogSpec.Target target = stored.<LogSpec.Target>map(
                        log -> log.chosenByDaemon() ? new LogSpec.Target.Auto() : new LogSpec.Target.File(log.path()))
                .orElseGet(LogSpec.Target.None::new);
        return configured
                .filter(now -> now.target().equals(target))
                .orElseGet(() -> new LogSpec(target, 0, BACKUPS, false));
    }
}
