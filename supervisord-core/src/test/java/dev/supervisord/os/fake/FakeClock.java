package dev.supervisord.os.fake;

import dev.supervisord.os.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Time that passes only when a test says so, and does what is due on the way, in order, at its exact time.
 *
 * <p>Safe for use by several threads; what is due runs on the thread that advances the time.
 */
public final class FakeClock implements Clock {

    private static final Instant BEGIN = Instant.parse("2030-01-01T00:00:00Z");

    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private Duration now = Duration.ZERO;
    private Duration wallShift = Duration.ZERO;
    private long sequence;

    /** Something that will happen, unless cancelled before. */
    public final class Alarm implements Comparable<Alarm> {
        private final Duration due;
        private final long order = sequence++;
        private final Runnable action;

        private Alarm(Duration due, Runnable action) {
            this.due = due;
            this.action = action;
        }

        public Duration due() {
            return due;
        }

        public void cancel() {
            synchronized (FakeClock.this) {
                alarms.remove(this);
            }
        }

        @Override
        public int compareTo(Alarm other) {
            int byTime = due.compareTo(other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public synchronized Duration monotonic() {
        return now;
    }

    @Override
    public synchronized Instant wall() {
        return BEGIN.plus(now).plus(wallShift);
    }

    /** Sets the watch forward or back, as an administrator or NTP does; nothing that is measured may notice. */
    public synchronized void shiftWall(Duration by) {
        wallShift = wallShift.plus(by);
    }

    /** Has this happen when that much time has passed; with zero, at the next advance. */
    public synchronized Alarm after(Duration delay, Runnable action) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("negative delay: " + delay);
        }
        Alarm alarm = new Alarm(now.plus(delay), action);
        alarms.add(alarm);
        return alarm;
    }

    /** Lets this much time pass. */
    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        Duration end = monotonic().plus(by);
        while (next().filter(due -> due.compareTo(end) <= 0).isPresent()) {
            advanceToNext();
        }
        synchronized (this) {
            now = end;
        }
    }

    /** When the next thing happens, in monotonic time. */
    public synchronized Optional<Duration> next() {
        return Optional.ofNullable(alarms.peek()).map(Alarm::due);
    }

    /** Lets time pass until the next thing happens, and it happen; false when nothing is to come. */
    public boolean advanceToNext() {
        Alarm alarm;
        synchronized (this) {
            alarm = alarms.poll();
            if (alarm == null) {
                return false;
            }
            now = alarm.due;
        }
        alarm.action.run(); // not under the lock: it may ask for the time, on this thread or another
        return true;
    }
}
