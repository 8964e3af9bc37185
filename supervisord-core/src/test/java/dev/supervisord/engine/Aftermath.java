package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunFingerprint;
import dev.supervisord.model.RunMark;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.RunRecord.Child;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.model.RunRecord.Stage;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.fake.FakeListeners;
import dev.supervisord.os.fake.FakeOs;
import dev.supervisord.os.fake.FakeProgram;
import dev.supervisord.os.fake.FakeRunRecords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** The world as a killed daemon has left it, and the supervisor of the next one, for tests. */
abstract class Aftermath {

    static final String INSTANCE = "/run/s";

    final FakeOs os = new FakeOs();
    final FakeRunRecords records = new FakeRunRecords();
    final List<String> log = new ArrayList<>();
    final FakeListeners listeners = new FakeListeners();
    final List<String> launched = new ArrayList<>();
    Setbacks setbacks = Setbacks.NONE;
    final List<String> notes = new ArrayList<>();
    final Set<ProcessName> kept = new HashSet<>();
    final Launcher launcher = new NoLauncher() {
        @Override
        public void launch(ProcessSpec spec, long generation, Setbacks before, Consumer<LaunchResult> result) {
            launched.add(spec.name() + " #" + generation);
            setbacks = before;
        }

        @Override
        public void adopt(ProcessSpec spec, Pid main) {
            // It is in no cgroup.
        }
    };
    final Recorder recorder = new FakeRecorder(Runnable::run) {
        @Override
        public void note(ProcessSpec spec, long generation, Note note) {
            notes.add(spec.name() + " " + note.stage());
        }

        @Override
        public void forget(ProcessName name) {
            records.remove(name);
        }
    };
    final Supervisor supervisor = new Supervisor(
            Plans.daemon(),
            os.processes(),
            os.clock(),
            new Random(1),
            launcher,
            Cgroups.none("not here"),
            recorder,
            os.processes().list(),
            new FakeCensus(os, INSTANCE, Runnable::run),
            name -> {},
            (level, message) -> log.add(message));

    static ProcessSpec spec(String name) {
        return SpecBuilder.process(name).build();
    }

    final List<Stray> strays = new ArrayList<>();

    static String mark(String name, long generation) {
        return new RunMark(generation, "d-1", ProcessName.parse(name), INSTANCE).toString();
    }

    RunRecord record(ProcessSpec spec, Stage stage, Optional<ProcessIdentity> child) {
        RunRecord record = new RunRecord(
                spec.name(),
                "this-boot",
                4,
                mark(spec.name().toString(), 4),
                stage,
                child.map(known -> new Child(known.pid().value(), known.startTicks())),
                Optional.of(RunFingerprint.of(spec)),
                spec.stop(),
                0,
                Optional.empty(),
                Optional.empty(),
                Instant.EPOCH,
                Optional.empty(),
                stage == Stage.EXITED ? Optional.of(new ExitStatus.Exited(3)) : Optional.empty(),
                stage == Stage.FATAL ? "it is broken" : "",
                Setbacks.NONE,
                Optional.empty());
        records.write(record);
        return record;
    }

    ProcessIdentity lives(ProcessSpec spec, Stage stage) {
        ProcessIdentity child = os.processes()
                .leftBehind(FakeProgram.endless(), mark(spec.name().toString(), 4));
        record(spec, stage, Optional.of(child));
        return child;
    }

    static Note note(Stage stage, int stopStep, Setbacks setbacks, Optional<Duration> due) {
        return new Note(stage, stopStep, Optional.empty(), Optional.empty(), "it failed", setbacks, due);
    }

    /** Whether something of the last daemon lives that is no program. */
    boolean othersLive;

    static ProcessIdentity gone() {
        return new ProcessIdentity(new Pid(99_999), 5);
    }

    void start(ProcessSpec... plan) {
        Log told = (level, message) -> log.add(message);
        Adopted kernel = os.processes().adopted();
        ProcessList list = os.processes().list();
        Traces traces = Traces.read(records, list);
        List<Restored> found = new Restoration(records, kernel, os.clock(), INSTANCE, told).restore(traces, othersLive);
        Ownership ownership = new Ownership(list, Cgroups.none("not here"), INSTANCE);
        List<Restored> restored = new Doubts(
                        records, listeners, list, os.processes().self(), ownership, kernel, os.clock(), told)
                .and(found, traces.records().unreadable(), Plans.of(plan));
        supervisor.handle(() -> supervisor.begin(Plans.of(plan), restored, strays, kept));
    }

    Snapshot.ProcessView view(String name) {
        return supervisor.snapshot(1).processes().stream()
                .filter(process -> process.name().equals(ProcessName.parse(name)))
                .findFirst()
                .orElseThrow();
    }
}
