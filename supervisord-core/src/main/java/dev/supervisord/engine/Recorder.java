package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.RunRecord.Note;
import dev.supervisord.os.Pid;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Consumer;

/**
 * Writes down, away from the loop, what the next daemon has to know. Orders are carried out one by one in the order given, and
 * wait for no launch.
 */
interface Recorder {

    /**
     * Puts into the record of a run what its successor daemon would have to know.
     *
     * @param generation of the run; 0 where none was ever begun
     */
    void note(ProcessSpec spec, long generation, Note note);

    /** Puts another main process into the record of a run. */
    void confirm(ProcessName name, long generation, Pid main);

    /** Removes the record of a process. */
    void forget(ProcessName name);

    /**
     * Replaces the list of processes that are kept stopped.
     *
     * @param result told, as a message to the loop, why that was not possible, or nothing when it was
     */
    void keepStopped(SortedSet<ProcessName> names, Consumer<Optional<String>> result);

    /** Does something once all that was ordered is written: at once, in the calling thread, when nothing waits. */
    void whenWritten(Runnable action);
}
