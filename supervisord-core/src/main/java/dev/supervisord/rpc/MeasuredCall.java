package dev.supervisord.rpc;

import com.google.protobuf.MessageLite;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/**
 * One call as all others see it: it may be ended by whoever finds that it takes too much, while its service works on; and what
 * its client does not read is counted. Where there is no room for an answer the call is refused, unless it has changed something and
 * the answer says what; a stream of answers waits.
 *
 * <p>Any thread may use it.
 */
final class MeasuredCall<Q, R> extends SimpleForwardingServerCall<Q, R> {

    private final Object account;
    private final UnreadAnswers answers;
    private final StatusMapper statuses;
    private final boolean streams;
    private final boolean refusable;
    private Runnable ready = () -> {};
    private int unread;
    private boolean waits;
    private boolean closed;
    private boolean over;

    MeasuredCall(ServerCall<Q, R> call, Object account, UnreadAnswers answers, StatusMapper statuses) {
        super(call);
        this.account = account;
        this.answers = answers;
        this.statuses = statuses;
        this.streams = !call.getMethodDescriptor().getType().serverSendsOneMessage();
        this.refusable = !streams
                && !Requirement.of(call.getMethodDescriptor().getFullMethodName())
                        .isChange();
        if (streams) {
            call.setOnReadyThreshold(Limits.UNREAD_STREAM_BYTES);
        }
    }

    /** @param what is to be told that there may be room again; may be called at any time */
    synchronized void wakeBy(Runnable what) {
        ready = what;
    }

    @Override
    public synchronized boolean isReady() {
        if (closed || !super.isReady()) {
            return false;
        }
        boolean room = answers.bytes().hasRoom(account);
        if (!room && !waits) {
            waits = true;
            answers.later(this::look);
        }
        return room;
    }

    private void look() {
        Runnable what;
        synchronized (this) {
            waits = false;
            if (over) {
                return;
            }
            what = ready;
        }
        what.run();
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
        if (!closed) {
            super.sendHeaders(headers);
        }
    }

    @Override
    public synchronized void sendMessage(R answer) {
        if (closed) {
            return;
        }
        int bytes = answer instanceof MessageLite message ? message.getSerializedSize() : 0;
        if (refusable && !answers.bytes().hasRoom(account)) {
            end(statuses.tooMany("unread answers"));
            return;
        }
        super.sendMessage(answer);
        if (!over && (!streams || !super.isReady())) {
            answers.bytes().add(account, bytes);
            unread += bytes;
        }
    }

    /** The client has taken what was sent, but for a little. */
    synchronized void taken() {
        if (unread > 0) {
            answers.bytes().giveBack(account, unread);
            unread = 0;
        }
    }

    /** The call is no more. */
    synchronized void over() {
        over = true;
        taken();
    }

    /** Ends it with a refusal, unless it has ended; what its service says later is not told. */
    synchronized void end(StatusRuntimeException why) {
        if (!closed) {
            StatusMapper.close(this, why);
        }
    }

    @Override
    public synchronized void close(Status status, Metadata trailers) {
        if (!closed) {
            closed = true;
            super.close(status, trailers);
        }
    }
}
