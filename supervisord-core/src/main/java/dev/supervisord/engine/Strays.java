package dev.supervisord.engine;

import dev.supervisord.log.Log;
import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.OsException;
import dev.supervisord.os.Pid;
import dev.supervisord.os.ProcessList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds processes by the marks of their runs, on the whole machine, and has them watched. Used by one thread at a time. */
public final class Strays {

    private final ProcessList list;
    private final Adopted kernel;
    private final Pid self;
    private final Ownership ownership;
    private final Log log;

    /**
     * @param self this daemon, which may have been started by a program of its predecessor, and carry that one's mark
     */
    public Strays(ProcessList list, Adopted kernel, Pid self, Ownership ownership, Log log) {
        this.list = list;
        this.kernel = kernel;
        this.self = self;
        this.ownership = ownership;
        this.log = log;
    }

    /** What was left behind, of all that was seen, by processes that were not themselves taken over. */
    public List<Stray> beside(Set<ProcessName> living, Traces traces) {
        List<Stray> found = new ArrayList<>();
        try {
            for (Traces.Sighting sighting : traces.sightings()) {
                ownership
                        .of(sighting)
                        .filter(name -> !living.contains(name))
                        .ifPresent(owner -> take(owner, sighting.seen(), found));
            }
        } catch (OsException failed) {
            cannotLook(failed);
        }
        return found;
    }

    /** What carries the mark of a process, or is in this session. */
    List<Stray> of(ProcessName name, Predicate<ProcessList.Seen> member) {
        List<Stray> found = new ArrayList<>();
        try {
            for (ProcessList.Seen seen : list.all()) {
                if (member.test(seen)
                        || ownership.of(seen.pid()).filter(name::equals).isPresent()) {
                    take(name, seen, found);
                }
            }
        } catch (OsException failed) {
            cannotLook(failed);
        }
        return found;
    }

    private void take(ProcessName owner, ProcessList.Seen seen, List<Stray> found) {
        if (!seen.pid().equals(self) && kernel.adopt(seen.identity()).isPresent()) {
            found.add(new Stray(owner, seen.identity()));
        }
    }

    private void cannotLook(OsException failed) {
        log.error("cannot look for what programs have left behind: " + failed.getMessage()
                + "; they are started beside that, if there is something");
    }

    /** Whose run a process belongs to. */
    Optional<ProcessName> owner(Pid pid) {
        return ownership.of(pid);
    }
}
