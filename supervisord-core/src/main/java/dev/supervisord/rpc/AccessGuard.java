package dev.supervisord.rpc;

import com.google.protobuf.Message;
import dev.supervisord.engine.Control;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.rpc.Identification.Identified;
import dev.supervisord.v1.WatchRequest;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides for every call whether its caller may make it, and has it written down; the only place that does. The rules are those
 * of the configuration that runs when the call begins, and for calls that last those of each later one; {@code docs/security.md}
 * explains them.
 *
 * <p>The decision is made when the request is there, because it depends on the processes that it selects.
 */
final class AccessGuard implements ServerInterceptor {

    /** For so long a timer is set at the most; an expiry may be centuries away. */
    private static final Duration WAIT_MAX = Duration.ofDays(1);

    private final Control control;
    private final Identification identification;
    private final StatusMapper statuses;
    private final Audit audit;
    private final IntPredicate trusted;
    private final ScheduledExecutorService timer;
    private final Set<Guarded<?, ?>> lasting = ConcurrentHashMap.newKeySet();

    /**
     * Makes it.
     *
     * @param trusted the users who may do everything, whatever is configured
     * @param timer looks again at calls that last when what their caller has shown expires
     */
    AccessGuard(
            Control control,
            Identification identification,
            StatusMapper statuses,
            Audit audit,
            IntPredicate trusted,
            ScheduledExecutorService timer) {
        this.control = control;
        this.identification = identification;
        this.statuses = statuses;
        this.audit = audit;
        this.trusted = trusted;
        this.timer = timer;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        String method = call.getMethodDescriptor().getFullMethodName();
        Requirement needed = Requirement.of(method);
        Trail trail = audit.follow(method, needed, Peer.CONTEXT.get());
        GuardedCall<Q, R> guarded = new GuardedCall<>(call, trail);
        try {
            Claim claim = new Claim(needed, Peer.CONTEXT.get(), headers);
            Decision decision = decide(claim);
            trail.madeBy(decision.caller());
            if (needed.scope() == Requirement.Scope.WATCHED
                    && !decision.rights().everywhere(needed.role())) {
                guarded.showOnly(new Sight(control, decision.rights()));
            }
            Context known = Context.current().withValue(Caller.CONTEXT, decision.caller());
            return new Guarded<>(
                    Contexts.interceptCall(known, guarded, headers, next), guarded, trail, claim, decision);
        } catch (StatusRuntimeException refused) {
            StatusMapper.close(guarded, refused);
            return new ServerCall.Listener<>() {};
        }
    }

    /** What a call shows for its caller. */
    private record Claim(Requirement needed, Peer peer, Metadata headers) {}

    /**
     * Who calls, and what this one may do.
     *
     * @param spec the rules by which that was decided
     * @param until when that has to be looked at again
     */
    private record Decision(ControlSpec spec, Caller caller, Rights rights, Optional<Instant> until) {}

    private Decision decide(Claim claim) {
        ControlSpec spec = present();
        Identified identified = identification.of(claim.peer(), claim.headers(), spec.tokens());
        Rights rights = Rights.of(identified.caller(), spec.rules(), trusted);
        return new Decision(spec, identified.caller(), rights, identified.until());
    }

    private ControlSpec present() {
        return control.snapshot().plan().daemon().control();
    }

    /** Ends those of the calls that last whose callers might not begin them now: to be called when the rules have changed. */
    void review() {
        lasting.forEach(Guarded::review);
    }

    private final class Guarded<Q, R> extends SimpleForwardingServerCallListener<Q> {

        private final GuardedCall<Q, R> call;
        private final Trail trail;
        private final Claim claim;
        private final Requirement needed;
        private final Decision decision;
        private volatile @Nullable Message asked;
        private boolean refused;
        private @Nullable ScheduledFuture<?> expiry;

        Guarded(ServerCall.Listener<Q> listener, GuardedCall<Q, R> call, Trail trail, Claim claim, Decision decision) {
            super(listener);
            this.call = call;
            this.trail = trail;
            this.claim = claim;
            this.needed = claim.needed();
            this.decision = decision;
        }

        @Override
        public void onMessage(Q request) {
            if (refused || call.isClosed()) {
                return;
            }
            if (asked != null || !(request instanceof Message message)) {
                super.onMessage(request); // of a stream the first message names what it is about
                return;
            }
            asked = message;
            trail.asked(message);
            try {
                Q permitted = permitted(request, message, decision);
                if (!trail.begin()) {
                    throw StatusMapper.auditIsFull();
                }
                if (lasts()) {
                    last();
                }
                super.onMessage(permitted);
            } catch (StatusRuntimeException refusal) {
                refused = true;
                StatusMapper.close(call, refusal);
            }
        }

