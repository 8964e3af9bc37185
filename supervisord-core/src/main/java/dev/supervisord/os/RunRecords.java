package dev.supervisord.os;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.RunRecord;
import java.util.List;

/**
 * The records of runs, where the next daemon finds them: one for each process.
 *
 * <p>A record is replaced in one step: whenever the daemon dies, the old one or the new one is there. Used by one thread at
 * a time.
 */
public interface RunRecords {

    /** What {@link #readAll} found. */
    record Reading(List<RunRecord> records, List<Unreadable> unreadable) {
        public Reading {
            records = List.copyOf(records);
            unreadable = List.copyOf(unreadable);
        }
    }

    /**
     * Something that is no record that this program understands.
     *
     * @param file as {@link #file} names it, where it is in the place of a record
     */
    record Unreadable(String file, String reason) {}

    /**
     * Writes or replaces the record of a process.
     *
     * @throws OsException when that is not possible; there may be no record of the process then
     */
    void write(RunRecord record);

    /** Removes the record of a process, if there is one. */
    void remove(ProcessName name);

    /** Removes all records, also unreadable ones. */
    void clear();

    /** Where the record of a process is, if there is one. */
    String file(ProcessName name);

    /** Reads what earlier daemons left; what cannot be read is told and stays where it is. */
    Reading readAll();
}
