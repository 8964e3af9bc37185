package dev.supervisord.os.fake;

import dev.supervisord.model.CgroupLimits;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Cgroups in memory. What is in them is told by the test; strict: nothing is killed or counted in one that was not made. */
public final class FakeCgroups implements Cgroups {

    /** What was asked for, in words. */
    public final List<String> story = new ArrayList<>();

    /** Why the next limits have no effect. */
    public final List<String> problems = new ArrayList<>();

    public final Map<ProcessName, Long> oomKills = new HashMap<>();
    public final Map<Pid, ProcessName> owners = new HashMap<>();
    private final Set<ProcessName> made = new HashSet<>();

    @Override
    public Prepared prepare(ProcessName name, CgroupLimits limits) {
        made.add(name);
        story.add("prepare " + name + " " + limits);
        return new Prepared(Optional.of(Path.of("/cgroup", name.toString())), problems);
    }

    @Override
    public List<String> limit(ProcessName name, CgroupLimits limits) {
        if (!made.contains(name)) {
            return List.of();
        }
        story.add("limit " + name + " " + limits);
        return problems;
    }

    @Override
    public void adopt(ProcessName name, Pid main) {
        if (owners.getOrDefault(main, new ProcessName("", "")).equals(name)) {
            made.add(name);
        }
    }

    @Override
    public boolean has(ProcessName name) {
        return made.contains(name);
    }

    @Override
    public Optional<ProcessName> owner(Pid pid) {
        return Optional.ofNullable(owners.get(pid));
    }

    @Override
    public void kill(ProcessName name) {
        if (made.contains(name)) {
            story.add("kill " + name);
        }
    }

    @Override
    public long oomKills(ProcessName name) {
        return oomKills.getOrDefault(name, 0L);
    }

    @Override
    public Optional<Usage> usage(ProcessName name) {
        return Optional.empty();
    }

    @Override
    public void remove(ProcessName name) {
        if (made.remove(name)) {
            story.add("remove " + name);
        }
    }

    @Override
    public void end() {
        story.add("end");
    }
}
