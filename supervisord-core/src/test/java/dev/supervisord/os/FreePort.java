package dev.supervisord.os;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port on which nobody listens, each time another one, of those that the kernel gives to nobody who does not ask for them: what
 * another program opens in the meantime gets none of them.
 */
public final class FreePort {
    private static final int LOWEST = 20_000;
    private static final int COUNT = 10_000;

    /** It begins anywhere, because other tests may run beside these. */
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(COUNT));

    private FreePort() {}

    public static int next() {
        for (int attempt = 0; attempt < COUNT; attempt++) {
            int port = LOWEST + NEXT.getAndIncrement() % COUNT;
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException taken) {
                continue; // with the next one
            }
        }
        throw new AssertionError("no free port from " + LOWEST + " on");
    }
}
