package dev.supervisord.engine;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What remains to be done once the step in hand is complete. A step runs to its end before anything that it leads to, so no
 * process is ever seen half-way between two states. Owned by the loop thread.
 */
final class Agenda {

    private final Deque<Runnable> items = new ArrayDeque<>();

    void add(Runnable item) {
        items.add(item);
    }

    /** Does everything that is on the agenda, and all that this adds to it. */
    void clear() {
        for (Runnable item = items.poll(); item != null; item = items.poll()) {
            item.run();
        }
    }
}
