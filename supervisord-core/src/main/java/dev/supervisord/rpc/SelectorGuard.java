package dev.supervisord.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.supervisord.model.Wildcards;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * Refuses requests whose {@code selectors} have too many patterns or too long ones: each is compared with the name of every
 * process, for operations by the loop itself. Names and whole groups are looked up and need no limit but the request's.
 */
final class SelectorGuard implements ServerInterceptor {

    private static final String FIELD = "selectors";
    private static final String WHOLE_GROUP = ":*";

    private final StatusMapper statuses;

    SelectorGuard(StatusMapper statuses) {
        this.statuses = statuses;
    }

    @Override
    public <Q, R> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
        return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {

            private boolean refused;

            @Override
            public void onMessage(Q request) {
                Optional<StatusRuntimeException> refusal =
                        request instanceof Message message ? refusal(message) : Optional.empty();
                if (refusal.isPresent()) {
                    refused = true;
                    StatusMapper.close(call, refusal.get());
                } else {
                    super.onMessage(request);
                }
            }

            @Override
            public void onHalfClose() {
                if (!refused) {
                    super.onHalfClose();
                }
            }
        };
    }

    private Optional<StatusRuntimeException> refusal(Message request) {
        FieldDescriptor field = request.getDescriptorForType().findFieldByName(FIELD);
        int patterns = 0;
        for (int i = 0; field != null && i < request.getRepeatedFieldCount(field); i++) {
            String selector = (String) request.getRepeatedField(field, i);
            if (isPattern(selector)) {
                patterns++;
                if (selector.length() > Limits.PATTERN_CHARS_MAX) {
                    return Optional.of(statuses.patternTooLong(FIELD, Limits.PATTERN_CHARS_MAX));
                }
            }
        }
        return patterns > Limits.PATTERNS_MAX
                ? Optional.of(statuses.tooManyPatterns(FIELD, patterns, Limits.PATTERNS_MAX))
                : Optional.empty();
    }

    private static boolean isPattern(String selector) {
        int end = selector.length() - (selector.endsWith(WHOLE_GROUP) ? WHOLE_GROUP.length() : 0);
        return Wildcards.areIn(selector.substring(0, end));
    }
}
