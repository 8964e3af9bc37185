package dev.supervisord.app;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the daemon's threads: each has a name and a small stack, and none keeps the JVM alive. */
final class NamedThreads {

    /** None of the daemon's threads recurses deeply; the default of 1 MiB each is address space for nothing. */
    private static final long STACK_BYTES = 512 << 10;

    private NamedThreads() {}

    static Thread start(String name, Runnable body) {
        Thread thread = new Thread(null, body, name, STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** A factory of threads {@code name-1}, {@code name-2}… */
    static ThreadFactory factory(String name) {
        AtomicInteger made = new AtomicInteger();
        return body -> {
            Thread thread = new Thread(null, body, name + "-" + made.incrementAndGet(), STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        };
    }
}
