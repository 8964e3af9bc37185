package dev.supervisord.ctl.http2;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that reads one stream of answers for a caller that takes them from a queue, as gRPC's blocking stubs do. It ends by
 * itself soon after it has nothing to do, and keeps no JVM alive.
 */
final class ReaderThread extends ThreadPoolExecutor {
    private static final ThreadFactory DAEMON = task -> {
        Thread thread = new Thread(task, "grpc-reader");
        thread.setDaemon(true);
        return thread;
    };

    ReaderThread() {
        super(1, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), DAEMON);
        allowCoreThreadTimeOut(true);
    }
}
