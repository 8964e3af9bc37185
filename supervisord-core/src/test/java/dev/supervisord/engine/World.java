package dev.supervisord.engine;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Control.Wait;
import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.LaunchAttributes;
import dev.supervisord.model.Phase;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Setbacks;
import dev.supervisord.model.Signal;
import dev.supervisord.os.LaunchSpec;
import dev.supervisord.os.LaunchSpec.Stream;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes.LaunchResult;
import dev.supervisord.os.fake.FakeCgroups;
import dev.supervisord.os.fake.FakeOs;
import dev.supervisord.os.fake.FakeProgram;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A {@link Supervisor} on a fake machine in virtual time, for tests that tell a story. Launches are carried out at once unless
 * they are held; what is asked is done, as far as it needs no time, before the asking method returns.
 */
final class World {

    /** The answer to a request, once it is there. */
    static final class Answer<T> {
        private final List<T> given = new ArrayList<>();

        boolean isThere() {
            return !given.isEmpty();
        }

        T get() {
            if (given.size() != 1) {
                throw new AssertionError(given.size() + " answers: " + given);
            }
            return given.get(0);
        }
    }

    private static final Cause RELOAD = new Cause(Cause.Reason.RELOAD, Asker.user(7));

    final FakeOs os = new FakeOs();
    final List<ProcessName> forgotten = new ArrayList<>();
    final List<ProcessSpec> reopened = new ArrayList<>();
    final List<ProcessName> named = new ArrayList<>();
    final List<List<String>> heldSockets = new ArrayList<>();
    final List<ProcessName> givenBack = new ArrayList<>();
    final List<String> launches = new ArrayList<>();
    final List<String> log = new ArrayList<>();

    private final Map<String, FakeProgram> programs = new HashMap<>();
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    final FakeRecorder recorder = new FakeRecorder(inbox::add);
    private final Deque<Runnable> held = new ArrayDeque<>();
    private final Deque<Runnable> unreported = new ArrayDeque<>();
    final FakeCgroups cgroups = new FakeCgroups();
    final FakeCensus census;
    private final Supervisor supervisor;
    private boolean holding;

    World() {
        Launcher launcher = new Launcher() {
            @Override
            public void launch(ProcessSpec spec, long generation, Setbacks before, Consumer<LaunchResult> result) {
                held.add(() -> launchNow(spec, generation, result));
            }

            @Override
            public void nameLogs(ProcessSpec spec) {
                named.add(spec.name());
            }

            @Override
            public void reopenStreams(ProcessSpec spec) {
                reopened.add(spec);
            }

            @Override
            public void storeOutput(ProcessName name) {}

            @Override
            public void holdSockets(List<HeldSocket> sockets) {
                heldSockets.add(sockets.stream().map(HeldSocket::name).toList());
            }

            @Override
            public void limit(ProcessSpec spec) {
                cgroups.limit(spec.name(), spec.attributes().cgroup().limits());
            }

            @Override
            public void adopt(ProcessSpec spec, Pid main) {
                cgroups.adopt(spec.name(), main);
            }

            @Override
            public void leaveCgroup(ProcessName name) {
                cgroups.remove(name);
            }

            @Override
            public void giveSocketsBack(ProcessName name) {
                givenBack.add(name);
            }
        };
        census = new FakeCensus(os, FakeCensus.INSTANCE, cgroups, inbox::add);
        supervisor = new Supervisor(
                Plans.daemon(),
                os.processes(),
                os.clock(),
                new Random(1),
                launcher,
                cgroups,
                recorder,
                os.processes().list(),
                census,
                forgotten::add,
                (level, line) -> log.add(line));
        os.processes().onExit(() -> inbox.add(supervisor::reapAll));
    }

    private void launchNow(ProcessSpec spec, long generation, Consumer<LaunchResult> result) {
        String name = spec.name().toString();
        launches.add(name);
        if (spec.attributes().cgroup().isWanted()) {
            cgroups.prepare(spec.name(), spec.attributes().cgroup().limits());
        }
        os.processes().run(programs.getOrDefault(name, FakeProgram.endless()));
        LaunchResult answer = os.processes()
                .launch(new LaunchSpec(
                        List.of(name),
                        Map.of(),
                        FakeCensus.mark(spec.name(), generation),
                        Optional.empty(),
                        LaunchAttributes.INHERITED,
                        new Stream.IdlePipe(),
                        new Stream.Null(),
                        new Stream.Null()));
        inbox.add(() -> result.accept(answer));
    }

    /** What launches of this process run from now on; an endless program unless told so. */
    World running(String name, FakeProgram program) {
        programs.put(name, program);
        return this;
    }

    /** Lets launches wait until {@link #releaseLaunches}. */
    void holdLaunches() {
        holding = true;
    }

    void releaseLaunches() {
        holding = false;
        settle();
    }

    /** Carries the launches out that are held, but keeps what they gave from the supervisor. */
    void launchUnreported() {
        Deque<Runnable> reports = new ArrayDeque<>(inbox);
        inbox.clear();
        while (!held.isEmpty()) {
            held.remove().run();
        }
        unreported.addAll(inbox);
        inbox.clear();
        inbox.addAll(reports);
    }

    void reportLaunches() {
        inbox.addAll(unreported);
        unreported.clear();
        settle();
    }

