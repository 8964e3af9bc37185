package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunMark;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Child;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.Signal;
import dev.supervisord.model.StopPolicy;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Clock;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.RunRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out, before anything is started, what the last daemon has left running: from its records, and where these are missing,
 * unreadable or not complete, by the marks of living processes.
 *
 * <p>Used by one thread, once.
 */
public final class Restoration {

    /** A living process with the mark of a run of this instance. */
    private record Marked(RunMark mark, ProcessIdentity identity) {}

    /** How a process is stopped of which nothing is known but its mark; Supervisor's defaults. */
    private static final StopPolicy USUAL_STOP = new StopPolicy(Signal.TERM, Duration.ofSeconds(10), false, false);

    private final RunRecords records;
    private final Adopted kernel;
    private final Clock clock;
    private final String instance;
    private final Log log;
    private boolean first = true;

    /** @param instance as in {@link RunJournal} */
    public Restoration(RunRecords records, Adopted kernel, Clock clock, String instance, Log log) {
        this.records = records;
        this.kernel = kernel;
        this.clock = clock;
        this.instance = instance;
        this.log = log;
    }

    /**
     * Adopts what lives. When nothing does, whatever ended the daemon has ended its programs too (the machine, the container,
     * somebody who cleaned up): all is forgotten then, and {@code autostart} decides as at any first start.
     *
     * @param traces as they are now
     * @param othersLive whether something else that the last daemon had started still lives; the programs that do not have
     *     then ended by themselves
     */
    public List<Restored> restore(Traces traces, boolean othersLive) {
        RunRecords.Reading reading = traces.records();
        for (RunRecords.Unreadable file : reading.unreadable()) {
            log.error("cannot use the record '" + file.file() + "': " + file.reason()
                    + "; its program is looked for among the running processes");
        }
        String boot = kernel.bootId();
        Map<ProcessName, Marked> marked = newest(traces.marked());
        first = reading.records().isEmpty() && reading.unreadable().isEmpty() && marked.isEmpty();
        Map<ProcessName, Restored> found = new TreeMap<>();
        for (RunRecord record : reading.records()) {
            if (record.bootId().equals(boot)) {
                found.put(record.name(), lookFor(record, Optional.ofNullable(marked.get(record.name()))));
            } else {
                forget(record); // the machine was started since, and nothing of it can live
            }
        }
        for (Marked process : marked.values()) {
            ProcessName name = process.mark().name();
            if (!found.containsKey(name)) {
                kernel.adopt(process.identity()).ifPresent(age -> found.put(name, unrecorded(process, boot, age)));
            }
        }
        if (!othersLive && found.values().stream().noneMatch(Restored::isAlive)) {
            records.clear();
            return List.of();
        }
        return List.copyOf(found.values());
    }

    /** Whether {@link #restore} has found no trace of an earlier daemon. */
    public boolean isFirst() {
        return first;
    }

    private Restored lookFor(RunRecord record, Optional<Marked> marked) {
        Optional<ProcessIdentity> recorded =
                record.child().map(child -> new ProcessIdentity(new Pid(child.pid()), child.startTicks()));
        Optional<Duration> age = recorded.flatMap(kernel::adopt);
        if (age.isPresent()) {
            return new Restored(record, true, age.get());
        }
        // A process with the mark of a run that is known to have ended is something that the run has left behind.
        Optional<Marked> candidate = marked.filter(process -> process.mark().generation() > record.generation()
                || (record.child().isEmpty()
                        && record.stage().mayLive()
                        && process.mark().toString().equals(record.mark())));
        if (candidate.isPresent()) {
            age = kernel.adopt(candidate.get().identity());
            if (age.isPresent()) {
                return completed(record, candidate.get(), age.get());
            }
        }
        return new Restored(record, false, recorded.map(kernel::since).orElse(Duration.ZERO));
    }

    /** The daemon was killed between the launch and the record of it, or could not write that. */
    private Restored completed(RunRecord record, Marked process, Duration age) {
        Child child = child(process.identity());
        boolean sameRun = process.mark().toString().equals(record.mark());
        RunRecord complete = new RunRecord(
                record.name(),
                record.bootId(),
                process.mark().generation(),
                process.mark().toString(),
                sameRun ? record.stage() : Stage.UP,
                Optional.of(child),
                sameRun ? record.fingerprint() : Optional.empty(),
                record.stop(),
                sameRun ? record.stopStep() : 0,
                record.stdout(),
                record.stderr(),
                record.startedAt(),
                Optional.empty(),
                Optional.empty(),
                "",
                sameRun ? record.setbacks() : Setbacks.NONE,
                Optional.empty());
        write(complete);
        return new Restored(complete, true, age);
    }

    private Restored unrecorded(Marked process, String boot, Duration age) {
        RunRecord record = new RunRecord(
                process.mark().name(),
                boot,
                process.mark().generation(),
                process.mark().toString(),
                Stage.UP,
                Optional.of(child(process.identity())),
                Optional.empty(),
                USUAL_STOP,
                0,
                Optional.empty(),
                Optional.empty(),
                clock.wall().minus(age),
                Optional.empty(),
                Optional.empty(),
                "",
                Setbacks.NONE,
                Optional.empty());
        write(record);
        return new Restored(record, true, age);
    }

    private static Child child(ProcessIdentity identity) {
        return new Child(identity.pid().value(), identity.startTicks());
    }

    /** The newest run of each process that has something living. */
    private Map<ProcessName, Marked> newest(Map<String, ProcessIdentity> marked) {
        Map<ProcessName, Marked> newest = new TreeMap<>();
        List<Marked> all = new ArrayList<>();
        marked.forEach((text, identity) ->
                RunMark.parse(text, instance).ifPresent(mark -> all.add(new Marked(mark, identity))));
        for (Marked process : all) {
            newest.merge(
                    process.mark().name(),
                    process,
                    (a, b) -> a.mark().generation() >= b.mark().generation() ? a : b);
        }
        return newest;
    }

    private void forget(RunRecord record) {
        try {
            records.remove(record.name());
        } catch (OsException failed) {
            log.error(failed.getMessage() + "; it is of an earlier start of the machine, and ignored");
        }
    }

    private void write(RunRecord record) {
        try {
            records.write(record);
        } catch (OsException failed) {
            log.error(String.valueOf(failed.getMessage()));
        }
    }
}
