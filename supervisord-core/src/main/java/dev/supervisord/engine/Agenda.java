package dev.supervisord.engine;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What remains to be done once the step in hand is complete. A step runs to its end before anything that it leads to, so no
 * process is ever seen half-way between two states. An item that fails, which is a bug of ours, does not keep the others from
 * being done. Owned by the loop thread.
 */
final class Agenda {

    private final Deque<Runnable> items = new ArrayDeque<>();
    private final Consumer<RuntimeException> bugs;

    Agenda(Consumer<RuntimeException> bugs) {
        this.bugs = bugs;
    }

    void add(Runnable item) {
        items.add(item);
    }

    /** Does everything that is on the agenda, and all that this adds to it. */
    void clear() {
        for (Runnable item = items.poll(); item != null; item = items.poll()) {
            try {
                item.run();
            } catch (RuntimeException bug) {
                bugs.accept(bug);
            }
        }
    }
}