    /** Does everything that needs no time. */
    void settle() {
        do {
            while (!inbox.isEmpty()) {
                supervisor.handle(inbox.remove());
            }
            supervisor.tick();
            while (!holding && !held.isEmpty()) {
                held.remove().run();
            }
        } while (!inbox.isEmpty());
    }

    /** Lets time pass, and everything happen at its time. */
    void pass(double seconds) {
        Duration end = now().plus(Duration.ofMillis((long) (seconds * 1000)));
        settle();
        for (Optional<Duration> next = next(end); next.isPresent(); next = next(end)) {
            os.clock().advance(next.get().minus(now()));
            settle();
        }
        os.clock().advance(end.minus(now()));
        settle();
    }

    private Optional<Duration> next(Duration end) {
        Optional<Duration> mine = supervisor.nextDue();
        Optional<Duration> theirs = os.clock().next();
        return mine.filter(due -> theirs.isEmpty() || due.compareTo(theirs.get()) <= 0)
                .or(() -> theirs)
                .filter(due -> due.compareTo(end) <= 0);
    }

    Duration now() {
        return os.clock().monotonic();
    }

    private <T> Answer<T> ask(Consumer<Consumer<T>> request) {
        Answer<T> answer = new Answer<>();
        inbox.add(() -> request.accept(answer.given::add));
        settle();
        return answer;
    }

    Answer<List<PlanChange>> apply(ProcessSpec... processes) {
        return apply(Plans.of(processes), ApplyMode.LEAST);
    }

    Answer<List<PlanChange>> apply(Plan plan, ApplyMode mode, String... groups) {
        return ask(reply -> supervisor.apply(plan, mode, List.of(groups), false, RELOAD, reply));
    }

    Answer<List<PlanChange>> dryRun(Plan plan, ApplyMode mode) {
        return ask(reply -> supervisor.apply(plan, mode, List.of(), true, RELOAD, reply));
    }

    Answer<List<Outcome>> start(String... names) {
        return ask(reply -> supervisor.start(List.of(names), Wait.UNTIL_DONE, Asker.user(7), reply));
    }

    Answer<List<Outcome>> startWithoutWaiting(String... names) {
        return ask(reply -> supervisor.start(List.of(names), Wait.NO, Asker.user(7), reply));
    }

    Answer<List<Outcome>> stop(String... names) {
        return ask(reply -> supervisor.stop(List.of(names), Wait.UNTIL_DONE, Asker.user(7), reply));
    }

    Answer<List<Outcome>> stopAndKeep(String... names) {
        return ask(reply -> supervisor.stopAndKeep(List.of(names), Wait.UNTIL_DONE, Asker.user(7), reply));
    }

    Answer<List<Outcome>> stopWithoutWaiting(String... names) {
        return ask(reply -> supervisor.stop(List.of(names), Wait.NO, Asker.user(7), reply));
    }

    Answer<List<Outcome>> restart(String... names) {
        return ask(reply -> supervisor.restart(List.of(names), Wait.UNTIL_DONE, Asker.user(7), reply));
    }

    Answer<List<Outcome>> restartWithoutWaiting(String... names) {
        return ask(reply -> supervisor.restart(List.of(names), Wait.NO, Asker.user(7), reply));
    }

    Answer<List<Outcome>> signal(Signal signal, String... names) {
        return ask(reply -> supervisor.signal(List.of(names), signal, reply));
    }

    Answer<List<Outcome>> remove(String... groups) {
        return ask(reply -> reply.accept(supervisor.removeGroups(List.of(groups), Asker.user(7))));
    }

    Answer<Boolean> shutdown() {
        return ask(reply -> supervisor.shutdown(Asker.DAEMON, () -> reply.accept(supervisor.hasEnded())));
    }

    Supervisor supervisor() {
        return supervisor;
    }

    Snapshot.ProcessView view(String name) {
        return supervisor.snapshot(1).processes().stream()
                .filter(view -> view.name().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + name));
    }

    Phase phase(String name) {
        return view(name).phase();
    }

    Pid pid(String name) {
        return new Pid(view(name).pid().orElseThrow());
    }

    /** {@code web STOPPED} and so on, in their order. */
    List<String> status() {
        return supervisor.snapshot(1).processes().stream()
                .map(view -> view.name() + " " + view.phase())
                .toList();
    }

    /** The processes that got a signal, in the order of the signals: {@code web SIGTERM}. */
    List<String> signals() {
        Map<Pid, String> names = new HashMap<>();
        os.processes()
                .launches()
                .forEach(launch -> names.put(launch.pid(), launch.spec().argv().get(0)));
        return os.processes().signals().stream()
                .map(sent -> names.get(sent.pid()) + " " + sent.signal())
                .toList();
    }

    /** For {@code @AfterEach}: ends everything, and fails when something is left. */
    void end() {
        shutdown();
        releaseLaunches();
        reportLaunches();
        pass(3600);
        if (!supervisor.hasEnded() || supervisor.armedTimers() > 0) {
            throw new AssertionError("it does not end: " + status() + ", " + supervisor.armedTimers() + " timers");
        }
        for (Supervised process : supervisor.processes()) {
            if (!process.watches().isEmpty()) {
                throw new AssertionError("somebody still waits for " + process.name());
            }
        }
        log.stream()
                .filter(line -> line.startsWith("internal error"))
                .findFirst()
                .ifPresent(bug -> {
                    throw new AssertionError(bug);
                });
        os.assertClean();
    }
}
