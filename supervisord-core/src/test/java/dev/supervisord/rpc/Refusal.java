package dev.supervisord.rpc;

import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/**
 * What a client learns when its call is refused.
 *
 * @param reason of the {@code ErrorInfo}; empty when there is none
 * @param violations of the {@code BadRequest}, each {@code field: description}
 */
record Refusal(Code code, String reason, String message, List<String> violations) {

    Refusal(Code code, String reason, String message) {
        this(code, reason, message, List.of());
    }

    static Refusal of(Executable call) {
        return of(assertThrows(StatusRuntimeException.class, call));
    }

    static Refusal of(Throwable failure) {
        com.google.rpc.Status status = StatusProto.fromThrowable(failure);
        if (status == null) {
            throw new AssertionError("no status", failure);
        }
        String reason = "";
        List<String> violations = new ArrayList<>();
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    reason = detail.unpack(ErrorInfo.class).getReason();
                } else {
                    detail.unpack(BadRequest.class)
                            .getFieldViolationsList()
                            .forEach(violation ->
                                    violations.add(violation.getField() + ": " + violation.getDescription()));
                }
            }
        } catch (InvalidProtocolBufferException unknown) {
            throw new AssertionError(unknown);
        }
        return new Refusal(
                io.grpc.Status.fromCodeValue(status.getCode()).getCode(), reason, status.getMessage(), violations);
    }
}
