package dev.supervisord.machine;

import dev.supervisord.machine.Event.Timer;
import dev.supervisord.machine.State.Kind;
import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.ExitStatus;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.model.StopSteps;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Visits everything that can happen to a process, whatever its configuration: from the first state on, it gives the machine
 * each event that the engine can give in that state.
 */
final class Exploration {

    /** A process as the engine keeps it: its state, always of run 1, and the timer that is armed. */
    record Node(State state, Optional<Timer> armed) {}

    /** One step that was met. */
    record Visit(ProcessSpec spec, Node node, Event event, Step step) {

        Happening happening() {
            return Happening.of(event);
        }

        /** Which timer runs after it, by the rules of {@link Effect.Arm}. */
        Optional<Timer> armedAfter() {
            boolean changed = step.next().kind() != node.state().kind()
                    || step.next().generation() != node.state().generation();
            Optional<Timer> armed = changed ? Optional.empty() : node.armed();
            for (Effect effect : step.effects()) {
                if (effect instanceof Effect.Arm arm) {
                    armed = Optional.of(arm.timer());
                }
            }
            return armed;
        }
    }

    private static final long RUN = 1;
    private static final int SHORT_RUNS_SEEN = Endings.SHORT_RUNS_FREE + 2;

    private final List<Visit> visits = new ArrayList<>();

    /** Every step that any of a range of configurations can lead to. */
    static List<Visit> everything() {
        Exploration exploration = new Exploration();
        for (AutoRestart mode : AutoRestart.values()) {
            for (double startsecs : new double[] {0, 0.2, 1}) {
                for (int retries = 0; retries < 2; retries++) {
                    SpecBuilder spec = SpecBuilder.process("web")
                            .autorestart(mode)
                            .startsecs(startsecs)
                            .startretries(retries);
                    exploration.explore(spec.build());
                    exploration.explore(spec.backoff(1, 2, 60, 0.1, 3)
                            .stopsignals(StopSteps.of("TERM:2", "INT", "KILL"))
                            .build());
                }
            }
            exploration.explore(SpecBuilder.process("web")
                    .dependsOn("db")
                    .autorestart(mode)
                    .startsecs(0.2)
                    .startretries(1)
                    .build());
        }
        exploration.explore(SpecBuilder.process("web").oneshot().startretries(1).build());
        exploration.explore(SpecBuilder.process("web").oneshot().dependsOn("db").build());
        SpecBuilder forking = SpecBuilder.process("web").forking("/run/web.pid", 30);
        for (LeftoverPolicy.End end : LeftoverPolicy.End.values()) {
            exploration.explore(forking.leftovers(end, 2).startretries(1).build());
            exploration.explore(forking.startsecs(0).startretries(0).build());
            exploration.explore(forking.startsecs(1).build());
        }
        exploration.explore(
                forking.dependsOn("db").autorestart(AutoRestart.ALWAYS).build());
        return exploration.visits;
    }

    private void explore(ProcessSpec spec) {
        Node first = new Node(new State.Stopped(RUN), Optional.empty());
        Set<Node> seen = new HashSet<>(Set.of(first));
        Deque<Node> open = new ArrayDeque<>(seen);
        while (!open.isEmpty()) {
            Node node = open.remove();
            for (Event event : possible(node)) {
                Step usual = Life.step(spec, node.state(), event);
                List<Step> steps = Clearance.isNeeded(spec, node.state(), event, usual)
                        ? List.of(usual, Clearance.begin(spec, node.state(), event))
                        : List.of(usual);
                for (Step step : steps) {
                    Visit visit = new Visit(spec, node, event, step);
                    visits.add(visit);
                    Node next = new Node(asRunOne(step.next()), visit.armedAfter());
                    if (seen.add(next)) {
                        open.add(next);
                    }
                }
            }
        }
    }

    /** The events that the engine can give here; late ones, which are ignored, aside. */
    private static List<Event> possible(Node node) {
        List<Event> events = new ArrayList<>(
                List.of(new Event.StartRequested(), new Event.StopRequested(), new Event.RestartRequested()));
        Kind kind = node.state().kind();
        if (kind == Kind.WAITING) {
            events.add(new Event.DependenciesUp());
        }
        if (kind == Kind.LAUNCHING || kind == Kind.ABORTING) {
            events.add(new Event.Launched(RUN));
            events.add(new Event.LaunchFailed(RUN));
        }
        if (kind.hasChild()) {
            for (ExitStatus status : List.of(
                    new ExitStatus.Exited(0), new ExitStatus.Exited(1), new ExitStatus.Signaled(Signal.KILL, false))) {
                events.add(new Event.ChildExited(RUN, status, Duration.ofMillis(200)));
                events.add(new Event.ChildExited(RUN, status, Duration.ofSeconds(5)));
            }
        }
        node.armed().ifPresent(timer -> events.add(new Event.TimerFired(RUN, timer)));
        if (kind == Kind.SEEKING) {
            events.add(new Event.MainFound(RUN));
            events.add(new Event.MainMissing(RUN));
        }
        if (kind == Kind.CLEARING) {
            events.add(new Event.LeftoversGone(RUN));
        }
        if (kind == Kind.STOPPING) {
            events.add(new Event.SignalRefused(RUN));
        }
        return events;
    }

    /** The same state, numbered as the first run, so that the number of states is finite. */
    private static State asRunOne(State state) {
        return switch (state.kind()) {
            case STOPPED -> new State.Stopped(RUN);
            case WAITING -> {
                State.Waiting waiting = (State.Waiting) state;
                yield new State.Waiting(RUN, waiting.failures(), capped(waiting.shortRuns()));
            }
            case WORKING -> new State.Working(RUN, ((State.Working) state).failures());
            case LAUNCHING -> {
                State.Launching launching = (State.Launching) state;
                yield new State.Launching(RUN, launching.failures(), capped(launching.shortRuns()));
            }
            case FORKING -> {
                State.Forking forking = (State.Forking) state;
                yield new State.Forking(RUN, forking.failures(), capped(forking.shortRuns()));
            }
            case SEEKING -> {
                State.Seeking seeking = (State.Seeking) state;
                yield new State.Seeking(asRunOne(seeking.before()), seeking.cause());
            }
            case STARTING -> {
                State.Starting starting = (State.Starting) state;
                yield new State.Starting(RUN, starting.failures(), capped(starting.shortRuns()));
            }
            case RUNNING -> new State.Running(RUN, capped(((State.Running) state).shortRuns()));
            case BACKOFF -> {
                State.Backoff backoff = (State.Backoff) state;
                yield new State.Backoff(RUN, backoff.failures(), capped(backoff.shortRuns()));
            }
            case ABORTING -> new State.Aborting(RUN, ((State.Aborting) state).then());
            case STOPPING -> {
                State.Stopping stopping = (State.Stopping) state;
                yield new State.Stopping(RUN, stopping.then(), stopping.step());
            }
            case CLEARING -> {
                State.Clearing clearing = (State.Clearing) state;
                yield new State.Clearing(asRunOne(clearing.before()), clearing.cause());
            }
            case PAUSING -> new State.Pausing(RUN, capped(((State.Pausing) state).shortRuns()));
            case EXITED -> new State.Exited(RUN);
            case FATAL -> new State.Fatal(RUN);
            case UNKNOWN -> new State.Unknown(RUN);
        };
    }

    private static int capped(int shortRuns) {
        return Math.min(shortRuns, SHORT_RUNS_SEEN);
    }
}
