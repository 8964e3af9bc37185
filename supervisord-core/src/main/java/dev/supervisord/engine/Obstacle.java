package dev.supervisord.engine;

import dev.supervisord.model.ProcessName;

/**
 * Why a process cannot be launched yet.
 *
 * @param dependency what it waits for in the first place
 * @param down how {@link #dependency} is down for good, "is FATAL"; empty when it is on its way up
 * @param others how many more it waits for
 */
record Obstacle(ProcessName dependency, String down, int others) {

    /** Whether it will last until somebody does something about it. */
    boolean isLasting() {
        return !down.isEmpty();
    }

    /** As a description of the process: {@code waiting for db, which is FATAL}. */
    String asDescription() {
        return "waiting for " + dependency + (isLasting() ? ", which " + down : "")
                + (others == 0 ? "" : (isLasting() ? "," : "") + " and " + others + " more");
    }

    /** As the reason of a failed start: {@code depends on db, which is FATAL}. */
    String asReason() {
        return "depends on " + dependency + ", which " + down;
    }
}
