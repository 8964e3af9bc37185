import dev.supervisord.v1.GetStatusRequest;
import dev.supervisord.v1.GetStatusResponse;
import dev.supervisord.v1.OperationResult;
import dev.supervisord.v1.ProcessServiceGrpc;
import dev.supervisord.v1.RestartRequest;
import dev.supervisord.v1.ResultCode;
import dev.supervisord.v1.WatchRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Measures a daemon from outside: restarts of a process and calls of GetStatus, alone, then with watchers, then with calls
 * and watchers together. Arguments: socket, the daemon's pid, seconds for each measurement.
 */
public final class ControlLoad {

    private static final int WATCHERS = 1000;
    private static final int WATCHERS_PER_CONNECTION = 50;
    private static final int CALLS_PER_SECOND = 1000;
    private static final int RESTARTS_PER_SECOND = 4;

    private final DomainSocketAddress socket;
    private final Path daemon;
    private final int seconds;
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final List<ManagedChannel> channels = new ArrayList<>();
    private final AtomicLong told = new AtomicLong();
    private final AtomicInteger failed = new AtomicInteger();
    private volatile boolean ended;

    private ControlLoad(String socket, String daemon, int seconds) {
        this.socket = new DomainSocketAddress(socket);
        this.daemon = Path.of("/proc", daemon);
        this.seconds = seconds;
    }

    public static void main(String[] words) throws Exception {
        ControlLoad load = new ControlLoad(words[0], words[1], Integer.parseInt(words[2]));
        load.measure("to warm up", CALLS_PER_SECOND);
        load.measure("restarts alone", 0);
        load.measure("1,000 calls/s", CALLS_PER_SECOND);
        load.watch();
        load.measure("1,000 watchers", 0);
        load.measure("both", CALLS_PER_SECOND);
        int code = load.failed.get() == 0 ? 0 : 1;
        load.ended = true;
        load.channels.forEach(ManagedChannel::shutdownNow);
        System.exit(code);
    }

    private ManagedChannel connect() {
        ManagedChannel channel = NettyChannelBuilder.forAddress(socket)
                .eventLoopGroup(loop)
                .channelType(EpollDomainSocketChannel.class)
                .withOption(ChannelOption.SO_KEEPALIVE, null)
                .overrideAuthority("localhost")
                .usePlaintext()
                .directExecutor()
                .build();
        channels.add(channel);
        return channel;
    }

    private void watch() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(WATCHERS);
        for (int i = 0; i < WATCHERS; i += WATCHERS_PER_CONNECTION) {
            var stub = ProcessServiceGrpc.newStub(connect());
            for (int j = 0; j < WATCHERS_PER_CONNECTION; j++) {
                stub.watch(WatchRequest.getDefaultInstance(), new Counting<>(update -> {
                    if (update.getSnapshot()) {
                        begun.countDown();
                    }
                    told.incrementAndGet();
                }));
            }
        }
        if (!begun.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(begun.getCount() + " watchers were told nothing");
        }
    }

    private void measure(String what, int callsPerSecond) throws Exception {
        var restarts = ProcessServiceGrpc.newBlockingStub(connect());
        var statuses = ProcessServiceGrpc.newStub(connect());
        long[] restart = new long[RESTARTS_PER_SECOND * seconds];
        long[] call = new long[callsPerSecond * seconds];
        AtomicInteger answered = new AtomicInteger();
        long toldBefore = told.get();
        long ticks = ticks();
        long begin = System.nanoTime();
        Thread caller = new Thread(() -> {
            for (int i = 0; i < call.length; i++) {
                // Counted from when it was due: a daemon that stalls is not spared the calls of that time.
                long due = begin + i * (1_000_000_000L / callsPerSecond);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                statuses.getStatus(GetStatusRequest.getDefaultInstance(), new Counting<GetStatusResponse>(
                        answer -> call[answered.getAndIncrement()] = System.nanoTime() - due));
            }
        });
        caller.start();
        for (int i = 0; i < restart.length; i++) {
            long due = begin + i * (1_000_000_000L / RESTARTS_PER_SECOND);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long from = System.nanoTime();
            List<OperationResult> results = restarts.restart(
                            RestartRequest.newBuilder().addSelectors("restarted").build())
                    .getResultsList();
            restart[i] = System.nanoTime() - from;
            if (results.get(results.size() - 1).getCode() != ResultCode.RESULT_CODE_STARTED) {
                throw new IllegalStateException(results.toString());
            }
        }
        caller.join();
        for (long end = System.nanoTime() + 10_000_000_000L; answered.get() < call.length && System.nanoTime() < end; ) {
            LockSupport.parkNanos(1_000_000);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                "%-16s restart %s   status %s   %6.0f messages/s   daemon: %2.0f %% of a core, PSS %d MB   failed %d%n",
                what,
                times(restart, restart.length),
                times(call, answered.get()),
                (told.get() - toldBefore) / took,
                (ticks() - ticks) / took,
                pss() >> 10,
                failed.get() + call.length - answered.get());
    }

    private static String times(long[] nanos, int count) {
        if (count == 0) {
            return "                       -               ";
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return String.format(
                "median %5.1f p99 %6.1f max %6.1f ms",
                sorted[count / 2] / 1e6, sorted[Math.min(count - 1, count * 99 / 100)] / 1e6, sorted[count - 1] / 1e6);
    }

    /** The daemon's processor time so far, in hundredths of a second. */
    private long ticks() throws IOException {
        String stat = Files.readString(daemon.resolve("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private long pss() throws IOException {
        return Files.readAllLines(daemon.resolve("smaps_rollup")).stream()
                .filter(line -> line.startsWith("Pss:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Passes each message on and counts what ends badly. */
    private final class Counting<T> implements StreamObserver<T> {

        private final Consumer<T> read;

        Counting(Consumer<T> read) {
            this.read = read;
        }

        @Override
        public void onNext(T message) {
            read.accept(message);
        }

        @Override
        public void onError(Throwable end) {
            if (!ended && failed.getAndIncrement() == 0) {
                System.out.println(end);
            }
        }

        @Override
        public void onCompleted() {}
    }
}
