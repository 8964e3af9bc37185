package dev.supervisord.os;

import dev.supervisord.model.ProcessName;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;

/**
 * The list of processes that are to stay stopped until somebody starts them, where every later daemon finds it, also after a
 * start of the machine. Used by one thread at a time.
 */
public interface KeptStops {

    /**
     * What {@link #read} found.
     *
     * @param problems what cannot be read, each a sentence for people; what can be read counts nevertheless
     */
    record Reading(Set<ProcessName> names, List<String> problems) {
        public Reading {
            names = Set.copyOf(names);
            problems = List.copyOf(problems);
        }
    }

    Reading read();

    /**
     * Replaces the list in one step, and waits until the disk has it.
     *
     * @throws OsException when that is not possible; the list is as it was then
     */
    void write(SortedSet<ProcessName> names);
}
