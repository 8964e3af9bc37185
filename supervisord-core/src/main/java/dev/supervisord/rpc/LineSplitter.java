package dev.supervisord.rpc;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** Makes lines of pieces of a log. What is longer than {@link #LINE_BYTES_MAX} becomes several. Used by one thread. */
final class LineSplitter {
    static final int LINE_BYTES_MAX = 64 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    void add(byte[] bytes, Consumer<byte[]> to) {
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            boolean end = bytes[at] == '\n';
            if (end || line.size() + at + 1 - from == LINE_BYTES_MAX) {
                line.write(bytes, from, (end ? at : at + 1) - from);
                to.accept(line.toByteArray());
                line.reset();
                from = at + 1;
            }
        }
        line.write(bytes, from, bytes.length - from);
    }

    /** Nothing follows: what there is of a line is one. */
    void end(Consumer<byte[]> to) {
        if (line.size() > 0) {
            to.accept(line.toByteArray());
            line.reset();
        }
    }
}
