package dev.supervisord.ctl.http2;

import io.grpc.Deadline;
import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes the headers that begin a gRPC call. */
final class RequestHeaders {
    private static final int METHOD_POST = 3;
    private static final int SCHEME_HTTP = 6;
    private static final int PATH = 4;
    private static final int AUTHORITY = 1;
    private static final int CONTENT_TYPE = 31;
    private static final int USER_AGENT = 58;

    /** The largest value of a timeout: eight digits. */
    private static final long TIMEOUT_MAX = 99_999_999;

    private RequestHeaders() {}

    static HeaderEncoder encode(
            String fullMethodName, String authority, String userAgent, @Nullable Deadline deadline, Metadata metadata) {
        HeaderEncoder encoder = new HeaderEncoder();
        encoder.indexed(METHOD_POST);
        encoder.indexed(SCHEME_HTTP);
        encoder.add(PATH, ascii("/" + fullMethodName));
        encoder.add(AUTHORITY, ascii(authority));
        encoder.add(CONTENT_TYPE, ascii("application/grpc"));
        encoder.add(USER_AGENT, ascii(userAgent));
        encoder.add(ascii("te"), ascii("trailers"));
        if (deadline != null) {
            encoder.add(ascii("grpc-timeout"), ascii(timeout(deadline.timeRemaining(TimeUnit.NANOSECONDS))));
        }
        if (InternalMetadata.headerCount(metadata) > 0) {
            byte[][] fields = InternalMetadata.serialize(metadata);
            for (int i = 0; i < fields.length; i += 2) {
                byte[] value = fields[i + 1];
                encoder.add(fields[i], BinaryHeader.isBinary(fields[i]) ? BinaryHeader.encode(value) : value);
            }
        }
        return encoder;
    }

    /** A timeout in the finest unit that needs no more than eight digits. */
    static String timeout(long nanos) {
        long left = Math.max(1, nanos);
        if (left <= TIMEOUT_MAX) {
            return left + "n";
        }
        if (left / 1_000 <= TIMEOUT_MAX) {
            return left / 1_000 + "u";
        }
        if (left / 1_000_000 <= TIMEOUT_MAX) {
            return left / 1_000_000 + "m";
        }
        return Math.min(left / 1_000_000_000, TIMEOUT_MAX) + "S";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
