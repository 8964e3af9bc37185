package dev.supervisord.engine;

import dev.supervisord.model.RunMark;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.ProcessList;
import dev.supervisord.os.RunRecords;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an earlier daemon has left to be found, as it was read: its records, and the processes of the machine. Nothing has been
 * concluded from it, and no process is watched yet; that is for {@link Restoration} and {@link Strays}.
 *
 * @param sightings all processes that had not ended, but strangers
 */
public record Traces(RunRecords.Reading records, List<Sighting> sightings) {

    /**
     * One process.
     *
     * @param mark the text of the mark that it bears, of any daemon
     */
    public record Sighting(ProcessList.Seen seen, Optional<String> mark) {}

    public Traces {
        sightings = List.copyOf(sightings);
    }

    /**
     * Reads them; any thread may, while no other daemon writes.
     *
     * @throws dev.supervisord.os.OsException when that is not possible
     */
    public static Traces read(RunRecords records, ProcessList list) {
        return new Traces(records.readAll(), look(list, new BitSet()));
    }

    /**
     * The half of it that is about processes.
     *
     * @param strangers the pids of those that are known to bear no trace
     */
    public static List<Sighting> look(ProcessList list, BitSet strangers) {
        List<Sighting> sightings = new ArrayList<>();
        for (ProcessList.Seen seen : list.allBut(strangers)) {
            sightings.add(new Sighting(seen, list.variable(seen.pid(), RunMark.VARIABLE)));
        }
        return sightings;
    }

    /**
     * Those that bear a mark and lead a session, as every launched program does, by the text of the mark; of several with one mark the
     * one that started first.
     */
    Map<String, ProcessIdentity> marked() {
        Map<String, ProcessIdentity> marked = new HashMap<>();
        for (Sighting sighting : sightings) {
            ProcessList.Seen seen = sighting.seen();
            if (seen.session() == seen.pid().value() && sighting.mark().isPresent()) {
                marked.merge(
                        sighting.mark().get(), seen.identity(), (a, b) -> a.startTicks() <= b.startTicks() ? a : b);
            }
        }
        return marked;
    }
}
