package dev.supervisord.output;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/** The end of a gzip file, RFC 1952. */
final class GzipTrailer {
    /** Magic number, empty content, checksum and length. */
    private static final int FILE_BYTES_MIN = 20;

    private static final int LENGTH_BYTES = 4;

    private GzipTrailer() {}

    /** How many bytes were compressed, modulo 2^32; -1 when it cannot be a gzip file. */
    static long length(FileChannel file) throws IOException {
        if (file.size() < FILE_BYTES_MIN) {
            return -1;
        }
        ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (length.hasRemaining() && file.read(length, file.size() - length.remaining()) > 0) {
            continue;
        }
        return length.getInt(0) & 0xffff_ffffL;
    }
}
