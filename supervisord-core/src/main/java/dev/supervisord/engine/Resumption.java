package dev.supervisord.engine;

import dev.supervisord.machine.Event;
import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.Command;
import dev.supervisord.model.GroupSpec;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.PassedSockets;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RestartPolicy;
import dev.supervisord.model.Role;
import dev.supervisord.model.RunFingerprint;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.StartPolicy;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Pid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Puts the processes of the last daemon into the state in which it left them, as far as they still are in it. Owned by the
 * loop thread; done before the first plan is applied.
 */
final class Resumption {

    private record Slot(ProcessSpec spec, GroupSpec group) {}

    private static final Cause BOOT = Cause.rule(Cause.Reason.BOOT);

    private final ProcessTable table;
    private final Transitions transitions;
    private final Takeover takeover;
    private final RunNotes notes;
    private final Clock clock;

    Resumption(ProcessTable table, Transitions transitions, Takeover takeover, RunNotes notes, Clock clock) {
        this.table = table;
        this.transitions = transitions;
        this.takeover = takeover;
        this.notes = notes;
        this.clock = clock;
    }

    void resume(Plan plan, List<Restored> runs) {
        Map<ProcessName, Slot> slots = new HashMap<>();
        for (GroupSpec group : plan.groups()) {
            for (ProcessSpec spec : group.processes()) {
                slots.put(spec.name(), new Slot(spec, group));
            }
        }
        List<Supervised> toStart = new ArrayList<>();
        for (Restored run : runs) {
            Slot slot = slots.get(run.record().name());
            if (slot == null) {
                leave(run);
            } else if (run.isAlive()) {
                goOn(run, slot);
            } else {
                rest(run, slot, toStart);
            }
        }
        toStart.sort(ProcessTable.START_ORDER);
        toStart.forEach(process -> transitions.request(process, new Event.StartRequested(), BOOT));
    }

    /** Not configured any more: stopped and forgotten, like a process that a reload removes. */
    private void leave(Restored run) {
        ProcessSpec spec = bygone(run.record());
        Supervised process = new Supervised(spec, new GroupSpec(spec.name().group(), 0, List.of(spec)));
        if (!run.isAlive()) {
            notes.forget(process);
            return;
        }
        table.add(process);
        adopt(process, run);
        process.leave(true);
        takeover.stopAdopted(process, Then.STAY_DOWN, run.record().stopStep());
    }

    private void goOn(Restored run, Slot slot) {
        Supervised process = new Supervised(slot.spec(), slot.group());
        table.add(process);
        adopt(process, run);
        switch (run.record().stage()) {
            case UP -> {
                if (process.isKeptDown()) {
                    transitions.request(process, new Event.StopRequested(), BOOT);
                } else if (isChanged(run.record(), slot.spec())) {
                    transitions.request(process, new Event.RestartRequested(), BOOT);
                }
            }
            // Its signal may have been sent already; a second one does no harm to what has not ended by it.
            case STOPPING ->
                takeover.stopAdopted(process, Then.STAY_DOWN, run.record().stopStep());
            case RESTARTING ->
                takeover.stopAdopted(
                        process,
                        process.isKeptDown() ? Then.STAY_DOWN : Then.START_AGAIN,
                        run.record().stopStep());
            case WAITING, STOPPED, EXITED, FATAL ->
                throw new IllegalStateException("alive, but recorded as down: " + run);
        }
    }

    private void adopt(Supervised process, Restored run) {
        RunRecord record = run.record();
        Pid pid = new Pid(record.child().orElseThrow().pid());
        takeover.adopted(process, record, pid, run.sinceLaunch());
    }

    private void rest(Restored run, Slot slot, List<Supervised> toStart) {
        RunRecord record = run.record();
        Supervised process = new Supervised(slot.spec(), slot.group());
        table.add(process);
        long generation = Math.max(1, record.generation()); // somebody has asked for a start, or there were no record
        if (run.doubt().isEmpty()) {
            process.remember(record);
        }
        takeover.rests(process, new State.Stopped(generation));
        if (process.isKeptDown()) {
            notes.entered(process, false);
            return;
        }
        switch (record.stage()) {
            case UP -> {
                if (record.child().isEmpty()) {
                    tryAgain(process, record, toStart); // it was about to be launched
                } else {
                    takeover.endedUnseen(process, generation, run.sinceLaunch(), record.setbacks());
                }
            }
            case RESTARTING -> toStart.add(process);
            case WAITING -> tryAgain(process, record, toStart);
            case STOPPING -> notes.entered(process, false);
            case STOPPED -> {
                // as it is
            }
            case EXITED -> takeover.rests(process, new State.Exited(generation));
            case FATAL -> {
                takeover.rests(process, new State.Fatal(generation));
                run.doubt().ifPresent(process::launchFailed);
            }
        }
    }

    /** What has not failed yet is started; anything else goes on to count, and to wait where its time has not come. */
    private void tryAgain(Supervised process, RunRecord record, List<Supervised> toStart) {
        if (record.setbacks().areNone()) {
            toStart.add(process);
        } else {
            Duration now = clock.monotonic();
            Duration rest = record.due().map(due -> due.minus(now)).orElse(Duration.ZERO);
            takeover.waitAdopted(process, process.state().generation(), rest, record.setbacks());
        }
    }

    private static boolean isChanged(RunRecord record, ProcessSpec spec) {
        return record.fingerprint()
                .filter(known -> !known.equals(RunFingerprint.of(spec)))
                .isPresent();
    }

    /** What is still known of a process whose configuration is gone: how to stop it. */
    private static ProcessSpec bygone(RunRecord record) {
        return new ProcessSpec(
                record.name(),
                record.name().group(),
                0,
                new Command.Malformed("", "it is not configured any more"),
                Optional.empty(),
                Map.of(),
                OptionalInt.empty(),
                0,
                LaunchAttributes.INHERITED,
                Role.USUAL,
                new StartPolicy(false, Duration.ZERO, 0),
                new RestartPolicy(AutoRestart.NEVER, Set.of(), Optional.empty()),
                record.stop(),
                new LeftoverPolicy(LeftoverPolicy.End.BEFORE_START, Duration.ZERO),
                RestoredOutputs.recorded(record),
                PassedSockets.NONE);
    }
}
