package dev.supervisord.ctl;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The time during which readers wait for the next daemon; told once, however many wait. Any thread may use it. */
final class Outage {
    private final Console console;
    private final Set<Following> waiting = new HashSet<>();
    private long since;

    Outage(Console console) {
        this.console = console;
    }

    /** Nobody answers this reader; whether it has lasted too long by now. */
    synchronized boolean isTooLong(Following reader) {
        if (waiting.isEmpty()) {
            since = System.nanoTime();
            tell("==> The daemon has gone; waiting " + Following.PATIENCE_SECONDS + " seconds for it to come back <==");
        }
        waiting.add(reader);
        return System.nanoTime() - since > TimeUnit.SECONDS.toNanos(Following.PATIENCE_SECONDS);
    }

    /** Whether this reader waits. */
    synchronized boolean isOf(Following reader) {
        return waiting.contains(reader);
    }

    /** This reader is answered. */
    synchronized void over(Following reader) {
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
