package dev.supervisord.engine;

import static dev.supervisord.engine.Witness.require;

import dev.supervisord.machine.State;
import dev.supervisord.machine.State.Kind;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** One request of a client in a simulation: what was the case when it was handled, and whether its answer is true. */
final class SimulatedRequest {

    /** A process that a request is about, as it was when the request was handled. */
    record Run(Supervised process, State state) {
        boolean isUntouched() {
            return process.state().equals(state);
        }
    }

    private final String description;
    private final Witness witness;
    private final Map<ProcessName, Run> runs = new TreeMap<>();
    private List<String> asked = List.of();
    private int handledAt;
    private int answers;

    SimulatedRequest(String description, Witness witness) {
        this.description = description;
        this.witness = witness;
    }

    @Override
    public String toString() {
        return "'" + description + "'";
    }

    boolean isAnswered() {
        return answers == 1;
    }

    /** Whether nothing of it can be under way any more. */
    boolean isOver() {
        boolean waited = !description.endsWith("NO") || description.startsWith("start");
        return isAnswered()
                && (waited
                        || runs.values().stream()
                                .allMatch(run -> witness.hasEnded(run.process, run.state.generation())));
    }

    Set<ProcessName> names() {
        return runs.keySet();
    }

    Collection<Run> runs() {
        return runs.values();
    }

    void handledNow(Collection<Supervised> processes, List<String> names) {
        handledAt = witness.step();
        asked = names;
        List<Supervised> all = List.copyOf(processes);
        NameMatcher<Supervised> matcher = new NameMatcher<>(new ListOfProcesses(all), Supervised::name);
        for (NameMatcher.Match<Supervised> match : matcher.match(names)) {
            match.processes().forEach(process -> runs.put(process.name(), new Run(process, process.state())));
        }
    }

    private record ListOfProcesses(List<Supervised> all) implements NameMatcher.Source<Supervised> {
        @Override
        public List<Supervised> group(String group) {
            return all.stream()
                    .filter(process -> process.name().group().equals(group))
                    .toList();
        }

        @Override
        public Optional<Supervised> find(ProcessName name) {
            return all.stream().filter(process -> process.name().equals(name)).findFirst();
        }
    }

    private void answeredOnce() {
        answers++;
        require(answers == 1, () -> "a second answer to " + this);
    }

    void refused() {
        answeredOnce();
    }

    void answered(List<Outcome> outcomes) {
        answeredOnce();
        for (Outcome outcome : outcomes) {
            require(isTrue(outcome), () -> "the answer to " + this + " is not true: " + outcome);
        }
        if (asked.size() == 1 && asked.get(0).equals(asked.get(0).replaceAll("[*]|all|^a$", ""))) {
            long named = outcomes.stream()
                    .filter(outcome -> runs.isEmpty() || runs.containsKey(ProcessName.parse(outcome.name())))
                    .count();
            int expected = description.startsWith("restart") && !runs.isEmpty() && !description.endsWith("NO") ? 2 : 1;
            require(named == expected, () -> this + " has " + outcomes.size() + " outcomes: " + outcomes);
        }
    }

    private boolean isTrue(Outcome outcome) {
        Run run = runs.get(ProcessName.parse(outcome.name()));
        if (run == null) {
            return switch (outcome.code()) {
                case NO_SUCH_PROCESS, NO_SUCH_GROUP -> true;
                default -> isTrueOfDependency(outcome);
            };
        }
        Past past = witness.past(run.process.name());
        Kind now = run.process.state().kind();
        boolean waits = !description.endsWith("NO");
        return switch (outcome.code()) {
            case STARTED -> past.runningAt >= handledAt || past.doneAt >= handledAt;
            case ALREADY_STARTED -> !waits || past.runningAt >= handledAt - 1 || past.doneAt >= handledAt - 1;
            case STOPPED ->
                witness.hasEnded(run.process, run.state.generation())
                        || (description.startsWith("keep") && (isAtRest(now) || run.state.kind() == Kind.UNKNOWN));
            case NOT_RUNNING ->
                past.atRestAt >= handledAt - 1
                        || isAtRest(now)
                        || witness.hasEnded(run.process, run.state.generation())
                        || (description.startsWith("signal")
                                && !run.state.kind().hasChild())
                        || run.state.kind() == Kind.UNKNOWN;
            case SPAWN_ERROR, NO_FILE, NOT_EXECUTABLE ->
                past.failedAt >= handledAt || now == Kind.BACKOFF || now == Kind.FATAL;
            case DEPENDENCY_DOWN -> waits && namesWhatIsDown(outcome);
            case SIGNALLED -> run.state.kind().hasChild();
            case SIGNAL_FAILED ->
                description.startsWith("signal") || now == Kind.UNKNOWN || past.unknownAt >= handledAt - 1;
            case ACCEPTED -> !waits;
            case ABNORMAL_TERMINATION -> !outcome.detail().isEmpty();
            case NO_SUCH_PROCESS, NO_SUCH_GROUP, REMOVED, STILL_RUNNING, NOT_KEPT -> false;
        };
    }

