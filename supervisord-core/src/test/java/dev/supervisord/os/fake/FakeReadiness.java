package dev.supervisord.os.fake;

import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.Readiness;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Waits in virtual time, which passes while it waits. */
final class FakeReadiness implements Readiness {

    private final FakeClock clock;
    private final FakeDescriptors descriptors;
    private final Map<Integer, Integer> tokens = new TreeMap<>();
    private boolean woken;
    private boolean closed;

    FakeReadiness(FakeClock clock, FakeDescriptors descriptors) {
        this.clock = clock;
        this.descriptors = descriptors;
    }

    @Override
    public synchronized void add(Fd fd, int token) {
        requireOpen();
        descriptors.status(fd); // throws unless it is open
        if (tokens.putIfAbsent(fd.number(), token) != null) {
            throw new IllegalStateException("watched already: " + fd);
        }
    }

    @Override
    public synchronized void remove(Fd fd) {
        requireOpen();
        if (tokens.remove(fd.number()) == null) {
            throw new IllegalStateException("not watched: " + fd);
        }
    }

    @Override
    public int await(int[] into, int millis) {
        Duration deadline = clock.monotonic().plus(Duration.ofMillis(Math.max(0, millis)));
        for (; ; ) {
            int count = collect(into);
            if (count > 0 || takeWake()) {
                return count;
            }
            boolean somethingComes = clock.next()
                    .filter(due -> millis < 0 || due.compareTo(deadline) <= 0)
                    .isPresent();
            if (somethingComes) {
                clock.advanceToNext();
            } else if (millis < 0) {
                throw new AssertionError("would wait for ever: nothing more happens");
            } else {
                clock.advance(deadline.minus(clock.monotonic()));
                return collect(into);
            }
        }
    }

    private synchronized int collect(int[] into) {
        requireOpen();
        int count = 0;
        for (Map.Entry<Integer, Integer> watched : tokens.entrySet()) {
            if (count < into.length && descriptors.isReadable(new Fd(watched.getKey()))) {
                into[count++] = watched.getValue();
            }
        }
        return count;
    }

    private synchronized boolean takeWake() {
        boolean taken = woken;
        woken = false;
        return taken;
    }

    @Override
    public synchronized void wake() {
        woken = true;
    }

    @Override
    public synchronized void close() {
        requireOpen();
        closed = true;
        descriptors.setClosed();
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this set is closed");
        }
    }
}
