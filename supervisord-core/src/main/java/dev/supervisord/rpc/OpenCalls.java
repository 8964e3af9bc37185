package dev.supervisord.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The first that each call meets: counts it among its user's, tells the others who calls ({@link Peer#CONTEXT}), ends it when
 * its request does not come or takes too much room, and answers for bugs.
 */
final class OpenCalls implements ServerInterceptor {

    private final Limits limits;
    private final Quota calls;
    private final StatusMapper statuses;
    private final ScheduledExecutorService timer;
    private final UnreadAnswers answers;

    /**
     * @param timer ends calls whose request does not come
     * @param executor where calls go on that have waited
     */
    OpenCalls(Limits limits, StatusMapper statuses, ScheduledExecutorService timer, Executor executor) {
        this.limits = limits;
        this.calls = new Quota(limits.calls(), limits.callsPerUser());
        this.statuses = statuses;
        this.timer = timer;
        this.answers = new UnreadAnswers(timer, executor);
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Peer known = call.getAttributes().get(Peer.ATTRIBUTE);
        Peer peer = known == null ? Peer.Local.UNKNOWN : known;
        if (!calls.take(peer.account())) {
            StatusMapper.close(call, statuses.tooMany("calls"));
            return new ServerCall.Listener<>() {};
        }
        if (call.getMethodDescriptor().getType().serverSendsOneMessage()
                && !answers.bytes().hasRoom(peer.account())) {
            calls.giveBack(peer.account());
            StatusMapper.close(call, statuses.tooMany("unread answers"));
            return new ServerCall.Listener<>() {};
        }
        MeasuredCall<Q, R> measured = new MeasuredCall<>(call, peer.account(), answers, statuses);
        ServerCall.Listener<Q> listener;
        try {
            listener = Contexts.interceptCall(Context.current().withValue(Peer.CONTEXT, peer), measured, headers, next);
        } catch (RuntimeException bug) {
            calls.giveBack(peer.account());
            StatusMapper.close(measured, statuses.failure(bug));
            measured.over();
            return new ServerCall.Listener<>() {};
        }
        Arrival arrival = Arrival.CONTEXT.get();
        if (arrival != null) {
            arrival.whenTooMuch(() -> measured.end(statuses.tooMany("bytes of requests")));
        }
        return new OpenCall<>(measured, listener, peer);
    }

    private final class OpenCall<Q> extends SimpleForwardingServerCallListener<Q> {

        private final MeasuredCall<Q, ?> call;
        private final Peer peer;

        /** Whether the request came or the wait for it is over, whichever was first. */
        private final AtomicBoolean decided = new AtomicBoolean();

        private final ScheduledFuture<?> deadline;
        private boolean begun;

        OpenCall(MeasuredCall<Q, ?> call, ServerCall.Listener<Q> listener, Peer peer) {
            super(listener);
            this.call = call;
            this.peer = peer;
            call.wakeBy(super::onReady);
            this.deadline = timer.schedule(this::expired, limits.request().toMillis(), TimeUnit.MILLISECONDS);
        }

        private void expired() {
            if (decided.compareAndSet(false, true)) {
                call.end(statuses.requestMissing(limits.request()));
            }
        }

        @Override
        public void onReady() {
            call.taken();
            super.onReady();
        }

        @Override
        public void onMessage(Q request) {
            boolean whole = call.getMethodDescriptor().getType().clientSendsOneMessage();
            if (!whole && !begins()) {
                return; // a conversation has begun with its first word, and has no end of its own
            }
            try {
                super.onMessage(request);
            } catch (RuntimeException bug) {
                fail(bug);
            }
        }

        @Override
        public void onHalfClose() {
            if (begins()) {
                try {
                    super.onHalfClose();
                } catch (RuntimeException bug) {
                    fail(bug);
                }
            }
        }

        /** Whether the call goes on: it has not been ended here. gRPC tells one thing after the other. */
        private boolean begins() {
            if (!begun && decided.compareAndSet(false, true)) {
                deadline.cancel(false);
                begun = true;
            }
            return begun;
        }

        private void fail(RuntimeException bug) {
            begun = false;
            decided.set(true);
            deadline.cancel(false);
            StatusMapper.close(call, statuses.failure(bug));
        }

        @Override
        public void onCancel() {
            leave();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            leave();
            super.onComplete();
        }

        /** gRPC ends each call with exactly one of the two. */
        private void leave() {
            call.over();
            decided.set(true);
            deadline.cancel(false);
            calls.giveBack(peer.account());
        }
    }
}
