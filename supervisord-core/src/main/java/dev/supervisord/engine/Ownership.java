package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunMark;
import dev.supervisord.os.Cgroups;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import java.util.BitSet;
import java.util.Optional;

/**
 * Finds whose run a process belongs to by what it cannot easily get rid of: the cgroup that it is in, or the mark in its environment.
 * Safe for use by several threads; may have to wait for a process that the kernel keeps busy.
 */
public final class Ownership {

    private final ProcessList list;
    private final Cgroups cgroups;
    private final String instance;

    /** @param instance as in {@link RunJournal} */
    public Ownership(ProcessList list, Cgroups cgroups, String instance) {
        this.list = list;
        this.cgroups = cgroups;
        this.instance = instance;
    }

    Optional<ProcessName> of(Pid pid) {
        return cgroups.owner(pid).or(() -> byMark(list.variable(pid, RunMark.VARIABLE)));
    }

    /** The same of a process whose mark was looked at before. */
    Optional<ProcessName> of(Traces.Sighting sighting) {
        return cgroups.owner(sighting.seen().pid()).or(() -> byMark(sighting.mark()));
    }

    /**
     * The pids of all processes that nothing connects with this daemon or an earlier one: no mark, no cgroup. A child of this
     * process is none of them, because it may be about to become a program.
     */
    public BitSet strangers(Pid self) {
        BitSet strangers = new BitSet();
        for (Traces.Sighting sighting : Traces.look(list, new BitSet())) {
            if (sighting.mark().isEmpty()
                    && sighting.seen().parent() != self.value()
                    && of(sighting).isEmpty()) {
                strangers.set(sighting.seen().pid().value());
            }
        }
        return strangers;
    }

    private Optional<ProcessName> byMark(Optional<String> mark) {
        return mark.flatMap(text -> RunMark.parse(text, instance)).map(RunMark::name);
    }
}
