package dev.supervisord.output;

import dev.supervisord.os.Descriptors;
import dev.supervisord.os.Descriptors.Fd;

/** A file of a log that is open for reading, plain or compressed. Used by one thread. */
interface OpenPart {
    /** Nothing yet: the place is still being looked for. */
    int AGAIN = -2;

    /**
     * Reads from an offset of the uncompressed bytes.
     *
     * @return how many; 0 or {@link Descriptors#WOULD_BLOCK} where there are none; {@link #AGAIN}
     */
    int readAt(byte[] into, int length, long offset);

    /** Whether reading backwards is as cheap as forwards. */
    boolean isSeekable();

    void close();

    /** A file as it was written. */
    record Plain(Descriptors descriptors, Fd fd) implements OpenPart {
        @Override
        public int readAt(byte[] into, int length, long offset) {
            return descriptors.readAt(fd, into, length, offset);
        }

        @Override
        public boolean isSeekable() {
            return true;
        }

        @Override
        public void close() {
            descriptors.close(fd);
        }
    }
}
