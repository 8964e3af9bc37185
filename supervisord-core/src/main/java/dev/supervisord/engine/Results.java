package dev.supervisord.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Collects the outcomes of an operation on several processes in the order of the request, and hands them over when the
 * last one is there. Owned by the loop thread.
 */
final class Results {

    private final List<@Nullable Outcome> outcomes = new ArrayList<>();
    private final Consumer<List<Outcome>> whenComplete;
    private int open = 1; // the request itself, until closed

    Results(Consumer<List<Outcome>> whenComplete) {
        this.whenComplete = whenComplete;
    }

    /** Reserves the next place in the order. */
    int place() {
        outcomes.add(null);
        open++;
        return outcomes.size() - 1;
    }

    /** Reserves a place that is filled already. */
    void add(Outcome outcome) {
        outcomes.add(outcome);
    }

    void fill(int place, Outcome outcome) {
        if (outcomes.set(place, outcome) != null) {
            throw new IllegalStateException("two outcomes for one process: " + outcome);
        }
        finishOne();
    }

    /** Gives a place back without an outcome: there was nothing to do and nobody asked for this process by name. */
    void skip(int place) {
        finishOne();
    }

    /** No further places are reserved. */
    void close() {
        finishOne();
    }

    private void finishOne() {
        open--;
        if (open == 0) {
            List<Outcome> given = new ArrayList<>();
            for (Outcome outcome : outcomes) {
                if (outcome != null) {
                    given.add(outcome);
                }
            }
            whenComplete.accept(List.copyOf(given));
        }
    }
}
