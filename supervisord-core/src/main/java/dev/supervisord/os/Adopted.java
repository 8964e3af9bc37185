package dev.supervisord.os;

import java.time.Duration;
import java.util.Optional;

/**
 * The finding and watching of processes that an earlier daemon has launched, and that are not children of this one.
 *
 * <p>An adopted process is signalled by {@link Processes#signal} and its end given by {@link Processes#reap}, as if it were a
 * child. Threads: {@link #awaitEnd} is called on the {@code adopted} thread only, the others by any.
 */
public interface Adopted {

    /** Watches a process from now on; gives for how long it has lived, or nothing when it does not live any more. */
    Optional<Duration> adopt(ProcessIdentity identity);

    /** How long ago a process of this start of the machine was started, whether or not it still lives. */
    Duration since(ProcessIdentity identity);

    /** The identity of a child or of any other process; empty when there is none with this pid. */
    Optional<ProcessIdentity> identify(Pid pid);

    /**
     * Blocks until the end of at least one adopted process can be taken by {@link Processes#reap}.
     *
     * @return false when there is no adopted process; the caller then waits until there is one before it calls again
     */
    boolean awaitEnd();

    /** Identifies the time between two starts of the machine, or of the container that this is. */
    String bootId();
}
