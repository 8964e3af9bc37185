package dev.supervisord.output;

import dev.supervisord.os.LaunchSpec.Stream.Pipe;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The writing end of a stream as a child has it: its pipe, open for reading and writing. Writing waits while the pipe is full. */
final class Child implements AutoCloseable {
    private final RandomAccessFile pipe;

    Child(Pipe pipe) {
        this(Path.of("/proc/self/fd", Integer.toString(pipe.fd().number())));
    }

    /** @param fifo by its name, for one in another process */
    Child(Path fifo) {
        try {
            pipe = new RandomAccessFile(fifo.toFile(), "rw");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String text) {
        write(text.getBytes(StandardCharsets.UTF_8));
    }

    void write(byte[] bytes) {
        try {
            pipe.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            pipe.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