        private boolean lasts() {
            return needed.scope() != Requirement.Scope.NONE
                    && call.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY;
        }

        private void last() {
            lasting.add(this);
            if (present().equals(decision.spec())) {
                awaitExpiry(decision);
            } else {
                review(); // who changed the rules meanwhile did not know of this call
            }
        }

        /** Ends the call if it might not begin now. */
        void review() {
            Message message = asked;
            if (message == null || call.isClosed()) {
                return;
            }
            try {
                Decision now = decide(claim);
                Rights before = decision.rights();
                if (!now.rights().equals(before)) {
                    permitted(call.request(message), message, now);
                    boolean watches = needed.scope() == Requirement.Scope.WATCHED;
                    if (watches
                            && !(before.everywhere(needed.role())
                                    && now.rights().everywhere(needed.role()))) {
                        throw statuses.rightsChanged();
                    }
                }
                awaitExpiry(now);
            } catch (StatusRuntimeException gone) {
                call.withdraw(gone);
            }
        }

        private synchronized void awaitExpiry(Decision standing) {
            forgetExpiry();
            if (standing.until().isPresent() && lasting.contains(this)) {
                Duration left = identification.until(standing.until().get());
                Duration wait = left.compareTo(WAIT_MAX) < 0 ? left.plusMillis(1) : WAIT_MAX;
                expiry = timer.schedule(this::review, wait.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        private synchronized void forgetExpiry() {
            if (expiry != null) {
                expiry.cancel(false);
                expiry = null;
            }
        }

        private void over() {
            lasting.remove(this);
            forgetExpiry();
        }

        /** The request as its caller may make it; refused where this one may not at all. */
        private Q permitted(Q request, Message message, Decision decision) {
            Rights rights = decision.rights();
            if (needed.scope() == Requirement.Scope.NONE || rights.everywhere(needed.role())) {
                return request;
            }
            if (needed.scope() == Requirement.Scope.DAEMON || !rights.anywhere(needed.role())) {
                throw statuses.denied(decision.caller(), needed, List.of());
            }
            return switch (needed.scope()) {
                case NONE, ANY, DAEMON -> request;
                case WATCHED -> call.request(Sight.request((WatchRequest) message));
                case SELECTED -> selected(message, decision);
                case EACH -> each(message, decision);
            };
        }

        private Narrowing narrowing(Message message, Decision decision) {
            return Narrowing.of(RequestNames.of(message), control.snapshot(), decision.rights(), needed.role());
        }

        /**
         * The request for just those processes that it was decided upon: the service looks its names up again, and by then a pattern
         * may fit more.
         */
        private Q selected(Message message, Decision decision) {
            Narrowing narrowing = narrowing(message, decision);
            if (!narrowing.denied().isEmpty()) {
                throw statuses.denied(decision.caller(), needed, narrowing.denied());
            }
            List<String> names = new ArrayList<>(narrowing.permitted());
            narrowing.unknown().forEach(result -> names.add(result.getName()));
            return call.request(RequestNames.with(message, names));
        }

        /** The request for those processes that are permitted, by their own names. */
        private Q each(Message message, Decision decision) {
            if (RequestNames.of(message).isEmpty() && needed.isChange()) {
                throw statuses.missing("selectors");
            }
            Narrowing narrowing = narrowing(message, decision);
            if (narrowing.permitted().isEmpty() && !narrowing.denied().isEmpty()) {
                throw statuses.denied(decision.caller(), needed, narrowing.denied());
            }
            call.addResults(narrowing.without());
            if (narrowing.permitted().isEmpty()) {
                refused = true; // there is nothing that could be asked of the service
                call.answerAlone();
            }
            return call.request(RequestNames.with(message, narrowing.permitted()));
        }

        @Override
        public void onHalfClose() {
            if (!refused) {
                super.onHalfClose();
            }
        }

        @Override
        public void onCancel() {
            over();
            trail.ended("CANCELLED");
            super.onCancel();
        }

        @Override
        public void onComplete() {
            over();
            trail.ended("NOT_BEGUN"); // unless how it ended is known
            super.onComplete();
        }
    }
}
