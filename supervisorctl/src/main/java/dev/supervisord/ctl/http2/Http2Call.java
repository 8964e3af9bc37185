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
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One gRPC call on a connection of its own.
 *
 * <p>The request is written by the thread that sends it. The answer is read in {@link #pump}, which runs on the call's
 * executor, never twice at a time, whenever there may be something to do: the request is complete, messages were asked for,
 * the call was cancelled.
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
    private boolean closed;

    /** What was sent, for a server that ended before it read it. */
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
        if (method.getType() == MethodType.BIDI_STREAMING) {
            fail(Status.UNIMPLEMENTED.withDescription("this channel does not do bidirectional streaming"));
            return;
        }
        if (deadline != null && deadline.isExpired()) {
            fail(Status.DEADLINE_EXCEEDED.withDescription("the deadline had passed before the call began"));
            return;
        }
        try {
            Connection opened = new Connection(dialler.connect(deadline), response);
            connection = opened;
            opened.open(RequestHeaders.encode(method.getFullMethodName(), authority, userAgent, deadline, headers));
        } catch (IOException e) {
            fail(status(e));
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
            sent.add(framed);
            open.send(framed, framed.length);
            if (!method.getType().clientSendsOneMessage()) {
                open.flush(); // nobody knows when the next one comes
            }
        } catch (IOException e) {
            fail(status(e));
        }
    }

    @Override
    public void halfClose() {
        Connection open = connection;
        if (open != null && failure == null && cancelled == null && !response.ended()) {
            try {
                open.endRequest();
            } catch (IOException e) {
                fail(status(e));
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
    public void cancel(@Nullable String message, @Nullable Throwable cause) {
        if (cancelled == null) {
            cancelled = Status.CANCELLED
                    .withDescription(message == null ? "the call was cancelled" : message)
                    .withCause(cause);
        }
        disconnect(); // Ends a read that is waiting, and with its only connection the call at the server.
        wake();
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
            Status early = cancelled == null ? failure : cancelled;
            byte[] message = early == null && demand.get() > 0 ? response.messages.poll() : null;
            if (early != null) {
                close(early, new Metadata());
            } else if (message != null) {
                demand.decrementAndGet();
                deliver(message);
            } else if (response.status() != null && response.messages.isEmpty()) {
                close(response.status(), response.trailers());
            } else if (demand.get() == 0 || !requestComplete) {
                return;
            } else {
                receive();
            }
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
            return;
        } catch (IOException e) {
            failure = status(e);
            return;
        }
        Metadata headers = response.takeHeaders();
        if (headers != null && listener != null) {
            listener.onHeaders(headers);
        }
    }

    /** Sends the request once more, on a new connection: a daemon that has been upgraded meanwhile answers there. */
    private void repeat(Unprocessed lost) {
        disconnect();
        if (repeats++ == REPEATS_MAX) {
            failure = status(lost);
            return;
        }
        try {
            Connection opened = new Connection(dialler.connect(deadline), response);
            connection = opened;
            opened.open(RequestHeaders.encode(method.getFullMethodName(), authority, userAgent, deadline, metadata));
            for (byte[] message : sent) {
                opened.send(message, message.length);
            }
            opened.endRequest();
        } catch (ConnectFailure nobody) {
            failure = status(lost);
        } catch (IOException e) {
            failure = status(e);
        }
    }

    private void deliver(byte[] message) {
        try {
            RespT parsed = method.parseResponse(new ByteArrayInputStream(message));
            if (listener != null) {
                listener.onMessage(parsed);
            }
        } catch (RuntimeException e) {
            // Not a message of this type, or a listener that wants no more; gRPC ends the call with what was thrown.
            failure = Status.fromThrowable(e);
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

    private static Status status(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return Status.DEADLINE_EXCEEDED.withDescription("deadline exceeded").withCause(e);
        }
        if (e instanceof ClosedByInterruptException) {
            return Status.CANCELLED
                    .withDescription("the calling thread was interrupted")
                    .withCause(e);
        }
        if (e instanceof ProtocolViolation) {
            return Status.INTERNAL
                    .withDescription("the server broke the protocol: " + e.getMessage())
                    .withCause(e);
        }
        if (e instanceof Messages.TooLarge) {
            return Status.RESOURCE_EXHAUSTED
                    .withDescription("the server sent " + e.getMessage())
                    .withCause(e);
        }
        if (e instanceof ConnectFailure) {
            return Status.UNAVAILABLE.withDescription(e.getMessage()).withCause(e);
        }
        if (e instanceof Unprocessed && e.getCause() instanceof IOException cause) {
            return status(cause);
        }
        return Status.UNAVAILABLE
                .withDescription("the connection to the server was lost: " + e.getMessage())
                .withCause(e);
    }
}
