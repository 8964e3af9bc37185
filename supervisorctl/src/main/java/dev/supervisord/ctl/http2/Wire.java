package dev.supervisord.ctl.http2;

import io.grpc.Deadline;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server with blocking reads and writes that end at a deadline. One thread uses it; {@link #close} may come from
 * any and ends what is waiting.
 */
interface Wire extends Closeable {

    /** Makes connections to one server. */
    @FunctionalInterface
    interface Dialler {
        /** Connects; throws a {@link ConnectFailure} when that is not possible. */
        Wire connect(@Nullable Deadline deadline) throws IOException;
    }

    /** Fills a part of an array. */
    void readFully(byte[] to, int offset, int length) throws IOException;

    /** Writes a part of an array, all of it. */
    void write(byte[] from, int length) throws IOException;
}
