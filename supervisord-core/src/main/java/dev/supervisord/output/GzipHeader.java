package dev.supervisord.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Optional;

/**
 * The beginning of a gzip file of ours, RFC 1952: an extra field says which file it was made from, so that a reader of that one can
 * go on in this one.
 *
 * @param inode of the uncompressed file
 * @param born when that was made, see {@link dev.supervisord.os.Descriptors.FileId}
 * @param length its size in bytes
 */
record GzipHeader(long inode, long born, long length) {
    static final int BYTES = 40;

    private static final int MAGIC = 0x8b1f;
    private static final byte DEFLATE = 8;
    private static final byte EXTRA = 4;
    private static final byte UNIX = 3;
    private static final short EXTRA_BYTES = 28;

    /** The name of the field. */
    private static final short FIELD = 's' | 'v' << 8;

    private static final short FIELD_BYTES = 24;

    byte[] bytes() {
        return empty().putShort((short) MAGIC)
                .put(DEFLATE)
                .put(EXTRA)
                .putInt(0)
                .put((byte) 0)
                .put(UNIX)
                .putShort(EXTRA_BYTES)
                .putShort(FIELD)
                .putShort(FIELD_BYTES)
                .putLong(inode)
                .putLong(born)
                .putLong(length)
                .array();
    }

    private static ByteBuffer empty() {
        return ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The header of a file; empty when somebody else has compressed it. */
    static Optional<GzipHeader> of(FileChannel file) throws IOException {
        ByteBuffer head = empty();
        while (head.hasRemaining() && file.read(head, head.position()) > 0) {
            continue;
        }
        if (head.hasRemaining()) {
            return Optional.empty();
        }
        GzipHeader header = new GzipHeader(head.getLong(16), head.getLong(24), head.getLong(32));
        return Arrays.equals(head.array(), header.bytes()) ? Optional.of(header) : Optional.empty();
    }
}
