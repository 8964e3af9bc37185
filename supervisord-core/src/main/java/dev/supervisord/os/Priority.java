package dev.supervisord.os;

/** How much of the processors a thread gets where others want them too. */
public interface Priority {

    /** The calling thread from now on leaves processors and disks to others, {@code nice(2)}; where that fails it goes on as it is. */
    void yieldToOthers();
}
