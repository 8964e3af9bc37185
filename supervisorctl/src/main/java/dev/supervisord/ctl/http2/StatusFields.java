package dev.supervisord.ctl.http2;

import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds out from header fields, or from what came instead of them, how a call ended. */
final class StatusFields {
    private static final byte[] GRPC_STATUS = "grpc-status".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GRPC_MESSAGE = "grpc-message".getBytes(StandardCharsets.US_ASCII);

    private StatusFields() {}

    /** The status that trailers carry. */
    static Status read(List<byte[]> fields) {
        byte[] code = find(fields, GRPC_STATUS);
        if (code == null) {
            return Status.UNKNOWN.withDescription("the server answered without a status");
        }
        // Codes this client does not know become UNKNOWN, as gRPC asks.
        Status status = Status.fromCodeValue(number(code));
        byte[] message = find(fields, GRPC_MESSAGE);
        return message == null ? status : status.withDescription(percentDecoded(message));
    }

    /** The status for an answer of something that speaks HTTP/2 but not gRPC, by gRPC's table for that. */
    static Status ofPlainHttp(int httpStatus, List<byte[]> fields) {
        if (find(fields, GRPC_STATUS) != null) {
            return read(fields);
        }
        Status status = switch (httpStatus) {
            case 400 -> Status.INTERNAL;
            case 401 -> Status.UNAUTHENTICATED;
            case 403 -> Status.PERMISSION_DENIED;
            case 404 -> Status.UNIMPLEMENTED;
            case 429, 502, 503, 504 -> Status.UNAVAILABLE;
            default -> Status.UNKNOWN;
        };
        return status.withDescription("the server does not speak gRPC: HTTP status " + httpStatus);
    }

    /** The status for a stream that the server reset (RFC 9113, section 7), by gRPC's table for that. */
    static Status ofReset(int errorCode) {
        Status status = switch (errorCode) {
            case 7 -> Status.UNAVAILABLE; // REFUSED_STREAM
            case 8 -> Status.CANCELLED; // CANCEL
            case 11 -> Status.RESOURCE_EXHAUSTED; // ENHANCE_YOUR_CALM
            case 12 -> Status.PERMISSION_DENIED; // INADEQUATE_SECURITY
            default -> Status.INTERNAL;
        };
        return status.withDescription(
                "the server gave up the call with HTTP/2 error " + Integer.toUnsignedString(errorCode));
    }

    /** The value of the first field with this name, or null. */
    static byte @Nullable [] find(List<byte[]> fields, byte[] name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (Arrays.equals(fields.get(i), name)) {
                return fields.get(i + 1);
            }
        }
        return null;
    }

    /** A number of up to three digits; -1 for anything else. */
    static int number(byte[] digits) {
        if (digits.length == 0 || digits.length > 3) {
            return -1;
        }
        int number = 0;
        for (byte digit : digits) {
            if (digit < '0' || digit > '9') {
                return -1;
            }
            number = 10 * number + digit - '0';
        }
        return number;
    }

    /** Text with bytes outside of visible ASCII written as %XX; what is no such escape stands for itself. */
    private static String percentDecoded(byte[] from) {
        byte[] to = new byte[from.length];
        int used = 0;
        for (int i = 0; i < from.length; i++) {
            int high = from[i] == '%' && i + 2 < from.length ? Character.digit(from[i + 1], 16) : -1;
            int low = high < 0 ? -1 : Character.digit(from[i + 2], 16);
            if (low < 0) {
                to[used++] = from[i];
            } else {
                to[used++] = (byte) (high << 4 | low);
                i += 2;
            }
        }
        return new String(to, 0, used, StandardCharsets.UTF_8);
    }
}
