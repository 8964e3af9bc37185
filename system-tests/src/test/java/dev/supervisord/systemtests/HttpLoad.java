package dev.supervisord.systemtests;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that come 100 times a second, whatever became of those before, each on a connection of its own. They come until
 * {@link #end}. When this process itself had to rest, those who would have come meanwhile stay away: all at once they would not fit
 * into a socket.
 */
final class HttpLoad {

    private static final int PAUSE_MILLIS = 10;
    private static final int PATIENCE_MILLIS = 100_000;

    /** More would need more files than some machines let a process have. */
    private static final int AT_A_TIME_MAX = 500;

    private static final byte[] REQUEST = "GET / HTTP/1.0\r\nHost: test\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /**
     * What became of them.
     *
     * @param refused those that could not connect
     * @param failures why others did not get a whole answer
     */
    record Result(int answered, int refused, ConcurrentLinkedQueue<String> failures, Duration slowest) {}

    private final int port;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService clients = Executors.newCachedThreadPool();
    private final Semaphore present = new Semaphore(AT_A_TIME_MAX);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicLong slowestNanos = new AtomicLong();
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();

    private final ScheduledFuture<?> coming;

    private HttpLoad(int port) {
        this.port = port;
        this.coming = clock.scheduleWithFixedDelay(this::come, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    static HttpLoad on(int port) {
        return new HttpLoad(port);
    }

    private void come() {
        if (present.tryAcquire()) {
            clients.execute(() -> {
                ask();
                present.release();
            });
        }
    }

    private void ask() {
        long began = System.nanoTime();
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            try {
                socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            } catch (IOException nobody) {
                refused.incrementAndGet();
                return;
            }
            socket.getOutputStream().write(REQUEST);
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (answer.startsWith("HTTP/1.") && answer.contains(" 200 OK") && answer.contains("hello from")) {
                answered.incrementAndGet();
            } else {
                failures.add("answer '" + answer + "'");
            }
        } catch (IOException cut) {
            failures.add(cut.toString());
        }
        slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
    }

    /** How many have got their answer so far. */
    int answered() {
        return answered.get();
    }

    /** Lets no more of them come, and waits for the answers of those who are there. */
    Result end() throws InterruptedException {
        coming.cancel(false);
        clock.shutdown();
        boolean over = clock.awaitTermination(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        clients.shutdown();
        if (!over || !clients.awaitTermination(2L * PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("clients of port " + port + " wait for ever");
        }
        return new Result(answered.get(), refused.get(), failures, Duration.ofNanos(slowestNanos.get()));
    }
}