    /** A start includes what is needed for it, as far as it was down. */
    private boolean isTrueOfDependency(Outcome outcome) {
        Past past = witness.past(ProcessName.parse(outcome.name()));
        boolean starts = description.startsWith("start") || description.startsWith("restart");
        return starts
                && switch (outcome.code()) {
                    case STARTED -> past.runningAt >= handledAt || past.doneAt >= handledAt;
                    case SPAWN_ERROR, NO_FILE, NOT_EXECUTABLE -> past.failedAt >= handledAt;
                    case DEPENDENCY_DOWN -> namesWhatIsDown(outcome);
                    case ABNORMAL_TERMINATION -> !outcome.detail().isEmpty();
                    case ACCEPTED -> description.endsWith("NO");
                    default -> false;
                };
    }

    private boolean namesWhatIsDown(Outcome outcome) {
        String name = outcome.detail().replaceFirst("^depends on ([^ ]+), which .*$", "$1");
        boolean removed = outcome.detail().endsWith("is not configured any more"); // what it was is not remembered
        return removed || witness.hasBeenDown(ProcessName.parse(name), handledAt - 1);
    }

    private static boolean isAtRest(Kind kind) {
        return kind == Kind.STOPPED || kind == Kind.EXITED || kind == Kind.FATAL;
    }

    void answered(List<PlanChange> changes, boolean dryRun) {
        answeredOnce();
        for (PlanChange change : changes) {
            Run run = runs.get(ProcessName.parse(change.name()));
            boolean ends = change.action() == PlanChange.Action.RESTART || change.action() == PlanChange.Action.STOP;
            if (!dryRun && ends && run != null && !wasUnknown(run)) {
                require(
                        witness.hasEnded(run.process, run.state.generation()),
                        () -> "the answer to " + this + " is not true: " + change);
            }
        }
    }

    void removalAnswered(List<Outcome> outcomes, Plan left) {
        answeredOnce();
        for (Outcome outcome : outcomes) {
            boolean there =
                    left.groups().stream().anyMatch(group -> group.name().equals(outcome.name()));
            boolean up = runs.values().stream()
                    .filter(run -> run.process.name().group().equals(outcome.name()))
                    .anyMatch(run -> !run.state.phase().isDown());
            boolean isTrue = switch (outcome.code()) {
                case REMOVED -> !there && !up;
                case STILL_RUNNING -> there && up;
                case NO_SUCH_GROUP -> !there;
                default -> false;
            };
            require(isTrue, () -> "the answer to " + this + " is not true: " + outcome);
        }
    }

    /** Whether it could not be signalled, so that nobody can wait for its end. */
    private boolean wasUnknown(Run run) {
        return run.process.state().kind() == Kind.UNKNOWN
                || witness.past(run.process.name()).unknownAt >= handledAt - 1;
    }

    void shutdownAnswered(Supervisor supervisor) {
        answeredOnce();
        List<String> up = new ArrayList<>();
        for (Supervised process : supervisor.processes()) {
            Kind kind = process.state().kind();
            boolean unknown = witness.cannotBeSignalled(process)
                    || (process.state() instanceof State.Clearing clearing
                            && clearing.before() instanceof State.Unknown);
            if (!isAtRest(kind) && !unknown) {
                up.add(process.name() + " is " + kind);
            }
        }
        require(up.isEmpty(), () -> "the shutdown is answered, but " + up);
        require(supervisor.hasEnded(), "the shutdown is answered, but goes on");
    }
}
