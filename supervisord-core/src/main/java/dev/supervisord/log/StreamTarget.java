package dev.supervisord.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** Something that only takes bytes: the terminal of a daemon in the foreground. Used by one thread. */
record StreamTarget(String name, OutputStream stream) implements LogTarget {

    @Override
    public void write(ByteBuffer lines) throws IOException {
        byte[] bytes = new byte[lines.remaining()];
        lines.get(bytes);
        stream.write(bytes);
        stream.flush();
    }

    @Override
    public void reopen() {
        // It has no name to be opened by.
    }

    @Override
    public void close() throws IOException {
        stream.flush();
    }
}
