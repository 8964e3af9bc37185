package dev.supervisord.engine;

import static dev.supervisord.engine.Witness.require;

import dev.supervisord.engine.Control.ApplyMode;
import dev.supervisord.engine.Control.Wait;
import dev.supervisord.engine.SimulatedRequest.Run;
import dev.supervisord.model.Plan;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Signal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** People and scripts that ask for anything at any time, and see whether the answers are true. */
final class SimulatedClients {

    /** What clients send; none is anybody's stop signal. */
    static final List<Signal> SIGNALS = List.of(Signal.HUP, Signal.USR1);

    private final Supervisor supervisor;
    private final Random random;
    private final Witness witness;
    private final Consumer<String> story;
    private final SimulatedPlans plans;
    private final List<SimulatedRequest> requests = new ArrayList<>();

    SimulatedClients(Supervisor supervisor, Random random, Witness witness, Consumer<String> story) {
        this.supervisor = supervisor;
        this.random = random;
        this.witness = witness;
        this.story = story;
        this.plans = new SimulatedPlans(random);
    }

    /** Every message to the loop was handled; each request must have got its answer, and only one. */
    void allWereAnswered() {
        for (SimulatedRequest request : requests) {
            require(request.isAnswered(), () -> "no answer to " + request);
        }
    }

    /** What the daemon itself does first. */
    Runnable firstPlan() {
        return apply(plans.plan(), ApplyMode.LEAST, List.of(), false);
    }

    Runnable anything() {
        int dice = random.nextInt(100);
        if (dice < 25) {
            return start(names(), wait(3));
        } else if (dice < 45) {
            return random.nextInt(4) == 0 ? keep(names(), wait(3)) : stop(names(), wait(3));
        } else if (dice < 60) {
            return restart(names(), wait(4));
        } else if (dice < 68) {
            return signal(names(), SIGNALS.get(random.nextInt(SIGNALS.size())));
        } else if (dice < 92) {
            plans.edit();
            return apply(plans.plan(), mode(), random.nextInt(4) == 0 ? plans.someGroups() : List.of(), dice < 71);
        } else if (dice < 99) {
            return remove(plans.someGroups());
        }
        return random.nextInt(4) == 0 ? shutdown() : stop(List.of("all"), Wait.UNTIL_DONE);
    }

    private ApplyMode mode() {
        int dice = random.nextInt(10);
        return dice < 6 ? ApplyMode.LEAST : dice < 8 ? ApplyMode.RESTART_CHANGED : ApplyMode.RESTART_ALL;
    }

    private Wait wait(int oneIn) {
        return random.nextInt(oneIn) == 0 ? Wait.NO : Wait.UNTIL_DONE;
    }

    private List<String> names() {
        return switch (random.nextInt(8)) {
            case 0 -> List.of("all");
            case 1 -> List.of("a:*");
            case 2 -> List.of("g:*", plans.anyAddress());
            case 3 -> List.of("a", plans.anyAddress(), plans.anyAddress());
            default -> List.of(plans.anyAddress());
        };
    }

    private SimulatedRequest request(String description) {
        SimulatedRequest request = new SimulatedRequest(description, witness);
        requests.add(request);
        return request;
    }

    private void begin(SimulatedRequest request, List<String> names) {
        story.accept("handled: " + request);
        request.handledNow(supervisor.processes(), names);
    }

    /** What the loop does for all that a daemon refuses while it is shutting down. */
    private Runnable unlessShuttingDown(SimulatedRequest request, Runnable action) {
        return () -> {
            if (supervisor.isShuttingDown()) {
                request.refused();
            } else {
                action.run();
            }
        };
    }

    private Runnable start(List<String> names, Wait wait) {
        SimulatedRequest request = request("start " + names + " " + wait);
        return unlessShuttingDown(request, () -> {
            begin(request, names);
            Witness.Ask ask = witness.asks(request.names());
            witness.release(request.names());
            supervisor.start(names, wait, Asker.DAEMON, outcomes -> answer(request, outcomes));
            witness.withdraw(ask); // a start that was not accepted at once has no effect later
        });
    }

    private Runnable stop(List<String> names, Wait wait) {
        SimulatedRequest request = request("stop " + names + " " + wait);
        return () -> {
            begin(request, names);
            witness.asksToStop(request.names());
            supervisor.stop(names, wait, Asker.DAEMON, outcomes -> answer(request, outcomes));
            for (Run run : request.runs()) {
                // Of several, those of other priorities may have to wait for their turn.
                require(
                        request.runs().size() > 1
                                || !Past.isStartedAgain(run.process().state()),
                        () -> request + " was handled, but it will be started again");
            }
        };
    }

