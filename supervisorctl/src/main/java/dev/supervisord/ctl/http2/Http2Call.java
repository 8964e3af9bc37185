package dev.supervisord.ctl.http2;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Deadline;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC call on a connection of its own.
 *
 * <p>The request is written by the thread that sends it, which waits while the server takes no more. The answer is delivered by
 * {@link #pump}, which runs on the call's executor, never twice at a time, whenever there may be something to do: the request is
 * complete, messages were asked for, the call was cancelled. It also reads the answer, but that of a bidirectional call, which has
 * a thread for that, so that each direction goes on while the other waits.
 */
final class Http2Call<ReqT, RespT> extends ClientCall<ReqT, RespT> implements Runnable {
    private static final int REPEATS_MAX = 2;

    private final Wire.Dialler dialler;
    private final String authority;
    private final String userAgent;
    private final MethodDescriptor<ReqT, RespT> method;
    private final CallOptions options;
    private final @Nullable Deadline deadline;
    private final @Nullable Executor executor;
    private final boolean duplex;
    private final Response response;

    /** Reasons to run {@link #pump} that have not been looked at yet. */
    private final AtomicInteger wakeups = new AtomicInteger();

    /** Messages that were asked for and not delivered yet. */
    private final AtomicLong demand = new AtomicLong();

    private @Nullable Listener<RespT> listener;
    private volatile @Nullable Connection connection;
    private volatile @Nullable Status failure;
    private volatile @Nullable Status cancelled;
    private volatile boolean requestComplete;
    private volatile boolean readyTold;
    private boolean closed;

    /** What was sent, where that is a single message, for a server that ended before it read it. */
    private final List<byte[]> sent = new ArrayList<>();

    private Metadata metadata = new Metadata();
    private int repeats;

    Http2Call(
            Wire.Dialler dialler,
            String authority,
            String userAgent,
            MethodDescriptor<ReqT, RespT> method,
            CallOptions options) {
        this.dialler = dialler;
        this.authority = options.getAuthority() == null ? authority : options.getAuthority();
        this.userAgent = userAgent;
        this.method = method;
        this.options = options;
        this.deadline = options.getDeadline();
        this.executor = executor(options, method);
        this.duplex = method.getType() == MethodType.BIDI_STREAMING;
        Integer bytesMax = options.getMaxInboundMessageSize();
        this.response = new Response(bytesMax == null ? UnixChannel.MESSAGE_BYTES_MAX : bytesMax);
    }

    /** Null: the calling thread. It reads a single answer itself; a stream it takes from a queue that must be filled. */
    private static @Nullable Executor executor(CallOptions options, MethodDescriptor<?, ?> method) {
        Executor given = options.getExecutor();
        return given == null && !method.getType().serverSendsOneMessage() ? new ReaderThread() : given;
    }

    @Override
    public void start(Listener<RespT> responseListener, Metadata headers) {
        listener = responseListener;
        metadata = headers;
        if (deadline != null && deadline.isExpired()) {
            fail(Status.DEADLINE_EXCEEDED.withDescription("the deadline had passed before the call began"));
            return;
        }
        try {
            // A connection with a deadline is for one thread.
            connect(headers, duplex ? null : deadline);
        } catch (IOException e) {
            fail(FailureStatus.of(e));
            return;
        }
        if (duplex) {
            beginReading();
        }
    }

    private Connection connect(Metadata headers, @Nullable Deadline within) throws IOException {
        Connection opened = new Connection(dialler.connect(within), response, duplex);
        connection = opened;
        opened.open(RequestHeaders.encode(method.getFullMethodName(), authority, userAgent, deadline, headers));
        return opened;
    }

    private void beginReading() {
        if (deadline != null) {
            CompletableFuture.delayedExecutor(deadline.timeRemaining(TimeUnit.NANOSECONDS), TimeUnit.NANOSECONDS)
                    .execute(() -> fail(Status.DEADLINE_EXCEEDED.withDescription("deadline exceeded")));
        }
        Thread reader = new Thread(this::readAll, "grpc-duplex");
        reader.setDaemon(true);
        reader.start();
    }

    /** Reads a bidirectional call's answer to its end; more than a window of it is not there before it is delivered. */
    private void readAll() {
        Connection open = connection;
        try {
            while (open != null && response.status() == null && failure == null && cancelled == null) {
                open.receive();
                wake();
            }
        } catch (IOException e) {
            fail(FailureStatus.of(e));
        }
    }

    @Override
    public void sendMessage(ReqT message) {
        Connection open = connection;
        if (open == null || failure != null || cancelled != null) {
            return; // The listener is told when it asks for the answer.
        }
        try (InputStream bytes = method.streamRequest(message)) {
            byte[] request = bytes.readAllBytes();
            Integer bytesMax = options.getMaxOutboundMessageSize();
            if (bytesMax != null && request.length > bytesMax) {
                fail(Status.RESOURCE_EXHAUSTED.withDescription(
                        "a request of " + request.length + " bytes, more than the limit of " + bytesMax));
                return;
            }
            byte[] framed = Messages.framed(request);
            boolean whole = method.getType().clientSendsOneMessage();
            if (whole) {
                sent.add(framed);
            }
            open.send(framed, framed.length);
            if (!whole) {
                open.flush(); // nobody knows when the next one comes
            }
        } catch (IOException e) {
            sendingFailed(e);
        }
    }

    @Override
    public void halfClose() {
        Connection open = connection;
        if (open != null && failure == null && cancelled == null && !response.ended()) {
            try {
                open.endRequest();
            } catch (IOException e) {
                sendingFailed(e);
            }
        }
        requestComplete = true;
        wake();
    }

    @Override
    public void request(int messages) {
        demand.addAndGet(messages);
        wake();
    }

    @Override
    public boolean isReady() {
        Connection open = connection;
        boolean ready = open != null && open.canSend();
        if (!ready) {
            readyTold = false;
        }
        return ready;
    }

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        if (cancelled == null) {
            cancelled = Status.CANCELLED
                    .withDescription(message == null ? "the call was cancelled" : message)
                    .withCause(cause);
        }
        disconnect(); // Ends a read that is waiting, and with its only connection the call at the server.
        wake();
    }

    private void sendingFailed(IOException e) {
        // Who reads is told the same, but after all that the server has still said.
        if (!duplex || e instanceof InterruptedIOException) {
            fail(FailureStatus.of(e));
        }
    }

    private void fail(Status status) {
        if (failure == null) {
            failure = status;
        }
        disconnect();
        requestComplete = true;
        wake();
    }

    private void wake() {
        if (wakeups.getAndIncrement() == 0) {
            if (executor == null) {
                run();
            } else {
                executor.execute(this);
            }
        }
    }

    @Override
    public void run() {
        int seen = wakeups.get();
        while (seen > 0) {
            pump();
            seen = wakeups.addAndGet(-seen);
        }
    }

    /** Delivers what is there and reads on, until the call has ended or nothing more is wanted now. */
    private void pump() {
        while (!closed) {
            tellHeaders();
            Status early = cancelled == null ? failure : cancelled;
            byte[] message = early == null && demand.get() > 0 ? response.poll() : null;
            Status end = response.isTaken() ? response.status() : null;
            if (early != null) {
                close(early, new Metadata());
            } else if (message != null) {
                demand.decrementAndGet();
                deliver(message);
            } else if (end != null) {
                close(end, response.trailers());
            } else if (duplex) {
                tellReady();
                return;
            } else if (demand.get() == 0 || !requestComplete) {
                return;
            } else {
                receive();
            }
        }
    }

    private void tellHeaders() {
        Metadata headers = response.takeHeaders();
        if (headers != null && listener != null) {
            listener.onHeaders(headers);
        }
    }

    private void tellReady() {
        if (!readyTold && listener != null && isReady()) {
            readyTold = true;
            listener.onReady();
        }
    }

    private void receive() {
        try {
            Connection open = connection;
            if (open == null) {
                throw new IllegalStateException("a call that was not started");
            }
            open.receive();
        } catch (Unprocessed e) {
            repeat(e);
        } catch (IOException e) {
            failure = FailureStatus.of(e);
        }
    }

    /** Sends the request once more, on a new connection: a daemon that has been upgraded meanwhile answers there. */
    private void repeat(Unprocessed lost) {
        disconnect();
        if (sent.isEmpty() || repeats++ == REPEATS_MAX) {
            failure = FailureStatus.of(lost);
            return;
        }
        try {
            Connection opened = connect(metadata, deadline);
            for (byte[] message : sent) {
                opened.send(message, message.length);
            }
            opened.endRequest();
        } catch (ConnectFailure nobody) {
            failure = FailureStatus.of(lost);
        } catch (IOException e) {
            failure = FailureStatus.of(e);
        }
    }

    private void deliver(byte[] message) {
        try {
            RespT parsed = method.parseResponse(new ByteArrayInputStream(message));
            letServerSendOn();
            if (listener != null) {
                listener.onMessage(parsed);
            }
        } catch (RuntimeException e) {
            // Not a message of this type, or a listener that wants no more; gRPC ends the call with what was thrown.
            failure = Status.fromThrowable(e);
        }
    }

    private void letServerSendOn() {
        Connection open = connection;
        if (duplex && open != null) {
            try {
                open.taken();
            } catch (IOException e) {
                sendingFailed(e);
            }
        }
    }

    private void close(Status status, Metadata trailers) {
        closed = true;
        disconnect();
        if (listener != null) {
            listener.onClose(
                    expired(status) ? Status.DEADLINE_EXCEEDED.withDescription("deadline exceeded") : status, trailers);
        }
    }

    /** A server that sees the deadline pass may reset the stream before our own clock has told us. */
    private boolean expired(Status status) {
        return cancelled == null
                && deadline != null
                && deadline.isExpired()
                && (status.getCode() == Status.Code.CANCELLED || status.getCode() == Status.Code.UNAVAILABLE);
    }

    private void disconnect() {
        Connection open = connection;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // There is nothing left to do on a connection that is given up.
                return;
            }
        }
    }
}
