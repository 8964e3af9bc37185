package dev.supervisord.ctl;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.ArrayList;
import java.util.List;

/** Reads the {@code google.rpc} details that the daemon adds to a refusal. */
final class ErrorDetails {
    private ErrorDetails() {}

    /** The reason for programs, such as "BAD_SIGNAL"; empty when none was given. */
    static String reason(StatusRuntimeException failure) {
        for (Any detail : details(failure)) {
            if (detail.is(ErrorInfo.class)) {
                return unpack(detail, ErrorInfo.class).getReason();
            }
        }
        return "";
    }

    /** What is wrong, a line for each problem; the status's own sentence when there are no details. */
    static List<String> problems(StatusRuntimeException failure) {
        List<String> problems = new ArrayList<>();
        for (Any detail : details(failure)) {
            if (detail.is(BadRequest.class)) {
                for (BadRequest.FieldViolation problem :
                        unpack(detail, BadRequest.class).getFieldViolationsList()) {
                    String where = problem.getField();
                    problems.add(where.isEmpty() ? problem.getDescription() : where + ": " + problem.getDescription());
                }
            }
        }
        if (problems.isEmpty()) {
            problems.add(Failures.text(failure.getStatus()));
        }
        return problems;
    }

    private static List<Any> details(StatusRuntimeException failure) {
        Status status = StatusProto.fromThrowable(failure);
        return status == null ? List.of() : status.getDetailsList();
    }

    private static <T extends com.google.protobuf.Message> T unpack(Any detail, Class<T> type) {
        try {
            return detail.unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw io.grpc.Status.INTERNAL
                    .withDescription("the daemon's error details cannot be read: " + e.getMessage())
                    .withCause(e)
                    .asRuntimeException();
        }
    }
}
