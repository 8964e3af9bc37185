package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.LogSpec;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunFingerprint;
import dev.supervisord.model.RunMark;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Child;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.RunRecord.StoredLog;
import dev.supervisord.model.Setbacks;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Clock;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.RunRecords;
import dev.supervisord.output.Outputs;
import dev.supervisord.output.Outputs.Channel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the record of every run true, so that the next daemon can go on where this one was killed: written before the
 * launch, completed after it, changed with what the loop reports. The launcher thread and the recorder use it in turns.
 *
 * <p>A record that cannot be written keeps nothing from running: the next daemon finds the program by its mark.
 */
public final class RunJournal {

    private final RunRecords records;
    private final Adopted kernel;
    private final Clock clock;
    private final Log log;
    private final String instance;
    private final String daemon;
    private final String bootId;
    private final Map<ProcessName, RunRecord> current = new HashMap<>();

    /** What was reported of runs whose launch has not begun yet. */
    private final Map<ProcessName, Early> early = new HashMap<>();

    private boolean troubled;

    private record Early(long generation, Note note) {}

    /**
     * @param instance what this daemon and its successors have in common and no other daemon has: the runtime directory
     * @param self this daemon's pid
     * @param taken what was taken over from the last daemon
     */
    public RunJournal(
            RunRecords records,
            Adopted kernel,
            Clock clock,
            Log log,
            String instance,
            Pid self,
            List<RunRecord> taken) {
        this.records = records;
        this.kernel = kernel;
        this.clock = clock;
        this.log = log;
        this.instance = instance;
        this.daemon = Long.toString(clock.wall().toEpochMilli(), Character.MAX_RADIX) + "-" + self;
        this.bootId = kernel.bootId();
        taken.forEach(record -> current.put(record.name(), record));
    }

    /** Records that a run is about to be launched, after these setbacks; gives the mark for its environment. */
    String begin(ProcessSpec spec, long generation, Setbacks before, Outputs outputs) {
        String mark = new RunMark(generation, daemon, spec.name(), instance).toString();
        RunRecord record = new RunRecord(
                spec.name(),
                bootId,
                generation,
                mark,
                Stage.UP,
                Optional.empty(),
                Optional.of(RunFingerprint.of(spec)),
                spec.stop(),
                0,
                stored(spec, Channel.STDOUT, outputs),
                stored(spec, Channel.STDERR, outputs),
                clock.wall(),
                Optional.empty(),
                Optional.empty(),
                "",
                before,
                Optional.empty());
        begin(record);
        return mark;
    }

    private synchronized void begin(RunRecord record) {
        Early known = early.remove(record.name());
        if (known != null && known.generation() == record.generation()) {
            write(record.with(known.note()));
        } else {
            write(record);
        }
    }

    /** Records the main process of a run. One that has ended already needs no record of who it was. */
    synchronized void confirm(ProcessName name, long generation, Pid pid) {
        RunRecord record = current.get(name);
        if (record != null && record.generation() == generation) {
            long startTicks =
                    kernel.identify(pid).map(known -> known.startTicks()).orElse(0L);
            write(record.with(new Child(pid.value(), startTicks)));
        }
    }

    /**
     * Records what became of a run, or is to become of it as soon as it begins.
     *
     * @param generation of the run; 0 where none was ever begun, but somebody has asked for a start or a stop
     */
    synchronized void note(ProcessSpec spec, long generation, Note note) {
        RunRecord record = current.getOrDefault(spec.name(), unlaunched(spec));
        if (record.generation() < generation) {
            early.put(spec.name(), new Early(generation, note));
        } else if (record.generation() == generation) {
            write(record.with(note));
        }
        // Else it comes late: the next run has begun, and what became of this one does not matter any more.
    }

    private RunRecord unlaunched(ProcessSpec spec) {
        return RunRecord.withoutRun(spec, bootId, Stage.WAITING, clock.wall(), "");
    }

    /** Records where the output of a run goes now. */
    void redirected(ProcessSpec spec, Outputs outputs) {
        redirected(spec.name(), stored(spec, Channel.STDOUT, outputs), stored(spec, Channel.STDERR, outputs));
    }

    private synchronized void redirected(ProcessName name, Optional<StoredLog> stdout, Optional<StoredLog> stderr) {
        RunRecord record = current.get(name);
        if (record != null) {
            write(record.with(stdout, stderr));
        }
    }

    /** Writes all records, because those that were there are gone. */
    synchronized void writeAgain() {
        troubled = !writeAll();
        if (troubled) {
            log.error("cannot write the records of runs anew");
        }
    }

    /** What is recorded of a process. */
    synchronized Optional<RunRecord> find(ProcessName name) {
        return Optional.ofNullable(current.get(name));
    }

    /**
     * There is nothing to be known of this process any more.
     *
     * @param known what was recorded of it; where it is something else by now, one of that name has begun anew, and is not forgotten
     */
    @SuppressWarnings("ReferenceEquality") // each write makes another record, also one with the same contents
    synchronized void forget(ProcessName name, Optional<RunRecord> known) {
        if (current.get(name) != known.orElse(null)) {
            return;
        }
        current.remove(name);
        early.remove(name);
        try {
            records.remove(name);
        } catch (OsException failed) {
            log.error(failed.getMessage() + "; the next supervisord may take it for stopped");
        }
    }

    /** The daemon ends in order: what is left belongs to processes that it could not stop. */
    synchronized void end() {
        if (current.isEmpty()) {
            try {
                records.clear();
            } catch (OsException failed) {
                log.error(String.valueOf(failed.getMessage()));
            }
        }
    }

    private void write(RunRecord record) {
        current.put(record.name(), record);
        try {
            records.write(record);
        } catch (OsException failed) {
            if (!troubled) {
                log.error(failed.getMessage()
                        + "; if supervisord is killed now, the next one can find running programs only by their"
                        + " environment and forgets which were stopped");
            }
            troubled = true;
        }
        if (troubled && writeAll()) {
            troubled = false;
            log.warn("the records of runs are complete again");
        }
    }

    /** Others may be missing too: somebody has removed them, or there was no room for them. */
    private boolean writeAll() {
        try {
            current.values().forEach(records::write);
            return true;
        } catch (OsException stillFailing) {
            return false; // as has been told
        }
    }

    private static Optional<StoredLog> stored(ProcessSpec spec, Channel channel, Outputs outputs) {
        boolean merged = channel == Channel.STDERR && spec.output().redirectStderr();
        LogSpec log = channel == Channel.STDOUT
                ? spec.output().stdout()
                : spec.output().stderr();
        if (merged || log.target() instanceof LogSpec.Target.None) {
            return Optional.empty();
        }
        if (log.target() instanceof LogSpec.Target.File file) {
            return Optional.of(new StoredLog(false, file.path()));
        }
        Optional<Path> chosen;
        try {
            chosen = outputs.file(spec.name(), channel);
        } catch (Outputs.LogException notOpen) {
            chosen = Optional.empty(); // the launch is about to fail for that reason
        }
        return chosen.map(path -> new StoredLog(true, path));
    }
}