    private Runnable keep(List<String> names, Wait wait) {
        SimulatedRequest request = request("keep " + names + " " + wait);
        return () -> {
            begin(request, names);
            witness.asksToStop(request.names());
            Witness.Keep keep = witness.keeps(request.names());
            supervisor.stopAndKeep(names, wait, Asker.DAEMON, outcomes -> {
                answer(request, outcomes);
                if (wait == Wait.UNTIL_DONE) {
                    witness.done(keep); // before that, what waits for its turn may go on trying to start
                }
            });
        };
    }

    private Runnable restart(List<String> names, Wait wait) {
        SimulatedRequest request = request("restart " + names + " " + wait);
        return unlessShuttingDown(request, () -> {
            begin(request, names);
            Witness.Ask ask = witness.asks(request.names());
            witness.release(request.names());
            supervisor.restart(names, wait, Asker.DAEMON, outcomes -> {
                answer(request, outcomes);
                if (wait == Wait.UNTIL_DONE) {
                    witness.withdraw(ask);
                }
            });
        });
    }

    private void answer(SimulatedRequest request, List<Outcome> outcomes) {
        story.accept("answered: " + request + " with " + outcomes);
        request.answered(outcomes);
    }

    private Runnable signal(List<String> names, Signal signal) {
        SimulatedRequest request = request("signal " + signal + " " + names);
        return () -> {
            begin(request, names);
            supervisor.signal(names, signal, outcomes -> answer(request, outcomes));
        };
    }

    private Runnable apply(Plan plan, ApplyMode mode, List<String> groups, boolean dryRun) {
        SimulatedRequest request = request("apply " + mode + " " + groups + (dryRun ? " dry" : ""));
        return unlessShuttingDown(request, () -> {
            begin(request, List.of("all"));
            Witness.Ask ask = witness.asks(dryRun ? Set.of() : wanted(plan, mode, groups));
            Set<ProcessName> same =
                    dryRun || mode != ApplyMode.RESTART_ALL ? unchanged(plan, groups, dryRun) : Set.of();
            supervisor.apply(plan, mode, groups, dryRun, Cause.rule(Cause.Reason.RELOAD), changes -> {
                story.accept("answered: " + request + " with " + changes);
                request.answered(changes, dryRun);
                witness.withdraw(ask);
            });
            for (Run run : request.runs()) {
                require(
                        !same.contains(run.process().name()) || run.isUntouched(),
                        () -> run.process().name() + " was touched by " + request);
            }
        });
    }

    /** Those which a plan may start: everything with autostart that is new or different, or at RESTART_ALL everything. */
    private Set<ProcessName> wanted(Plan plan, ApplyMode mode, List<String> groups) {
        Set<ProcessName> wanted = new TreeSet<>();
        Set<ProcessName> same = mode == ApplyMode.RESTART_ALL ? Set.of() : unchanged(plan, groups, false);
        if (mode == ApplyMode.RESTART_ALL) {
            // Also what leaves now: it is stopped in its turn, and may be wanted again by then.
            supervisor.processes().forEach(process -> wanted.add(process.name()));
        }
        for (ProcessSpec spec : plan.processes()) {
            if (!same.contains(spec.name())) {
                wanted.add(spec.name());
            }
        }
        return wanted;
    }

    private Set<ProcessName> unchanged(Plan plan, List<String> groups, boolean all) {
        Set<ProcessName> same = new TreeSet<>();
        for (Supervised process : supervisor.processes()) {
            boolean concerned =
                    groups.isEmpty() || groups.contains(process.name().group());
            boolean equal = !process.isLeaving() && plan.processes().contains(process.wantedSpec());
            if (all || !concerned || equal) {
                same.add(process.name());
            }
        }
        return same;
    }

    private Runnable remove(List<String> groups) {
        SimulatedRequest request = request("remove " + groups);
        return unlessShuttingDown(request, () -> {
            begin(request, List.of("all"));
            List<Outcome> outcomes = supervisor.removeGroups(groups, Asker.DAEMON);
            story.accept("answered: " + request + " with " + outcomes);
            request.removalAnswered(outcomes, supervisor.plan());
        });
    }

    Runnable shutdown() {
        SimulatedRequest request = request("shutdown");
        return () -> {
            begin(request, List.of("all"));
            witness.asksToStop(request.names());
            if (requests.stream().allMatch(other -> other == request || other.isOver())) {
                witness.shutdownBegins();
            }
            supervisor.shutdown(Asker.DAEMON, () -> {
                story.accept("answered: " + request);
                request.shutdownAnswered(supervisor);
            });
        };
    }
}
