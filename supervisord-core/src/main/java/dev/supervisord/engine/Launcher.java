package dev.supervisord.engine;

import dev.supervisord.model.ProcessSpec;
import dev.supervisord.os.Processes.LaunchResult;
import java.util.function.Consumer;

/**
 * Does what a launch has to wait for, away from the loop: opening logs, spawning, removing streams. Orders are carried out
 * one by one in the order given.
 */
interface Launcher {

    /** Launches a process; the result comes back as a message to the loop. */
    void launch(ProcessSpec spec, Consumer<LaunchResult> result);

    /** Applies changed log settings to the streams of a process that goes on. */
    void reopenStreams(ProcessSpec spec);
}
