package dev.supervisord.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The first that each call meets: counts it among its user's, tells the others who calls ({@link Peer#CONTEXT}), ends it when
 * its request does not come, and answers for bugs.
 */
final class OpenCalls implements ServerInterceptor {

    private final Limits limits;
    private final Quota calls;
    private final StatusMapper statuses;
    private final ScheduledExecutorService timer;

    /** @param timer ends calls whose request does not come */
    OpenCalls(Limits limits, StatusMapper statuses, ScheduledExecutorService timer) {
        this.limits = limits;
        this.calls = new Quota(limits.calls(), limits.callsPerUser());
        this.statuses = statuses;
        this.timer = timer;
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
        ServerCall.Listener<Q> listener;
        try {
            listener = Contexts.interceptCall(Context.current().withValue(Peer.CONTEXT, peer), call, headers, next);
        } catch (RuntimeException bug) {
            calls.giveBack(peer.account());
            StatusMapper.close(call, statuses.failure(bug));
            return new ServerCall.Listener<>() {};
        }
        return new OpenCall<>(call, listener, peer);
    }

    private final class OpenCall<Q> extends SimpleForwardingServerCallListener<Q> {

        private final ServerCall<Q, ?> call;
        private final Peer peer;

        /** Whether the request came or the wait for it is over, whichever was first. */
        private final AtomicBoolean decided = new AtomicBoolean();

        private final ScheduledFuture<?> deadline;

        OpenCall(ServerCall<Q, ?> call, ServerCall.Listener<Q> listener, Peer peer) {
            super(listener);
            this.call = call;
            this.peer = peer;
            this.deadline = timer.schedule(this::expired, limits.request().toMillis(), TimeUnit.MILLISECONDS);
            if (!call.getMethodDescriptor().getType().clientSendsOneMessage()) {
                deadline.cancel(false); // a conversation, such as reflection's, has no end of its own
            }
        }

        private void expired() {
            if (decided.compareAndSet(false, true)) {
                StatusMapper.close(call, statuses.requestMissing(limits.request()));
            }
        }

        @Override
        public void onMessage(Q request) {
            try {
                super.onMessage(request);
            } catch (RuntimeException bug) {
                decided.set(true);
                deadline.cancel(false);
                StatusMapper.close(call, statuses.failure(bug));
            }
        }

        @Override
        public void onHalfClose() {
            if (decided.compareAndSet(false, true)) {
                deadline.cancel(false);
                try {
                    super.onHalfClose();
                } catch (RuntimeException bug) {
                    StatusMapper.close(call, statuses.failure(bug));
                }
            }
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
            decided.set(true);
            deadline.cancel(false);
            calls.giveBack(peer.account());
        }
    }
}
