package dev.supervisord.engine;

import dev.supervisord.model.LogLevel;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.fake.FakeOs;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A {@link Supervisor} in a world invented from one seed: children that do as they like, launches and exits that are
 * reported late, time that jumps, and clients that ask for anything at any time. After every step the {@link Witness} looks
 * whether all is as it should be.
 */
final class Simulation {

    /** So many lines of what happened last are shown when a simulation fails. */
    private static final int STORY_LINES = 100;

    private static final int STEPS = 160;
    private static final int STEPS_TO_END = 4_000;

    private final Random random;
    private final FakeOs os = new FakeOs();
    private final Deque<Runnable> inbox = new ArrayDeque<>();
    private final Deque<String> story = new ArrayDeque<>();
    private final SimulatedChildren children;
    private final Supervisor supervisor;
    private final Witness witness;
    private final SimulatedClients clients;

    private Snapshot snapshot = new Snapshot(0, Snapshot.DaemonPhase.RUNNING, Plans.of(), List.of());
    private boolean exitsAnnounced;
    private int step;

    Simulation(long seed) {
        random = new Random(seed);
        children = new SimulatedChildren(os, random, inbox::add, this::tell);
        supervisor = new Supervisor(
                Plans.daemon(),
                children,
                os.clock(),
                random,
                children,
                Cgroups.none("not simulated"),
                recorder(),
                os.processes().list(),
                new FakeCensus(os, inbox::add),
                name -> {},
                this::logged);
        witness = new Witness(supervisor, children, os.clock());
        children.watchedBy(witness);
        clients = new SimulatedClients(supervisor, random, witness, this::tell);
        os.processes().onExit(this::announceExits);
    }

    private Recorder recorder() {
        return new FakeRecorder(inbox::add) {
            @Override
            public void note(ProcessSpec spec, long generation, Note note) {
                tell("noted: " + spec.name() + " #" + generation + " " + note.stage());
                witness.noted(spec);
            }

            @Override
            public void forget(ProcessName name) {
                tell("record removed: " + name);
            }
        };
    }

    /** What the reaper thread does: one message for any number of exits. */
    private void announceExits() {
        if (!exitsAnnounced) {
            exitsAnnounced = true;
            inbox.add(() -> {
                exitsAnnounced = false;
                supervisor.reapAll();
            });
        }
    }

    private void logged(LogLevel level, String message) {
        tell("log: " + message);
        Witness.require(!message.startsWith("internal error"), message);
        String[] words = message.split(" ", 3);
        switch (words[0]) {
            case "success:" -> witness.entersRunning(words[1]);
            case "exited:" -> {
                witness.failed(words[1]);
                if (message.endsWith("; expected)")) {
                    witness.done(words[1]);
                }
            }
            case "spawnerr:" -> witness.failed(words[1].substring(0, words[1].length() - 1));
            default -> {
                if (message.contains(" entered UNKNOWN state: ")) {
                    witness.entersUnknown(words[0]);
                }
            }
        }
    }

    private void tell(String what) {
        if (story.size() == STORY_LINES) {
            story.remove();
        }
        story.add(step + " @" + os.clock().monotonic().toMillis() + "ms " + what);
    }

    /** What happened last, for the message of a failure. */
    String story() {
        return "step " + step + "\n  " + String.join("\n  ", story);
    }

    void run() {
        inbox.add(clients.firstPlan());
        for (step = 1; step <= STEPS; step++) {
            randomStep();
        }
        end();
    }

    private void randomStep() {
        int dice = random.nextInt(100);
        if (dice < 30) {
            turn(random.nextInt(4));
        } else if (dice < 58) {
            for (int i = random.nextInt(4); i >= 0; i--) {
                children.launchNext();
            }
        } else if (dice < 85) {
            letTimePass();
        } else if (dice < 97) {
            inbox.add(clients.anything());
        } else {
            children.killSomebody();
        }
    }

    private void letTimePass() {
        int dice = random.nextInt(10);
        Duration now = os.clock().monotonic();
        Optional<Duration> due = supervisor.nextDue().filter(at -> at.compareTo(now) >= 0);
        if (dice < 4 && due.isPresent()) {
            os.clock().advance(due.get().minus(now));
        } else if (dice < 6) {
            os.clock().advance(os.clock().next().orElse(now).minus(now));
        } else if (dice < 9) {
            os.clock().advance(Duration.ofMillis(random.nextInt(700)));
        } else {
            os.clock().advance(Duration.ofMillis(random.nextInt(6_000)));
        }
    }

    /** One round of the loop, which may be too slow to take all messages before it looks at the time. */
    private void turn(int messages) {
        for (int i = 0; i < messages && !inbox.isEmpty(); i++) {
            witness.stepBegins(step, false);
            supervisor.handle(inbox.remove());
            witness.look();
        }
        witness.stepBegins(step, true);
        supervisor.tick();
        witness.look();
        witness.nothingIsOverdue();
        if (supervisor.hasChanged()) {
            snapshot = supervisor.snapshot(snapshot.revision() + 1);
        }
        witness.compare(snapshot);
    }

    /** Shuts down, and sees that everything comes to its end and every answer was given. */
    private void end() {
        inbox.add(clients.shutdown());
        for (int last = step + STEPS_TO_END; !(supervisor.hasEnded() && inbox.isEmpty()); step++) {
            Witness.require(step < last, "the shutdown does not come to an end");
            while (children.launchNext()) {
                tell("launched at the end");
            }
            boolean idle = inbox.isEmpty();
            turn(2);
            if (idle && inbox.isEmpty() && !supervisor.hasEnded()) {
                advanceToNextEvent();
            }
        }
        children.endAll();
        turn(inbox.size());
        os.clock().advance(Duration.ofHours(2)); // descendants end by themselves
        turn(inbox.size());
        witness.nothingIsLeft();
        clients.allWereAnswered();
        os.assertClean();
    }

    private void advanceToNextEvent() {
        Duration now = os.clock().monotonic();
        Optional<Duration> mine = supervisor.nextDue();
        Optional<Duration> theirs = os.clock().next();
        Witness.require(
                mine.isPresent() || theirs.isPresent(), "nothing more happens, but the shutdown is not complete");
        Duration next = mine.isEmpty()
                ? theirs.get()
                : theirs.isEmpty() || mine.get().compareTo(theirs.get()) < 0 ? mine.get() : theirs.get();
        os.clock().advance(next.minus(now).isNegative() ? Duration.ZERO : next.minus(now));
    }
}
