package dev.supervisord.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Writes a gzip file with a {@link GzipHeader}. Used by one thread. */
final class GzipWriter implements AutoCloseable {
    private static final int TRAILER_BYTES = 8;

    private final OutputStream out;
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final DeflaterOutputStream body;
    private final CRC32 checksum = new CRC32();

    GzipWriter(OutputStream out, GzipHeader header, int bufferBytes) throws IOException {
        this.out = out;
        this.body = new DeflaterOutputStream(out, deflater, bufferBytes);
        out.write(header.bytes());
    }

    void write(byte[] bytes, int length) throws IOException {
        body.write(bytes, 0, length);
        checksum.update(bytes, 0, length);
    }

    /** Writes what is still missing of the file. */
    void finish() throws IOException {
        body.finish();
        out.write(ByteBuffer.allocate(TRAILER_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) checksum.getValue())
                .putInt((int) deflater.getBytesRead())
                .array());
    }

    /** Gives back memory; what {@link #out} leads to is closed by its owner. */
    @Override
    public void close() {
        deflater.end();
    }
}
