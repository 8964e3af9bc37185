package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.os.Pid;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Finds out, away from the loop, which runs processes belong to. Answers come as messages to the loop. */
interface Census {

    /** Whose orphans these are, by their marks; those that are nobody's, or do not tell, are missing from the answer. */
    void owners(List<Pid> orphans, Consumer<Map<Pid, ProcessName>> answer);

    /** Which process the pidfile of a run names, if that is one of the run. */
    void main(MainSearch.Run run, Consumer<MainSearch.Finding> answer);

    /**
     * Looks on the whole machine for what the runs of earlier daemons have left of a process that has no main process now. What is
     * found is watched, and can be signalled and reaped like a child.
     *
     * @param session that of a run that has ended this moment, whose members need no mark
     */
    void search(ProcessName name, OptionalInt session, Consumer<List<Stray>> answer);
}
