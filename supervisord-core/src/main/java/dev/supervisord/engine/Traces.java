package dev.supervisord.engine;

import dev.supervisord.model.RunMark;
import dev.supervisord.os.Adopted;
import dev.supervisord.os.ProcessIdentity;
import dev.supervisord.os.RunRecords;
import java.util.Map;

/**
 * What an earlier daemon has left to be found, as it was read: its records, and who bears the mark of a run, of any daemon. Nothing
 * has been concluded from it, and no process is watched yet; that is for {@link Restoration}.
 *
 * @param marked by the text of the mark
 */
public record Traces(RunRecords.Reading records, Map<String, ProcessIdentity> marked) {

    public Traces {
        marked = Map.copyOf(marked);
    }

    /**
     * Reads them; any thread may, while no other daemon writes.
     *
     * @throws dev.supervisord.os.OsException when that is not possible
     */
    public static Traces read(RunRecords records, Adopted kernel) {
        return new Traces(records.readAll(), kernel.marked(RunMark.VARIABLE));
    }
}
