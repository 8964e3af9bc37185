package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;
import dev.supervisord.os.Descriptors.PipeEnds;
import java.util.Arrays;

/**
 * Shows what stands at the head of a pipe without taking it out, by {@code tee(2)} into a pipe of its own.
 *
 * <p>So the pump can find the end of a line, and still move the bytes by {@code splice}, which alone survives the death of the
 * daemon at any instant. Used by the output thread.
 */
final class LookAhead implements AutoCloseable {
    private static final int BYTES_MAX = 64 * 1024;

    private final Descriptors descriptors;
    private final PipeEnds copy;
    private final byte[] seen = new byte[BYTES_MAX];
    private final byte[] piece = new byte[BYTES_MAX];

    LookAhead(Descriptors descriptors) {
        this.descriptors = descriptors;
        this.copy = descriptors.pipe();
    }

    /**
     * Looks at a pipe.
     *
     * @return how many bytes of {@link #seen} are filled, or {@link Descriptors#WOULD_BLOCK}
     */
    int look(Fd pipe) {
        long copied = descriptors.tee(pipe, copy.writeEnd(), BYTES_MAX);
        if (copied <= 0) {
            return (int) Descriptors.WOULD_BLOCK;
        }
        int length = descriptors.read(copy.readEnd(), seen, BYTES_MAX);
        while (length < copied) {
            int more = descriptors.read(copy.readEnd(), piece, BYTES_MAX);
            if (more <= 0) {
                throw new IllegalStateException("of " + copied + " copied bytes only " + length + " arrived");
            }
            System.arraycopy(piece, 0, seen, length, more);
            length += more;
        }
        return length;
    }

    /** What the last look showed; valid until the next one. */
    byte[] seen() {
        return seen;
    }

    @Override
    public void close() {
        descriptors.close(copy.readEnd());
        descriptors.close(copy.writeEnd());
        Arrays.fill(seen, (byte) 0);
    }
}
