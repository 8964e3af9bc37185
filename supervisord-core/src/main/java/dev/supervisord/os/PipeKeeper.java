package dev.supervisord.os;

import dev.supervisord.os.Descriptors.Fd;
import java.nio.file.Path;

/**
 * Gives out pipes that have names and stay beyond the life of the daemon: what is in them is not lost when the daemon is killed
 * and the program that wrote it ends before the next daemon is there.
 *
 * <p>A pipe is one that may be opened by its name for reading and writing while there is one who keeps it. Failures are
 * {@link OsException}; a pipe that cannot be kept is told to people and used all the same. Safe for use by several threads.
 */
public interface PipeKeeper {

    /**
     * Opens the pipe of this name for the pump, as {@link Descriptors#openFifoForPump}; makes one if there is none. The caller is to close
     * it, after {@link #forget}. One that is open already has lost its name to somebody who removed that: it gets a successor.
     */
    Fd open(Path name);

    /** Whether the pipe is kept; one that is not is tried again. */
    boolean isKept(Fd pipe);

    /** Whether the pipe's name is there; somebody may have removed it. */
    boolean hasName(Fd pipe);

    /** Gives the pipe another name, in one step; whatever had that has none any more. */
    void rename(Fd pipe, Path name);

    /** Removes the pipe's name, unless another one has it; the pipe is not needed any more. */
    void remove(Fd pipe);

    /** The descriptor is about to be closed. A pipe that has its name still is kept for the next daemon. */
    void forget(Fd pipe);
}
