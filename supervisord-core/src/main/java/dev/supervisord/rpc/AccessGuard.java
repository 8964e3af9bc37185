package dev.supervisord.rpc;

import com.google.protobuf.Message;
import dev.supervisord.engine.Control;
import dev.supervisord.model.ControlSpec;
import dev.supervisord.v1.WatchRequest;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Decides for every call whether its caller may make it, and has it written down; the only place that does. The rules are those
 * of the configuration that runs when the call begins; {@code docs/security.md} explains them.
 *
 * <p>The decision is made when the request is there, because it depends on the processes that it selects.
 */
final class AccessGuard implements ServerInterceptor {

    private final Control control;
    private final Identification identification;
    private final StatusMapper statuses;
    private final Audit audit;
    private final IntPredicate trusted;

    /** @param trusted the users who may do everything, whatever is configured */
    AccessGuard(
            Control control, Identification identification, StatusMapper statuses, Audit audit, IntPredicate trusted) {
        this.control = control;
        this.identification = identification;
        this.statuses = statuses;
        this.audit = audit;
        this.trusted = trusted;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        Requirement needed = Requirement.of(call.getMethodDescriptor().getFullMethodName());
        ControlSpec spec = control.snapshot().plan().daemon().control();
        Trail trail = audit.follow(call.getMethodDescriptor().getFullMethodName(), needed, Peer.CONTEXT.get());
        GuardedCall<Q, R> guarded = new GuardedCall<>(call, trail);
        try {
            Caller caller = identification.of(Peer.CONTEXT.get(), headers, spec.tokens());
            trail.madeBy(caller);
            Rights rights = Rights.of(caller, spec.rules(), trusted);
            if (needed.scope() == Requirement.Scope.WATCHED && !rights.everywhere(needed.role())) {
                guarded.showOnly(new Sight(control, rights));
            }
            ServerCall.Listener<Q> listener =
                    Contexts.interceptCall(Context.current().withValue(Caller.CONTEXT, caller), guarded, headers, next);
            return new Guarded<>(listener, guarded, trail, new Decision(needed, rights, caller));
        } catch (StatusRuntimeException refused) {
            StatusMapper.close(guarded, refused);
            return new ServerCall.Listener<>() {};
        }
    }

    /** What is decided upon. */
    private record Decision(Requirement needed, Rights rights, Caller caller) {}

    private final class Guarded<Q, R> extends SimpleForwardingServerCallListener<Q> {

        private final GuardedCall<Q, R> call;
        private final Trail trail;
        private final Decision decision;
        private boolean decided;
        private boolean refused;

        Guarded(ServerCall.Listener<Q> listener, GuardedCall<Q, R> call, Trail trail, Decision decision) {
            super(listener);
            this.call = call;
            this.trail = trail;
            this.decision = decision;
        }

        @Override
        public void onMessage(Q request) {
            if (refused || call.isClosed()) {
                return;
            }
            if (decided || !(request instanceof Message message)) {
                super.onMessage(request); // of a stream the first message names what it is about
                return;
            }
            decided = true;
            trail.asked(message);
            try {
                Q permitted = decide(request, message);
                if (!trail.begin()) {
                    throw StatusMapper.auditIsFull();
                }
                super.onMessage(permitted);
            } catch (StatusRuntimeException refusal) {
                refused = true;
                StatusMapper.close(call, refusal);
            }
        }

        private Q decide(Q request, Message message) {
            Requirement needed = decision.needed();
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
                case SELECTED -> selected(message);
                case EACH -> each(message);
            };
        }

        private Narrowing narrowing(Message message) {
            return Narrowing.of(
                    RequestNames.of(message),
                    control.snapshot(),
                    decision.rights(),
                    decision.needed().role());
        }

        /**
         * The request for just those processes that it was decided upon: the service looks its names up again, and by then a pattern
         * may fit more.
         */
        private Q selected(Message message) {
            Narrowing narrowing = narrowing(message);
            if (!narrowing.denied().isEmpty()) {
                throw statuses.denied(decision.caller(), decision.needed(), narrowing.denied());
            }
            List<String> names = new ArrayList<>(narrowing.permitted());
            narrowing.unknown().forEach(result -> names.add(result.getName()));
            return call.request(RequestNames.with(message, names));
        }

        /** The request for those processes that are permitted, by their own names. */
        private Q each(Message message) {
            if (RequestNames.of(message).isEmpty() && decision.needed().isChange()) {
                throw statuses.missing("selectors");
            }
            Narrowing narrowing = narrowing(message);
            if (narrowing.permitted().isEmpty() && !narrowing.denied().isEmpty()) {
                throw statuses.denied(decision.caller(), decision.needed(), narrowing.denied());
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
            trail.ended("CANCELLED");
            super.onCancel();
        }

        @Override
        public void onComplete() {
            trail.ended("NOT_BEGUN"); // unless how it ended is known
            super.onComplete();
        }
    }
}
