package dev.supervisord.rpc;

import io.grpc.netty.shaded.io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts, of the frames that a client sends (RFC 9113 §4.1), those that say nothing and that gRPC does not count: settings,
 * priorities, frames of no known type, and empty pieces of headers or data. A client needs a handful of them.
 *
 * <p>Used by the connection's event loop only.
 */
final class FrameWatch {

    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(Limits.RESETS_SECONDS);

    private static final int HEADER_BYTES = 9;
    private static final int DATA = 0;
    private static final int PRIORITY = 2;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int LAST = 1; // of a call's data; of settings: an acknowledgement
    private static final int LAST_HEADERS = 4;

    private final LongSupplier nanoTime;
    private int skip;
    private int headerBytes;
    private int length;
    private int type;
    private int count;
    private long since;

    /** @param skip the bytes before the first frame */
    FrameWatch(int skip, LongSupplier nanoTime) {
        this.skip = skip;
        this.nanoTime = nanoTime;
        this.since = nanoTime.getAsLong();
    }

    /** Looks at the next bytes without taking them; true when there were too many such frames of late. */
    boolean isTooMuch(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (skip > 0) {
                int step = Math.min(skip, bytes.writerIndex() - at);
                skip -= step;
                at += step;
            } else {
                header(bytes.getUnsignedByte(at++));
            }
        }
        return count > Limits.IDLE_FRAMES_MAX;
    }

    private void header(int octet) {
        if (headerBytes < 3) {
            length = length << 8 | octet;
        } else if (headerBytes == 3) {
            type = octet;
        } else if (headerBytes == 4 && saysNothing(octet)) {
            count();
        }
        if (++headerBytes == HEADER_BYTES) {
            skip = length;
            headerBytes = 0;
            length = 0;
        }
    }

    private boolean saysNothing(int flags) {
        return switch (type) {
            case SETTINGS -> (flags & LAST) == 0;
            case DATA -> length == 0 && (flags & LAST) == 0;
            case CONTINUATION -> length == 0 && (flags & LAST_HEADERS) == 0;
            default -> type == PRIORITY || type > CONTINUATION;
        };
    }

    private void count() {
        long now = nanoTime.getAsLong();
        if (now - since > PERIOD_NANOS) {
            since = now;
            count = 0;
        }
        count++;
    }
}
