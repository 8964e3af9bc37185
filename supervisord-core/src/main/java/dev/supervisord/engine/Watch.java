package dev.supervisord.engine;

/**
 * Somebody who waits for a process to reach a state. Told of every change; owned by the loop thread.
 *
 * @see StartWatch
 * @see StopWatch
 */
interface Watch {

    /**
     * Looks at the process after a change.
     *
     * @param present false when the process was removed from the plan
     * @return whether the waiting is over; the watch is then forgotten
     */
    boolean changed(Supervised process, boolean present);
}
