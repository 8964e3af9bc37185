package dev.supervisord.engine;

import dev.supervisord.model.HeldSocket;
import dev.supervisord.model.ProcessName;
import dev.supervisord.model.ProcessSpec;
import dev.supervisord.model.Setbacks;
import dev.supervisord.os.Pid;
import dev.supervisord.os.Processes.LaunchResult;
import java.util.List;
import java.util.function.Consumer;

/**
 * Does what a launch has to wait for, away from the loop: opening logs, spawning. Orders are carried out one by one in the
 * order given.
 */
interface Launcher {

    /**
     * Launches a process; the result comes back as a message to the loop.
     *
     * @param before what went wrong before this attempt, for the record
     */
    void launch(ProcessSpec spec, long generation, Setbacks before, Consumer<LaunchResult> result);

    /** Makes the log files of a process that is not launched yet, as far as the daemon names them. */
    void nameLogs(ProcessSpec spec);

    /** Applies changed log settings to the streams of a process that goes on. */
    void reopenStreams(ProcessSpec spec);

    /** Has what a process wrote until its end stored, before anything that is ordered later. */
    void storeOutput(ProcessName name);

    /** Opens and closes held sockets so that these are held; before anything that is ordered later. */
    void holdSockets(List<HeldSocket> sockets);

    /** Gives the limits of its configuration to a process that lives in its cgroup. */
    void limit(ProcessSpec spec);

    /** A run of an earlier daemon goes on, with the limits of the present configuration and with its terminal. */
    void adopt(ProcessSpec spec, Pid main);

    /** The run of a process that had a cgroup has ended, with all that was left of it. */
    void leaveCgroup(ProcessName name);

    /** The run of a process that got held sockets has ended. */
    void giveSocketsBack(ProcessName name);
}
