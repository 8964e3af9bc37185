package dev.supervisord.app;

import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.logging.Filter;
import java.util.logging.LogRecord;

/**
 * Which of a library's bugs are printed: none that is a client's mistake, as gRPC reports a request that is no message of the API;
 * and of the others a few in a minute, because each has dozens of lines and may be due to what somebody sends. Any thread may call.
 */
public final class LibraryNews implements Filter {
    private static final int IN_A_MINUTE = 20;
    private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongSupplier nanoTime;
    private long since;
    private int printed;

    /** For the handler that {@link LibraryLogging} names. */
    public LibraryNews() {
        this(System::nanoTime);
    }

    LibraryNews(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    @Override
    public synchronized boolean isLoggable(LogRecord news) {
        if (news.getThrown() instanceof StatusRuntimeException) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (now - since >= MINUTE_NANOS) {
            since = now;
            printed = 0;
        }
        return printed++ < IN_A_MINUTE;
    }
}
