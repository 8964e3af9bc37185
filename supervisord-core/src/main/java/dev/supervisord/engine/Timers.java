package dev.supervisord.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;

/** The timers of the loop, on monotonic time. Owned by the loop thread. */
final class Timers {

    /** One armed timer. */
    static final class Armed implements Comparable<Armed> {
        private final Duration due;
        private final long order;
        private final Runnable action;

        private Armed(Duration due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }

        /** When it fires, in monotonic time. */
        Duration due() {
            return due;
        }

        @Override
        public int compareTo(Armed other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final TreeSet<Armed> armed = new TreeSet<>();
    private long armedSoFar;

    /** Runs {@code action} once monotonic time has reached {@code due}; timers due together fire in the order of arming. */
    Armed arm(Duration due, Runnable action) {
        Armed timer = new Armed(due, armedSoFar++, action);
        armed.add(timer);
        return timer;
    }

    /** Takes a timer back; one that has fired already is left alone. */
    void disarm(Armed timer) {
        armed.remove(timer);
    }

    /** When the next timer is due. */
    Optional<Duration> nextDue() {
        return armed.isEmpty() ? Optional.empty() : Optional.of(armed.first().due);
    }

    /** Fires every timer that is due, those included that the fired ones arm for a time that has come already. */
    void fireDue(Duration now) {
        while (!armed.isEmpty() && armed.first().due.compareTo(now) <= 0) {
            Armed timer = armed.first();
            armed.remove(timer);
            timer.action.run();
        }
    }

    int size() {
        return armed.size();
    }
}
