package dev.supervisord.ctl.http2;

import io.grpc.InternalMetadata;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What came back for one call: headers, messages, and finally a status with trailers. Any thread may use it. */
final class Response implements Inbound {
    private static final byte[] STATUS = ascii(":status");
    private static final byte[] CONTENT_TYPE = ascii("content-type");
    private static final byte[] GRPC = ascii("application/grpc");

    /** With more than this waiting to be taken the server has to wait as well. */
    private static final int WAITING_BYTES_MAX = Connection.WINDOW_BYTES / 2;

    private final Messages messages;
    private @Nullable Metadata headers;
    private boolean headersSeen;
    private @Nullable Status status;
    private Metadata trailers = new Metadata();

    Response(int messageBytesMax) {
        messages = new Messages(messageBytesMax);
    }

    @Override
    public synchronized void headers(List<byte[]> fields, boolean last) throws IOException {
        if (ended()) {
            return;
        }
        if (headersSeen) {
            end(fields, last);
            return;
        }
        int httpStatus = httpStatus(fields);
        if (httpStatus >= 100 && httpStatus < 200 && !last) {
            return; // Informational; the answer follows.
        }
        headersSeen = true;
        if (httpStatus != 200 || !startsWith(StatusFields.find(fields, CONTENT_TYPE), GRPC)) {
            end(StatusFields.ofPlainHttp(httpStatus, fields), new Metadata());
        } else if (last) {
            end(fields, true);
        } else {
            headers = metadata(fields);
        }
    }

    @Override
    public synchronized void data(byte[] from, int offset, int length, boolean last) throws IOException {
        if (ended()) {
            return;
        }
        if (!headersSeen) {
            throw new ProtocolViolation("data before headers");
        }
        messages.add(from, offset, length);
        if (last) {
            throw new ProtocolViolation("the answer ended without a status");
        }
    }

    @Override
    public synchronized void reset(int errorCode) {
        if (!ended()) {
            end(StatusFields.ofReset(errorCode), new Metadata());
        }
    }

    private void end(List<byte[]> fields, boolean last) throws IOException {
        if (!last) {
            throw new ProtocolViolation("trailers that do not end the answer");
        }
        Status sent = StatusFields.read(fields);
        if (sent.isOk() && messages.cutOff()) {
            throw new ProtocolViolation("the answer ended within a message");
        }
        end(sent, metadata(fields));
    }

    private void end(Status newStatus, Metadata newTrailers) {
        status = newStatus;
        trailers = newTrailers;
    }

    @Override
    public synchronized boolean ended() {
        return status != null;
    }

    @Override
    public synchronized boolean wantsMore() {
        return messages.bytes() <= WAITING_BYTES_MAX;
    }

    /** The next message, or null. */
    synchronized byte @Nullable [] poll() {
        return messages.poll();
    }

    /** Whether the call has ended and everything was taken. */
    synchronized boolean isTaken() {
        return status != null && messages.isEmpty();
    }

    /** The headers, once; null before they came and after they were taken. */
    synchronized @Nullable Metadata takeHeaders() {
        Metadata taken = headers;
        headers = null;
        return taken;
    }

    /** How the call ended; null while it has not. */
    synchronized @Nullable Status status() {
        return status;
    }

    synchronized Metadata trailers() {
        return trailers;
    }

    private static int httpStatus(List<byte[]> fields) throws ProtocolViolation {
        byte[] value = StatusFields.find(fields, STATUS);
        int number = value == null ? -1 : StatusFields.number(value);
        if (number < 100 || number > 999) {
            throw new ProtocolViolation("headers without a valid HTTP status");
        }
        return number;
    }

    private static boolean startsWith(byte @Nullable [] value, byte[] prefix) {
        if (value == null || value.length < prefix.length) {
            return false;
        }
        for (int i = 0; i < prefix.length; i++) {
            if (value[i] != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** All fields but HTTP's own and the status; values of names in "-bin" are decoded from base 64. */
    private static Metadata metadata(List<byte[]> fields) throws ProtocolViolation {
        byte[][] kept = new byte[fields.size()][];
        int used = 0;
        for (int i = 0; i < fields.size(); i += 2) {
            byte[] name = fields.get(i);
            if (name.length > 0 && name[0] != ':') {
                kept[used] = name;
                kept[used + 1] =
                        BinaryHeader.isBinary(name) ? BinaryHeader.decode(fields.get(i + 1)) : fields.get(i + 1);
                used += 2;
            }
        }
        return InternalMetadata.newMetadata(used / 2, kept);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
