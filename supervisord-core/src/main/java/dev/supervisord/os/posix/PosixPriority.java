package dev.supervisord.os.posix;

import dev.supervisord.os.Priority;

/** Priorities of Linux, where each thread has its own; stateless. */
public final class PosixPriority implements Priority {
    private static final int PRIO_PROCESS = 0;
    private static final int NICENESS = 10;

    /** With 0 for the pid it is the calling thread that is meant, {@code setpriority(2)}. */
    @Override
    public void yieldToOthers() {
        LibC.setpriority(PRIO_PROCESS, 0, NICENESS); // raising one's own niceness is never refused
    }
}
