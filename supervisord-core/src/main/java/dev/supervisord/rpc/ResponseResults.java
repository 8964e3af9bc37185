package dev.supervisord.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import dev.supervisord.v1.OperationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads and completes the results, one per process, that many responses of the API have. */
final class ResponseResults {

    private ResponseResults() {}

    private static Optional<FieldDescriptor> field(Message response) {
        return response.getDescriptorForType().getFields().stream()
                .filter(field -> field.isRepeated()
                        && field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                        && field.getMessageType().equals(OperationResult.getDescriptor()))
                .findFirst();
    }

    static List<OperationResult> of(Message response) {
        List<OperationResult> results = new ArrayList<>();
        field(response).ifPresent(field -> {
            for (int i = 0; i < response.getRepeatedFieldCount(field); i++) {
                results.add((OperationResult) response.getRepeatedField(field, i));
            }
        });
        return results;
    }

    /** The same response with these results behind its own. */
    static Message with(Message response, List<OperationResult> more) {
        FieldDescriptor field = field(response)
                .orElseThrow(() -> new IllegalStateException(
                        response.getDescriptorForType().getName() + " has no place for results"));
        Message.Builder changed = response.toBuilder();
        more.forEach(result -> changed.addRepeatedField(field, result));
        return changed.build();
    }
}
