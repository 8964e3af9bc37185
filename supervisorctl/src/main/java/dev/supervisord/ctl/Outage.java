package dev.supervisord.ctl;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The time during which readers wait for the next daemon; told once, however many wait. Any thread may use it. */
final class Outage {
    private final Console console;
    private final Set<LogReading> waiting = new HashSet<>();
    private long since;

    Outage(Console console) {
        this.console = console;
    }

    /** Nobody answers this reader; whether it has lasted too long by now. */
    synchronized boolean isTooLong(LogReading reader) {
        if (waiting.isEmpty()) {
            since = System.nanoTime();
            tell("==> The daemon has gone; waiting " + LogReading.PATIENCE_SECONDS
                    + " seconds for it to come back <==");
        }
        waiting.add(reader);
        return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(LogReading.PATIENCE_SECONDS);
    }

    /** Whether this reader waits. */
    synchronized boolean isOf(LogReading reader) {
        return waiting.contains(reader);
    }

    /** This reader is answered. */
    synchronized void over(LogReading reader) {
        if (waiting.remove(reader) && waiting.isEmpty()) {
            tell("==> The daemon is back <==");
        }
    }

    private void tell(String line) {
        synchronized (console) {
            console.error(line);
        }
    }
}
