package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.CgroupSpec;
import dev.supervisord.model.LaunchFailure;
import dev.supervisord.model.LaunchFailure.Stage;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Gives processes their cgroups, and says what of that could not be done, once for each process. Used by the launcher thread. */
public final class RunCgroups {

    private final Cgroups cgroups;
    private final Log log;
    private final Map<ProcessName, Set<String>> told = new HashMap<>();

    /** What a launch gets: a cgroup, where there is one, or why it is not to take place. */
    record Place(Optional<Path> cgroup, Optional<LaunchFailure> failure) {}

    public RunCgroups(Cgroups cgroups, Log log) {
        this.cgroups = cgroups;
        this.log = log;
    }

    /** Before a launch. */
    Place prepare(ProcessSpec spec) {
        CgroupSpec wanted = spec.attributes().cgroup();
        if (!wanted.isWanted()) {
            return new Place(Optional.empty(), Optional.empty());
        }
        Cgroups.Prepared prepared = cgroups.prepare(spec.name(), wanted.limits());
        if (wanted.required() && !prepared.problems().isEmpty()) {
            cgroups.remove(spec.name());
            String why = String.join("; ", prepared.problems());
            return new Place(
                    Optional.empty(),
                    Optional.of(new LaunchFailure(
                            Stage.ATTRIBUTE, "", "cannot have what require_cgroups asks for: " + why)));
        }
        tell(spec.name(), prepared.problems());
        return new Place(prepared.directory(), Optional.empty());
    }

    void limit(ProcessSpec spec) {
        tell(spec.name(), cgroups.limit(spec.name(), spec.attributes().cgroup().limits()));
    }

    void adopt(ProcessSpec spec, Pid main) {
        cgroups.adopt(spec.name(), main);
        limit(spec);
    }

    void leave(ProcessName name) {
        cgroups.remove(name);
    }

    private void tell(ProcessName name, List<String> problems) {
        Set<String> known = told.getOrDefault(name, Set.of());
        problems.stream()
                .filter(problem -> !known.contains(problem))
                .forEach(problem -> log.warn(name + ": " + problem));
        told.put(name, new HashSet<>(problems));
    }
}
