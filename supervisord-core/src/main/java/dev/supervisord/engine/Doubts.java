package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Listeners;
import dev.supervisord.os.Listeners.Listener;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.RunRecords;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the processes that may run already although nothing says so: their record cannot be read, nobody bears their mark, which a
 * program can overwrite, but somebody listens where they would. They are held back until somebody decides, because a second
 * copy would be worse than none.
 *
 * <p>Used by one thread, once.
 */
public final class Doubts {

    private final RunRecords records;
    private final Listeners listeners;
    private final ProcessList processes;
    private final Pid self;
    private final Ownership ownership;
    private final Adopted kernel;
    private final Clock clock;
    private final Log log;

    public Doubts(
            RunRecords records,
            Listeners listeners,
            ProcessList processes,
            Pid self,
            Ownership ownership,
            Adopted kernel,
            Clock clock,
            Log log) {
        this.records = records;
        this.listeners = listeners;
        this.processes = processes;
        this.self = self;
        this.ownership = ownership;
        this.kernel = kernel;
        this.clock = clock;
        this.log = log;
    }

    /** What was found, and what may be there besides; the log tells of each of these. */
    public List<Restored> and(List<Restored> found, List<RunRecords.Unreadable> unreadable, Plan plan) {
        List<Restored> all = new ArrayList<>(found);
        if (unreadable.isEmpty()) {
            return all;
        }
        Map<String, RunRecords.Unreadable> files = unreadable.stream()
                .collect(Collectors.toMap(RunRecords.Unreadable::file, file -> file, (one, other) -> one));
        Set<ProcessName> known = new HashSet<>();
        Set<Integer> sessions = new HashSet<>();
        for (Restored run : found) {
            known.add(run.record().name());
            run.record().child().filter(child -> run.isAlive()).ifPresent(child -> sessions.add(child.pid()));
        }
        for (ProcessSpec spec : plan.processes()) {
            RunRecords.Unreadable file = files.get(records.file(spec.name()));
            if (file != null && spec.start().auto() && !known.contains(spec.name())) {
                stranger(spec, sessions).ifPresent(where -> all.add(heldBack(spec, file, where)));
            }
        }
        return all;
    }

    /** Who listens where this process would, and is nobody's that we know; in words. */
    private Optional<String> stranger(ProcessSpec spec, Set<Integer> sessions) {
        Stream<String> onPort = spec.port().stream()
                .boxed()
                .flatMap(port -> listeners.on(port).stream()
                        .filter(listener -> isUnknown(listener, sessions))
                        .map(listener -> text(listener) + " listens on port " + port));
        Stream<String> onSockets = Stream.concat(spec.sockets().numbered().stream(), spec.sockets().stdin().stream())
                .map(HeldSocket.Id::address)
                .flatMap(address -> listeners.on(address).stream()
                        .filter(listener -> isUnknown(listener, sessions))
                        .map(listener -> text(listener) + " listens on " + address));
        return Stream.concat(onPort, onSockets).findFirst();
    }

    /** The daemon itself holds sockets for its programs, and those that were taken over have them too. */
    private boolean isUnknown(Listener listener, Set<Integer> sessions) {
        return !listener.pid().equals(self)
                && ownership.of(listener.pid()).isEmpty()
                && processes
                        .look(listener.pid())
                        .filter(seen -> !sessions.contains(seen.session()))
                        .isPresent();
    }

    private static String text(Listener listener) {
        return "pid " + listener.pid() + " (" + listener.command() + ")";
    }

    private Restored heldBack(ProcessSpec spec, RunRecords.Unreadable file, String where) {
        log.error("'" + spec.name() + "' is not started: the record of its last run, '" + file.file()
                + "', cannot be used (" + file.reason() + "), and " + where
                + ", which may be that run. To start it all the same: ctl start " + spec.name());
        LaunchFailure doubt = new LaunchFailure(
                LaunchFailure.Stage.IN_DOUBT,
                "",
                "held back: " + where + " and may be its last run, whose record cannot be used");
        RunRecord nothing =
                RunRecord.withoutRun(spec, kernel.bootId(), RunRecord.Stage.FATAL, clock.wall(), doubt.message());
        return new Restored(nothing, false, Duration.ZERO, Optional.of(doubt));
    }
}
