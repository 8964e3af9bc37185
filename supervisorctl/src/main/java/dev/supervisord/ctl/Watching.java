package dev.supervisord.ctl;

import dev.supervisord.v1.WatchRequest;
import dev.supervisord.v1.WatchResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches processes; goes on with the next daemon where the last one ended. One thread takes what is told; one message waits for it
 * at most.
 */
final class Watching implements AutoCloseable {
    private static final long PAUSE_MILLIS = 200;
    private static final long NEVER = 0;

    private final Session session;
    private final List<String> selectors;
    private long revision;
    private long goneSince = NEVER;
    private Stream stream;

    /** @param selectors none: all processes */
    Watching(Session session, List<String> selectors) {
        this.session = session;
        this.selectors = selectors.contains("all") ? List.of() : List.copyOf(selectors);
        this.stream = open();
    }

    /** One call; gives the channel's thread back what it told as soon as that is taken. */
    private static final class Stream implements ClientResponseObserver<WatchRequest, WatchResponse> {
        private record Told(
                @Nullable WatchResponse message, @Nullable StatusRuntimeException failure) {}

        private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
        private @Nullable ClientCallStreamObserver<WatchRequest> call;

        @Override
        public void beforeStart(ClientCallStreamObserver<WatchRequest> starting) {
            call = starting;
            starting.disableAutoRequestWithInitial(1);
        }

        @Override
        public void onNext(WatchResponse message) {
            told.add(new Told(message, null));
        }

        @Override
        public void onError(Throwable failure) {
            told.add(new Told(
                    null, Status.fromThrowable(failure).asRuntimeException(Status.trailersFromThrowable(failure))));
        }

        @Override
        public void onCompleted() {
            told.add(new Told(
                    null,
                    Status.UNAVAILABLE
                            .withDescription("the daemon has ended the watch")
                            .asRuntimeException()));
        }

        /** Empty when nothing was told in time. */
        Optional<WatchResponse> next(long nanos) throws InterruptedException {
            Told next = told.poll(nanos, TimeUnit.NANOSECONDS);
            if (next != null && next.failure() != null) {
                throw next.failure();
            }
            if (next != null && call != null) {
                call.request(1);
            }
            return next == null ? Optional.empty() : Optional.ofNullable(next.message());
        }

        void cancel() {
            if (call != null) {
                call.cancel("the watch is over", null);
            }
        }
    }

    private Stream open() {
        Stream opened = new Stream();
        session.processStreams()
                .watch(
                        WatchRequest.newBuilder()
                                .addAllSelectors(selectors)
                                .setRevision(revision)
                                .build(),
                        opened);
        return opened;
    }

    /**
     * What is told next; empty when that takes longer than {@code nanos}.
     *
     * @throws StatusRuntimeException when the daemon cannot be reached, or not again for 30 seconds
     */
    Optional<WatchResponse> next(long nanos) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        while (true) {
            try {
                Optional<WatchResponse> message = stream.next(Math.max(0, deadline - System.nanoTime()));
                message.ifPresent(this::took);
                return message;
            } catch (StatusRuntimeException e) {
                if (revision == 0 || !isGone(e) || isGoneTooLong()) {
                    throw e;
                }
            }
            if (deadline - System.nanoTime() <= 0) {
                return Optional.empty();
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            stream = open();
        }
    }

    private void took(WatchResponse message) {
        revision = message.getRevision();
        if (goneSince != NEVER) {
            goneSince = NEVER;
            session.console().error("==> The daemon is back <==");
        }
    }

    /** A server that ends resets the calls that do not end by themselves. */
    private static boolean isGone(StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        return code == Status.Code.UNAVAILABLE || code == Status.Code.CANCELLED;
    }

    private boolean isGoneTooLong() {
        long now = System.nanoTime();
        if (goneSince == NEVER) {
            goneSince = now;
            session.console()
                    .error("==> The daemon has gone; waiting " + Following.PATIENCE_SECONDS
                            + " seconds for it to come back <==");
        }
        return now - goneSince > TimeUnit.SECONDS.toNanos(Following.PATIENCE_SECONDS);
    }

    @Override
    public void close() {
        stream.cancel();
    }
}
