package dev.supervisord.engine;

import dev.supervisord.machine.Event;
import dev.supervisord.machine.Life;
import dev.supervisord.machine.MainSuccession;
import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Then;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.RunRecord;
import dev.supervisord.model.Setbacks;
import dev.supervisord.os.Clock;
import dev.supervisord.os.Pid;
import java.time.Duration;

/** How a process of an earlier daemon comes into the state in which that one has left it. Owned by the loop thread. */
final class Takeover {

    private final Transitions transitions;
    private final Clock clock;
    private final Launcher launcher;
    private final ProcessTable table;
    private final Leftovers leftovers;
    private final Chronicle chronicle;

    Takeover(
            Transitions transitions,
            Clock clock,
            Launcher launcher,
            ProcessTable table,
            Leftovers leftovers,
            Chronicle chronicle) {
        this.transitions = transitions;
        this.clock = clock;
        this.launcher = launcher;
        this.table = table;
        this.leftovers = leftovers;
        this.chronicle = chronicle;
    }

    /** One that is down. */
    void rests(Supervised process, State state) {
        process.enter(state, clock.monotonic());
    }

    /** Takes over a living process of an earlier daemon. */
    void adopted(Supervised process, RunRecord record, Pid pid, Duration age) {
        long generation = record.generation();
        process.beginsRun(generation);
        process.history().takenOver(record.startedAt());
        process.launched(pid, clock.monotonic().minus(age), record.startedAt());
        leftovers.launchedElsewhere(process.name());
        table.born(pid, process);
        if (process.spec().role().forking().isPresent()) {
            leftovers.promoted(process, pid);
        }
        launcher.adopt(process.spec(), pid);
        chronicle.adopted(process, pid);
        transitions.resume(process, Life.adopted(transitions.rules(process), generation, age, record.setbacks()));
    }

    /** Goes on with the stop of a living process of an earlier daemon. */
    void stopAdopted(Supervised process, Then then, int step) {
        var unused = transitions.enter(
                process, Life.stopAdopted(transitions.rules(process), process.state(), then, step), true);
    }

    /**
     * A run of an earlier daemon has ended while nobody was there to see it.
     *
     * @param sinceLaunch it has lived for so long at most
     */
    void endedUnseen(Supervised process, long generation, Duration sinceLaunch, Setbacks before) {
        ExitStatus unseen = new ExitStatus.Unobserved();
        process.enter(Life.lastSeen(process.spec(), generation, sinceLaunch, before), clock.monotonic());
        process.ended(unseen, clock.wall());
        if (!MainSuccession.isPossible(process.spec(), process.state(), unseen)) {
            chronicle.exited(process, process.state(), unseen);
            process.history().ended(process, process.state(), unseen, clock.wall());
        }
        process.explain(unseen + " (process log may have details)");
        transitions.apply(process, new Event.ChildExited(generation, unseen, sinceLaunch));
    }

    /** Goes on with a process that was waiting for its next attempt, of which so much is left. */
    void waitAdopted(Supervised process, long generation, Duration rest, Setbacks before) {
        var unused = transitions.enter(
                process, Life.waitAdopted(transitions.rules(process), generation, rest, before), true);
    }
}
