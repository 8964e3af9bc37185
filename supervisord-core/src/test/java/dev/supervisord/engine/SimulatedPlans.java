package dev.supervisord.engine;

import dev.supervisord.model.AutoRestart;
import dev.supervisord.model.LeftoverPolicy;
import dev.supervisord.model.Plan;
import dev.supervisord.model.Plans;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RestartPolicy;
import dev.supervisord.model.SpecBuilder;
import dev.supervisord.model.StartPolicy;
import dev.supervisord.model.StopPolicy;
import dev.supervisord.model.StopStep;
import dev.supervisord.model.StopSteps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plans as someone with a restless hand edits them: few programs, so that the same ones are met again and again. */
final class SimulatedPlans {

    private static final List<String> ADDRESSES =
            List.of("a:a_00", "a:a_01", "a:a_02", "a:a_03", "b", "c", "g:x", "g:y", "g:z");
    private static final List<List<StopStep>> STOPS = List.of(
            StopSteps.of("TERM"),
            StopSteps.of("INT"),
            StopSteps.of("QUIT"),
            StopSteps.of("TERM:1", "INT"),
            StopSteps.of("QUIT", "TERM:0.5", "KILL"));

    private final Random random;
    private final SortedMap<ProcessName, ProcessSpec> specs = new TreeMap<>();
    private int versions;

    SimulatedPlans(Random random) {
        this.random = random;
        for (String address : ADDRESSES) {
            if (random.nextInt(3) > 0) {
                put(anySpec(address));
            }
        }
    }

    /** A name of a process, which may or may not be there. */
    String anyAddress() {
        return any(ADDRESSES);
    }

    Plan plan() {
        return Plans.of(List.copyOf(specs.values()));
    }

    /** Some edits, often none. */
    void edit() {
        for (int i = random.nextInt(4); i > 0; i--) {
            String address = any(ADDRESSES);
            ProcessName name = ProcessName.parse(address);
            ProcessSpec present = specs.get(name);
            if (present == null) {
                put(anySpec(address));
            } else {
                change(present);
            }
        }
    }

    private void change(ProcessSpec present) {
        switch (random.nextInt(7)) {
            case 0 -> specs.remove(present.name());
            case 1 ->
                specs.keySet()
                        .removeIf(name -> name.group().equals(present.name().group()));
            case 2 -> put(anySpec(present.name().toString()));
            case 3 -> put(with(present, anySpec(present.name().toString()).start()));
            case 4 ->
                put(present.with(
                        present.role().dependingOn(dependencies(present.name().toString()))));
            default -> {
                ProcessSpec other = anySpec(present.name().toString());
                put(with(with(present, other.stop()), restart(present.role().isOneshot(), other)));
            }
        }
    }

    private void put(ProcessSpec spec) {
        specs.put(spec.name(), spec);
    }

    private ProcessSpec anySpec(String address) {
        boolean oneshot = random.nextInt(5) == 0;
        SpecBuilder spec = SpecBuilder.process(address)
                .command("program", Integer.toString(versions++))
                .priority(1 + random.nextInt(3))
                .autostart(random.nextInt(4) > 0)
                .startsecs(any(List.of(0.0, 0.3, 1.0, 1.0, 2.5)))
                .startretries(random.nextInt(4))
                .autorestart(oneshot ? AutoRestart.UNEXPECTED : any(List.of(AutoRestart.values())))
                .exitcodes(0, 2)
                .stopsignals(any(STOPS))
                .leftovers(any(List.of(LeftoverPolicy.End.values())), any(List.of(0.0, 1.0, 3.0)))
                .stopwaitsecs(any(List.of(0.0, 0.5, 2.0, 5.0)));
        if (oneshot) {
            spec.oneshot();
        }
        ProcessSpec built = switch (random.nextInt(4)) {
            case 0 -> spec.backoff(0.5, 2, 5, 0.5, 3).build();
            case 1 -> spec.backoff(1, 1, 1, 0, 0).build();
            default -> spec.build();
        };
        return built.with(built.role().dependingOn(dependencies(address)));
    }

    private static RestartPolicy restart(boolean oneshot, ProcessSpec other) {
        return oneshot
                ? new RestartPolicy(
                        AutoRestart.UNEXPECTED,
                        other.restart().expectedCodes(),
                        other.restart().backoff())
                : other.restart();
    }

    /** Some that come before it in the list, so that there are no cycles; they may not be there. */
    private List<ProcessName> dependencies(String address) {
        List<ProcessName> some = new ArrayList<>();
        for (String other : ADDRESSES.subList(0, ADDRESSES.indexOf(address))) {
            if (random.nextInt(8) == 0) {
                some.add(ProcessName.parse(other));
            }
        }
        return some;
    }

    private <T> T any(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static ProcessSpec with(ProcessSpec spec, StartPolicy start) {
        return copy(spec, start, spec.restart(), spec.stop());
    }

    private static ProcessSpec with(ProcessSpec spec, RestartPolicy restart) {
        return copy(spec, spec.start(), restart, spec.stop());
    }

    private static ProcessSpec with(ProcessSpec spec, StopPolicy stop) {
        return copy(spec, spec.start(), spec.restart(), stop);
    }

    private static ProcessSpec copy(ProcessSpec spec, StartPolicy start, RestartPolicy restart, StopPolicy stop) {
        return new ProcessSpec(
                spec.name(),
                spec.program(),
                spec.number(),
                spec.command(),
                spec.directory(),
                spec.environment(),
                spec.port(),
                spec.priority(),
                spec.attributes(),
                spec.role(),
                start,
                restart,
                stop,
                spec.leftovers(),
                spec.output(),
                spec.sockets());
    }

    /** Some groups; empty means all. */
    List<String> someGroups() {
        List<String> groups = new ArrayList<>();
        for (String group : List.of("a", "b", "c", "g")) {
            if (random.nextInt(4) == 0) {
                groups.add(group);
            }
        }
        return groups;
    }
}
