package dev.supervisord.ctl;

import com.google.protobuf.Any;
import com.google.rpc.BadRequest;
import com.google.rpc.BadRequest.FieldViolation;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;

/** Refusals as the daemon words them. */
final class Refusals {
    private Refusals() {}

    static StatusRuntimeException of(Code code, String reason, String message) {
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(code.getNumber())
                .setMessage(message)
                .addDetails(Any.pack(ErrorInfo.newBuilder().setReason(reason).build()))
                .build());
    }

    /** A refused configuration with problems in pairs of place and text. */
    static StatusRuntimeException configuration(String... placesAndTexts) {
        BadRequest.Builder problems = BadRequest.newBuilder();
        for (int i = 0; i < placesAndTexts.length; i += 2) {
            problems.addFieldViolations(
                    FieldViolation.newBuilder().setField(placesAndTexts[i]).setDescription(placesAndTexts[i + 1]));
        }
        return StatusProto.toStatusRuntimeException(Status.newBuilder()
                .setCode(Code.FAILED_PRECONDITION_VALUE)
                .setMessage("the configuration is refused")
                .addDetails(Any.pack(
                        ErrorInfo.newBuilder().setReason("BAD_CONFIGURATION").build()))
                .addDetails(Any.pack(problems.build()))
                .build());
    }
}
